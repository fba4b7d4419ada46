import { fileAsset } from './file-asset.js';
import { type Cells, cellsOf, type ColumnNames, findColumns } from './file-table.js';
import type { AssetClass, FileAsset, TableRow } from './import-row.js';

/** Names of the columns of all sections of an activity statement. */
export const statementColumns = {
  discriminator: ['DataDiscriminator'],
  category: ['Asset Category'],
  currency: ['Currency'],
  symbol: ['Symbol'],
  dateTime: ['Date/Time'],
  date: ['Date', 'Settle Date', 'Report Date'],
  description: ['Description'],
  quantity: ['Quantity', 'Qty'],
  price: ['T. Price', 'Trade Price', 'Xfer Price'],
  proceeds: ['Proceeds'],
  commission: ['Comm/Fee', 'Comm in USD', 'Comm in EUR', 'Comm in GBP', 'Comm in CHF'],
  amount: ['Amount'],
  code: ['Code'],
  type: ['Type'],
  direction: ['Direction'],
  cash: ['Cash Amount'],
  securityId: ['Security ID'],
} as const satisfies ColumnNames<string>;
export type StatementColumn = keyof typeof statementColumns;
export type StatementCells = Cells<StatementColumn>;

export type StatementRow = { readonly section: string; readonly cells: StatementCells };

/** What the statement says of the assets, by their symbols. */
export type Instruments = ReadonlyMap<string, Omit<FileAsset, 'symbol' | 'currency'>>;

/** Rows of a statement name their section first, then whether they are its header, data or a sum. */
export const isStatementHeader = ({ cells }: TableRow): boolean =>
  cells[1]?.trim() === 'Header' && cells.length > 3;

/** Rows of data with their section; each header holds until the next one. Sums are none. */
export function statementRows(rows: readonly TableRow[]): StatementRow[] {
  const found: StatementRow[] = [];
  let section = '';
  let header: readonly string[] = [];
  let positions = findColumns(header, statementColumns);
  for (const row of rows) {
    const [name = '', kind = ''] = row.cells;
    if (kind.trim() === 'Header') {
      section = name.replace(/^\ufeff/, '').trim();
      header = row.cells;
      positions = findColumns(header, statementColumns);
    } else if (kind.trim() === 'Data' && name.replace(/^\ufeff/, '').trim() === section) {
      const cells = cellsOf(row, positions, { numbers: '.', dates: 'MDY' }, header);
      const isSum = [cells.text('currency'), cells.text('category')].some((text) => /^total/i.test(text));
      if (!isSum) found.push({ section, cells });
    }
  }
  return found;
}

const classes: ReadonlyMap<string, AssetClass> = new Map<string, AssetClass>([
  ['stocks', 'stock'],
  ['mutual funds', 'fund'],
  ['bonds', 'bond'],
  ['treasury bills', 'bond'],
  ['cryptocurrency', 'crypto'],
  ['crypto', 'crypto'],
]);

export const instrumentSection = 'Financial Instrument Information';

export function instrumentsOf(rows: readonly StatementRow[]): Instruments {
  const found = new Map<string, Omit<FileAsset, 'symbol' | 'currency'>>();
  for (const { section, cells } of rows) {
    if (section !== instrumentSection) continue;
    const id = cells.text('securityId');
    const isFund = /^etf$/i.test(cells.text('type'));
    const kind = isFund ? 'etf' : (classes.get(cells.text('category').toLowerCase()) ?? 'other');
    // A symbol that changed stands there with its aliases: `FB, META`.
    for (const symbol of cells.text('symbol').split(',')) {
      const {
        symbol: _,
        currency: __,
        ...asset
      } = fileAsset({
        symbol: symbol.trim(),
        name: cells.text('description'),
        class: kind,
        currency: '',
        isin: id,
      });
      found.set(symbol.trim(), asset);
    }
  }
  return found;
}

export function assetFor(
  symbol: string,
  currency: string,
  instruments: Instruments,
  besides: { name?: string; isin?: string; category?: string } = {},
): FileAsset {
  const known = instruments.get(symbol);
  if (known) return { ...known, symbol, currency };
  const kind = classes.get(besides.category?.toLowerCase() ?? 'stocks') ?? 'other';
  const isin = /^[A-Z]{2}[A-Z0-9]{9}\d$/.test(besides.isin ?? '') ? besides.isin : undefined;
  return fileAsset({
    symbol,
    name: besides.name,
    class: kind === 'stock' ? undefined : kind,
    currency,
    isin,
  });
}
