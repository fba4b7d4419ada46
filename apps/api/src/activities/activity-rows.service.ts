import { hash } from 'node:crypto';
import { formatDecimal, parseDecimal, type Day, type Decimal } from '@tradeyard/kernel';
import { activityKey, type Activity, type ActivityDraft, type ActivityType } from '@tradeyard/portfolio';
import { texts } from '../platform/postgres-array.js';

/** An activity as it is stored: decimals are text, what its type has no use for is null. `activityOf` makes the exact one. */
export type ActivityRow = {
  readonly id: string;
  readonly day: Day;
  /** An ISO instant in UTC. */
  readonly at: string | null;
  readonly type: ActivityType;
  readonly symbol: string | null;
  readonly quantity: string | null;
  readonly price: string | null;
  readonly amount: string | null;
  readonly currency: string;
  readonly fee: string;
  readonly ratioTo: string | null;
  readonly ratioFrom: string | null;
  readonly target: string | null;
  readonly costShare: string | null;
  readonly acquired: Day | null;
  readonly lots: readonly { readonly activityId: string; readonly quantity: string }[] | null;
  readonly note: string;
  /** Both halves of a conversion within a portfolio of the ledger: nothing crosses its border. */
  readonly isInternal: boolean;
  /** Of the half that came in, as cash: what went for it. */
  readonly gave?: { readonly amount: string; readonly currency: string };
};

const decimalOf = (text: string | null): Decimal | null => (text === null ? null : parseDecimal(text));
const textOf = (value: Decimal | null): string | null => (value === null ? null : formatDecimal(value));

/** With exact numbers. */
export function activityOf(row: ActivityRow): Activity {
  const { id, day, at, type, symbol, currency, target, acquired, note } = row;
  const [to, from] = [decimalOf(row.ratioTo), decimalOf(row.ratioFrom)];
  return {
    ...{ id, day, at, type, symbol, currency, target, acquired, note },
    quantity: decimalOf(row.quantity),
    price: decimalOf(row.price),
    amount: decimalOf(row.amount),
    fee: parseDecimal(row.fee),
    ratio: to && from ? { to, from } : null,
    costShare: decimalOf(row.costShare),
    lots:
      row.lots?.map(({ activityId, quantity }) => ({ activityId, quantity: parseDecimal(quantity) })) ?? null,
  };
}

export function rowOf(activity: Activity): ActivityRow {
  const { id, day, at, type, symbol, currency, target, acquired, note } = activity;
  return {
    ...{ id, day, at, type, symbol, currency, target, acquired, note },
    quantity: textOf(activity.quantity),
    price: textOf(activity.price),
    amount: textOf(activity.amount),
    fee: formatDecimal(activity.fee),
    ratioTo: textOf(activity.ratio?.to ?? null),
    ratioFrom: textOf(activity.ratio?.from ?? null),
    costShare: textOf(activity.costShare),
    lots:
      activity.lots?.map(({ activityId, quantity }) => ({ activityId, quantity: formatDecimal(quantity) })) ??
      null,
    isInternal: false,
  };
}

/** The same texts again, to be changed and read anew. */
export function draftOf({ id: _, isInternal: __, gave: ___, ...row }: ActivityRow): ActivityDraft {
  return row;
}

/** What two activities share that say the same, as 128 bits of hexadecimal digits: short enough for an index of all. */
export const keyOf = (activity: Activity): string => hashOfKey(activityKey(activity));

export const hashOfKey = (key: string): string => hash('md5', key);

type Stored = { readonly row: ActivityRow; readonly key: string };

const columns: readonly [name: string, type: string, text: (stored: Stored) => string | null][] = [
  ['id', 'uuid', ({ row }) => row.id],
  ['key', 'uuid', ({ key }) => key],
  ['day', 'date', ({ row }) => row.day],
  ['at', 'timestamptz', ({ row }) => row.at],
  ['type', 'text', ({ row }) => row.type],
  ['symbol', 'text', ({ row }) => row.symbol],
  ['quantity', 'numeric', ({ row }) => row.quantity],
  ['price', 'numeric', ({ row }) => row.price],
  ['amount', 'numeric', ({ row }) => row.amount],
  ['currency', 'text', ({ row }) => row.currency],
  ['fee', 'numeric', ({ row }) => row.fee],
  ['ratio_to', 'numeric', ({ row }) => row.ratioTo],
  ['ratio_from', 'numeric', ({ row }) => row.ratioFrom],
  ['target', 'text', ({ row }) => row.target],
  ['cost_share', 'numeric', ({ row }) => row.costShare],
  ['acquired', 'date', ({ row }) => row.acquired],
  ['lots', 'jsonb', ({ row }) => (row.lots === null ? null : JSON.stringify(row.lots))],
  ['note', 'text', ({ row }) => row.note],
];
const names = columns.map(([name]) => name).join(', ');

