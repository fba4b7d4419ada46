import { formatDecimal, isDay, type Decimal } from '@tradeyard/kernel';
import type { Activity } from '../activity.js';
import { type ActivityField, activityFieldNames } from '../activity-fields.js';
import { csvLine, unguarded } from './csv-text.js';
import { readAsset } from './file-asset.js';
import { clip } from './file-numbers.js';
import { Gathering, isBlankRow, nameKey, needHeader } from './file-table.js';
import {
  type FileAsset,
  type FileContents,
  type FilePrice,
  type ReadResult,
  type ReadRow,
  RowProblem,
  type TableRow,
} from './import-row.js';
import { inSteps, type Steps } from './steps.js';

/** What describes an asset, besides its symbol: all of these columns are there, or none is read. */
const assetColumns = ['name', 'class', 'sector', 'country', 'instrument', 'assetCurrency'] as const;
type AssetColumn = (typeof assetColumns)[number];
type Column = 'id' | ActivityField | AssetColumn;
const ownColumns: readonly Column[] = ['id', ...activityFieldNames];
const columns: readonly Column[] = [...ownColumns, ...assetColumns];
const names = Object.fromEntries(columns.map((column) => [column, [column]])) as unknown as Record<
  Column,
  readonly string[]
>;
const required: readonly Column[] = ['type', 'day'];

/** Other files have a `type` and a `day` too, but also columns that ours has not, or only some that describe assets. */
export function tradeyardCsvDetects([header]: readonly TableRow[]): boolean {
  const found = new Set(header?.cells.map(nameKey));
  const describes = assetColumns.every((column) => found.has(nameKey(column)));
  const known = new Set((describes ? columns : ownColumns).map(nameKey));
  return required.every((column) => found.has(nameKey(column))) && [...found].every((key) => known.has(key));
}

/**
 * The file that Tradeyard writes: cells are drafts as they are, numbers with a point and days as `YYYY-MM-DD`. Any row
 * may describe its asset; one of type `asset` does nothing else, and one of type `price` is a price by hand.
 */
export function* readTradeyardCsv(rows: readonly TableRow[]): Steps<ReadResult> {
  const { index, positions } = needHeader(rows, names, required);
  const gathering = new Gathering();
  const [assets, prices]: [FileAsset[], FilePrice[]] = [[], []];
  const fields = activityFieldNames.flatMap((field) => {
    const position = positions.get(field);
    return position === undefined ? [] : [{ field, position }];
  });
  const describes = assetColumns.every((column) => positions.has(column));
  const cellsMin = Math.max(...required.map((column) => positions.get(column) ?? 0)) + 1;
  yield* inSteps(rows.slice(index + 1), (row) => {
    if (isBlankRow(row)) return;
    const text = (column: Column): string => unguarded(row.cells[positions.get(column) ?? -1] ?? '');
    gathering.take(row.line, () => {
      const type = text('type');
      if (describes) for (const asset of readDescribed(text)) assets.push(asset);
      if (type === 'asset' && describes) need(text, ['symbol', 'assetCurrency']);
      else if (type === 'price') prices.push(readPrice(row.line, text));
      else return readRow(row, fields, positions.get('id'), cellsMin);
      return [];
    });
  });
  return { ...gathering.result(), assets, prices };
}

type Texts = (column: Column) => string;

function readDescribed(text: Texts): FileAsset[] {
  // Most rows describe nothing, and no asset is without a currency.
  const currency = text('assetCurrency');
  if (currency === '') return [];
  const described = assetColumns.map((column) => [column, text(column)] as const);
  return readAsset({ ...Object.fromEntries(described), symbol: text('symbol'), currency });
}

function readPrice(line: number, text: Texts): FilePrice {
  need(text, ['day', 'symbol', 'price']);
  const [day, currency] = [text('day'), text('currency')];
  requireDay(day);
  return { symbol: text('symbol'), day, price: text('price'), ...(currency && { currency }), line };
}

