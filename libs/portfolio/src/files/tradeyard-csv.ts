import { formatDecimal, isDay, type Decimal } from '@tradeyard/kernel';
import type { Activity } from '../activity.js';
import { type ActivityField, activityFieldNames } from '../activity-fields.js';
import { csvLine, unguarded } from './csv-text.js';
import { clip } from './file-numbers.js';
import { Gathering, isBlankRow, nameKey, needHeader } from './file-table.js';
import { type ReadResult, type ReadRow, RowProblem, type TableRow } from './import-row.js';
import { inSteps, type Steps } from './steps.js';

type Column = 'id' | ActivityField;
const columns: readonly Column[] = ['id', ...activityFieldNames];
const names = Object.fromEntries(columns.map((column) => [column, [column]])) as unknown as Record<
  Column,
  readonly string[]
>;
const required: readonly Column[] = ['type', 'day'];

/** Other files have a `type` and a `day` too, but also columns that ours has not. */
export function tradeyardCsvDetects([header]: readonly TableRow[]): boolean {
  const found = new Set(header?.cells.map(nameKey));
  const known = new Set(columns.map(nameKey));
  return required.every((column) => found.has(nameKey(column))) && [...found].every((key) => known.has(key));
}

/** The file that Tradeyard writes: cells are drafts as they are, numbers with a point and days as `YYYY-MM-DD`. */
export function* readTradeyardCsv(rows: readonly TableRow[]): Steps<ReadResult> {
  const { index, positions } = needHeader(rows, names, required);
  const gathering = new Gathering();
  const fields = activityFieldNames.flatMap((field) => {
    const position = positions.get(field);
    return position === undefined ? [] : [{ field, position }];
  });
  const idPosition = positions.get('id');
  const cellsMin = Math.max(...required.map((column) => positions.get(column) ?? 0)) + 1;
  yield* inSteps(rows.slice(index + 1), (row) => {
    if (isBlankRow(row)) return;
    gathering.take(row.line, () => readRow(row, fields, idPosition, cellsMin));
  });
  return gathering.result();
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
  if (!isDay(draft.day ?? '')) {
    throw new RowProblem(
      'not_a_date',
      `"${clip(draft.day ?? '')}" is not a day such as 2024-03-31: correct it`,
      'day',
    );
  }
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
export function* tradeyardCsvChunks(activities: Iterable<Activity>): Generator<string> {
  let chunk = csvLine(columns);
  let lines = 1;
  for (const activity of activities) {
    const fields = fieldsOf(activity);
    chunk += csvLine([activity.id, ...activityFieldNames.map((field) => fields[field])]);
    lines += 1;
    if (lines % linesPerChunk === 0) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}
