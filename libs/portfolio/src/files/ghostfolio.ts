import { DomainError } from '@tradeyard/kernel';
import type { ActivityDraft } from '../activity-draft.js';
import { fileAsset, isIsin } from './file-asset.js';
import { readMoment } from './file-dates.js';
import { isNegative, isZero, magnitude, product } from './file-numbers.js';
import {
  cellsOf,
  decideStyle,
  findHeader,
  Gathering,
  isBlankRow,
  needHeader,
  readCurrency,
  unknownType,
} from './file-table.js';
import {
  type AssetClass,
  type FileAsset,
  type ReadOptions,
  type ReadResult,
  type ReadRow,
  RowProblem,
  type TableRow,
} from './import-row.js';
import { isRecord, type JsonRecord, numberOf, records, textOf } from './json-value.js';
import { inSteps, type Steps } from './steps.js';

/** What Ghostfolio says of an activity, in both of its files. */
type Entry = {
  readonly line: number;
  readonly type: string;
  readonly date: string;
  readonly symbol: string;
  readonly isByHand: boolean;
  readonly currency: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly fee: string;
  readonly note: string | null;
};

const columnNames = {
  date: ['date'],
  symbol: ['code', 'symbol', 'ticker'],
  source: ['datasource'],
  currency: ['currency', 'ccy'],
  price: ['price', 'unitprice', 'value'],
  quantity: ['quantity', 'qty', 'shares', 'units'],
  action: ['action', 'type'],
  fee: ['fee', 'commission'],
  note: ['note', 'comment'],
} as const;
type Column = keyof typeof columnNames;

export const ghostfolioCsvDetects = (rows: readonly TableRow[]): boolean =>
  findHeader(rows, columnNames, [
    'date',
    'symbol',
    'source',
    'currency',
    'price',
    'quantity',
    'action',
    'fee',
  ]) !== undefined;

/** The CSV that Ghostfolio imports and its converters write. */
export function* readGhostfolioCsv(rows: readonly TableRow[], { currency }: ReadOptions): Steps<ReadResult> {
  const { index, header, positions } = needHeader<Column>(rows, columnNames, [
    'date',
    'symbol',
    'quantity',
    'action',
  ]);
  const data = rows.slice(index + 1);
  const { numbers } = yield* decideStyle(data, positions, {
    numbers: ['price', 'quantity', 'fee'],
    dates: [],
  });
  const gathering = new Gathering();
  yield* inSteps(data, (row) => {
    if (isBlankRow(row)) return;
    // Of 03/04/2024 Ghostfolio reads the day first.
    const cells = cellsOf(row, positions, { numbers, dates: 'DMY' }, header.cells);
    gathering.take(row.line, () =>
      rowOf(
        {
          line: row.line,
          type: cells.need('action'),
          date: cells.need('date'),
          symbol: cells.text('symbol'),
          isByHand: cells.text('source').toUpperCase() === 'MANUAL',
          currency: cells.text('currency') || currency,
          quantity: cells.number('quantity') ?? '0',
          unitPrice: cells.number('price') ?? '0',
          fee: cells.number('fee') ?? '0',
          note: cells.text('note') || null,
        },
        new Map(),
        gathering,
      ),
    );
  });
  return gathering.result();
}

export const ghostfolioJsonDetects = (value: unknown): boolean =>
  isRecord(value) && isRecord(value['meta']) && Array.isArray(value['activities']);

/** Ghostfolio's export. Lines are those of its activities, of which the first is 1. */
export function* readGhostfolioJson(value: unknown, { currency }: ReadOptions): Steps<ReadResult> {
  if (!isRecord(value) || !Array.isArray(value['activities'])) {
    throw new DomainError(
      'csv_malformed',
      'The file is not an export of Ghostfolio: it has no activities',
      'activities',
    );
  }
  const assets = new Map(
    records(value['assetProfiles']).map((profile) => [textOf(profile['symbol']) ?? '', profile]),
  );
  const gathering = new Gathering();
  let line = 0;
  yield* inSteps<unknown>(value['activities'], (found) => {
    line += 1;
    gathering.take(line, () => {
      if (!isRecord(found)) throw new RowProblem('row_incomplete', 'This is not an activity: leave it out');
      return rowOf(entryOf(found, line, currency), assets, gathering);
    });
  });
  const prices = [...assets].flatMap(([symbol, profile]) => pricesOf(symbol, profile));
  return { ...gathering.result(), prices };
}