function need(text: Texts, needed: readonly Column[]): void {
  for (const column of needed) {
    if (text(column) === '') throw new RowProblem('missing_value', `${column} is empty: fill it in`, column);
  }
}

function requireDay(day: string): void {
  if (isDay(day)) return;
  throw new RowProblem('not_a_date', `"${clip(day)}" is not a day such as 2024-03-31: correct it`, 'day');
}

type FieldPosition = { readonly field: ActivityField; readonly position: number };

function readRow(
  { line, cells }: TableRow,
  fields: readonly FieldPosition[],
  idPosition: number | undefined,
  cellsMin: number,
): ReadRow {
  if (cells.length < cellsMin) {
    throw new RowProblem(
      'row_incomplete',
      `${cells.length} cells are fewer than the header has: complete the row`,
    );
  }
  const draft: Partial<Record<ActivityField, string | null>> = {};
  for (const { field, position } of fields) {
    const cell = cells[position];
    draft[field] = cell === undefined || cell === '' ? null : unguarded(cell);
  }
  requireDay(draft.day ?? '');
  const id = idPosition === undefined ? undefined : cells[idPosition]?.trim();
  return { line, draft, ...(id && { id }) };
}

const decimal = (value: Decimal | null | undefined): string => (value ? formatDecimal(value) : '');

/** An activity as the texts that `readActivity` makes the same one of. */
export const fieldsOf = (activity: Activity): Record<ActivityField, string> => ({
  type: activity.type,
  day: activity.day,
  at: activity.at ?? '',
  symbol: activity.symbol ?? '',
  quantity: decimal(activity.quantity),
  price: decimal(activity.price),
  amount: decimal(activity.amount),
  currency: activity.currency,
  fee: activity.fee.digits === 0n ? '' : formatDecimal(activity.fee),
  ratioTo: decimal(activity.ratio?.to),
  ratioFrom: decimal(activity.ratio?.from),
  target: activity.target ?? '',
  costShare: decimal(activity.costShare),
  acquired: activity.acquired ?? '',
  lots: (activity.lots ?? []).map((lot) => `${lot.activityId}:${formatDecimal(lot.quantity)}`).join('; '),
  note: activity.note,
});

/** So many lines make one text, which a stream takes faster than single lines. */
const linesPerChunk = 500;

/** The file as it comes, header and all: as lazy as its input. */
export function* tradeyardCsvChunks(contents: FileContents): Generator<string> {
  let chunk = '';
  let lines = 0;
  for (const cells of lineCells(contents)) {
    chunk += csvLine(cells);
    lines += 1;
    if (lines % linesPerChunk === 0) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

const noCells = assetColumns.map(() => '');

/** Assets are described by their first activities; those that have none by rows of their own. */
function* lineCells({ assets, prices, activities }: FileContents): Generator<readonly string[]> {
  yield columns;
  const left = new Map<string | null, FileAsset>();
  const currencies = new Map<string, string>();
  for (const asset of assets) {
    left.set(asset.symbol, asset);
    currencies.set(asset.symbol, asset.currency);
  }
  for (const activity of activities) {
    const fields = fieldsOf(activity);
    const asset = left.get(activity.symbol);
    if (asset) left.delete(activity.symbol);
    yield [
      activity.id,
      ...activityFieldNames.map((field) => fields[field]),
      ...(asset ? described(asset) : noCells),
    ];
  }
  for (const asset of left.values())
    yield [...ownCells({ type: 'asset', symbol: asset.symbol }), ...described(asset)];
  for (const { symbol, day, price } of prices) {
    const currency = currencies.get(symbol) ?? '';
    yield [...ownCells({ type: 'price', day, symbol, price, currency }), ...noCells];
  }
}

const ownCells = (cells: Partial<Record<Column, string>>): string[] =>
  ownColumns.map((column) => cells[column] ?? '');

const described = ({ currency, ...asset }: FileAsset): string[] =>
  assetColumns.map((column) => (column === 'assetCurrency' ? currency : (asset[column] ?? '')));