/** All of a row but which versions it is of. */
export const storedColumns = names;

/** Adds rows to the portfolio $1 from its version $2 on; the others are `insertValues`. */
export const insertRows = `
  insert into portfolio_activity (portfolio_id, from_version, ${names})
  select $1, $2, ${columns.map(([name, type]) => `${name}::${type}`).join(', ')}
  from unnest(${columns.map((_, index) => `$${index + 3}::text[]`).join(', ')}) as r (${names})`;

export const insertValues = (stored: readonly Stored[]): Buffer[] =>
  columns.map(([, , text]) => texts(stored, text));

/** The columns of an `ActivityRow`, with the version that made it so. */
export const rowColumns = `id, day::text as day, at, type, symbol, quantity, price, amount, currency, fee,
  ratio_to as "ratioTo", ratio_from as "ratioFrom", target, cost_share as "costShare", acquired::text as acquired,
  lots, note, from_version as version`;

/** As the driver gives it. */
export type SelectedRow = Omit<ActivityRow, 'at' | 'isInternal'> & {
  readonly at: Date | null;
  readonly version: string;
};

export const selectedRow = ({ version: _, ...row }: SelectedRow): ActivityRow => ({
  ...row,
  at: row.at?.toISOString() ?? null,
  lots: lotsOf(row.lots),
  isInternal: false,
});

/** Postgres gives the fields of an object in an order of its own. */
const lotsOf = (lots: ActivityRow['lots']): ActivityRow['lots'] =>
  lots?.map(({ activityId, quantity }) => ({ activityId, quantity })) ?? null;

export const isSameRow = (a: ActivityRow, b: ActivityRow): boolean =>
  (Object.keys(a) as (keyof ActivityRow)[]).every(
    (field) => a[field] === b[field] || JSON.stringify(a[field]) === JSON.stringify(b[field]),
  );

/** Neither is in any text of ours: they keep fields and rows apart. */
const [unit, record] = ['\u001f', '\u001e'];
const packedFields =
  `id, day, (extract(epoch from at) * 1000)::bigint, type, symbol, quantity, price, amount, currency,
  fee, ratio_to, ratio_from, target, cost_share, acquired, lots, note`.split(',');

/** All rows as one text: the driver takes longer for each field of a row than Postgres for the whole of it. */
export const packedRows = `string_agg(concat(${packedFields.join(`, '${unit}', `)}), '${record}' order by day, id)`;

const orNull = (text: string | undefined): string | null => text || null;

/** Reads `packedRows`, a slice at a time. */
export function* unpackRows(packed: string | null, sliceSize: number): Generator<ActivityRow[]> {
  if (packed === null) return;
  let slice: ActivityRow[] = [];
  for (let start = 0; start < packed.length;) {
    const found = packed.indexOf(record, start);
    const end = found < 0 ? packed.length : found;
    slice.push(unpackRow(packed.slice(start, end).split(unit)));
    if (slice.length === sliceSize) {
      yield slice;
      slice = [];
    }
    start = end + 1;
  }
  if (slice.length > 0) yield slice;
}

function unpackRow(fields: readonly string[]): ActivityRow {
  const [id = '', day = '', atMs, type, symbol, quantity, price, amount, currency = '', fee = '0'] = fields;
  const [ratioTo, ratioFrom, target, costShare, acquired, lots, note = ''] = fields.slice(10);
  return {
    id,
    day,
    at: atMs ? new Date(Number(atMs)).toISOString() : null,
    type: type as ActivityType,
    symbol: orNull(symbol),
    quantity: orNull(quantity),
    price: orNull(price),
    amount: orNull(amount),
    currency,
    fee,
    ratioTo: orNull(ratioTo),
    ratioFrom: orNull(ratioFrom),
    target: orNull(target),
    costShare: orNull(costShare),
    acquired: orNull(acquired),
    lots: lots ? lotsOf(JSON.parse(lots) as ActivityRow['lots']) : null,
    note,
    isInternal: false,
  };
}

/** By day, within one those without a moment first, then by id. */
export function inTime(a: ActivityRow, b: ActivityRow): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  if (a.at !== b.at) return (a.at ?? '') < (b.at ?? '') ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