const entryOf = (found: JsonRecord, line: number, currency: string): Entry => ({
  line,
  type: textOf(found['type']) ?? '',
  date: textOf(found['date']) ?? '',
  symbol: textOf(found['symbol']) ?? '',
  isByHand: found['dataSource'] === 'MANUAL',
  currency: textOf(found['currency']) ?? currency,
  quantity: numberOf(found['quantity'], 'quantity') ?? '0',
  unitPrice: numberOf(found['unitPrice'], 'unitPrice') ?? '0',
  fee: numberOf(found['fee'], 'fee') ?? '0',
  note: textOf(found['comment']),
});

/** Prices that people entered there; those of a market come from our own. */
function pricesOf(symbol: string, profile: JsonRecord): { symbol: string; day: string; price: string }[] {
  if (profile['dataSource'] !== 'MANUAL') return [];
  return records(profile['marketData']).flatMap((point) => {
    const [day, price] = [textOf(point['date'])?.slice(0, 10), priceOf(point['marketPrice'])];
    return day && price !== null ? [{ symbol: nameOf(symbol, profile), day, price }] : [];
  });
}

/** What is no number stays as it is: whoever stores prices says what is wrong with it. */
function priceOf(value: unknown): string | null {
  try {
    return numberOf(value, 'marketPrice');
  } catch (error) {
    if (error instanceof RowProblem) return typeof value === 'string' ? value : typeof value;
    throw error;
  }
}

/** What is entered by hand has a random text for a symbol, and its name is what people know. */
const nameOf = (symbol: string, profile: JsonRecord | undefined): string =>
  profile?.['dataSource'] === 'MANUAL' ? (textOf(profile['name']) ?? symbol) : symbol;

const classes: ReadonlyMap<string, AssetClass> = new Map<string, AssetClass>([
  ['STOCK', 'stock'],
  ['ETF', 'etf'],
  ['MUTUALFUND', 'fund'],
  ['BOND', 'bond'],
  ['CRYPTOCURRENCY', 'crypto'],
  ['COMMODITY', 'commodity'],
  ['PRECIOUS_METAL', 'commodity'],
  ['REAL_ESTATE', 'real_estate'],
  ['LIQUIDITY', 'cash'],
  ['CASH', 'cash'],
  ['EQUITY', 'stock'],
  ['FIXED_INCOME', 'bond'],
]);

function assetOf(entry: Entry, profile: JsonRecord | undefined): FileAsset {
  const kind = textOf(profile?.['assetSubClass']) ?? textOf(profile?.['assetClass']);
  const known = kind === null ? undefined : (classes.get(kind) ?? 'other');
  const currency = readCurrency(textOf(profile?.['currency']) ?? entry.currency).code;
  const isin = textOf(profile?.['isin']) ?? (isIsin(entry.symbol) ? entry.symbol : null);
  return fileAsset({
    symbol: nameOf(entry.symbol, profile),
    name: textOf(profile?.['name']) ?? '',
    class: known ?? (entry.isByHand ? 'other' : undefined),
    currency,
    isin: isin ?? undefined,
  });
}

function rowOf(
  entry: Entry,
  assets: ReadonlyMap<string, JsonRecord>,
  gathering: Gathering,
): ReadRow | readonly ReadRow[] {
  const { code, isHundredth } = readCurrency(entry.currency, 'currency');
  const whole = (number: string): string => (isHundredth ? product(number, '0.01') : number);
  const [quantity, price, fee] = [entry.quantity, whole(entry.unitPrice), whole(entry.fee)];
  const base: ActivityDraft = { ...readMoment(entry.date, 'DMY', 'date'), currency: code, note: entry.note };
  const asset = assetOf(entry, assets.get(entry.symbol));
  const symbol = asset.symbol;
  const amount = product(quantity, price);
  const row = (draft: ActivityDraft): ReadRow => ({ line: entry.line, draft: { ...base, ...draft } });
  const type = entry.type.toUpperCase();
  if (type === 'BUY' || type === 'SELL') {
    if (isZero(quantity))
      return gathering.passOver(entry.line, 'Purchases and sales of nothing only watch a price');
    const isSale = (type === 'SELL') !== isNegative(quantity);
    return {
      ...row({ type: isSale ? 'sell' : 'buy', symbol, quantity: magnitude(quantity), price, fee }),
      asset,
    };
  }
  if (type === 'DIVIDEND') return { ...row({ type: 'dividend', symbol, amount, fee }), asset };
  // What is free text there is a note here.
  const about = { note: entry.note ?? symbol };
  if (type === 'INTEREST') return row({ type: 'interest', amount, fee, ...about });
  if (type === 'FEE') return row({ type: 'fee', amount: isZero(fee) ? amount : fee, ...about });
  if (type === 'ITEM') return { ...row({ type: 'item', symbol, quantity, price, fee }), asset };
  if (type === 'LIABILITY')
    return { ...row({ type: 'liability', symbol, amount }), asset: { ...asset, class: 'liability' } };
  throw unknownType(entry.type, 'type');
}
