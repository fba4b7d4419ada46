import { DomainError } from '@tradeyard/kernel';
import { type ActivityType, activityTypes } from '../activity.js';
import type { ActivityDraft } from '../activity-draft.js';
import { activityFields } from '../activity-fields.js';
import { fileAsset, isIsin } from './file-asset.js';
import { clip, isNegative, isZero, magnitude, product, sum } from './file-numbers.js';
import {
  type Cells,
  cellsOf,
  type ColumnNames,
  decideStyle,
  Gathering,
  isBlankRow,
  nameKey,
  needHeader,
  readCurrency,
  unknownType,
} from './file-table.js';
import { type ColumnMapping, type MappedField, mappedFields } from './column-mapping.js';
import {
  assetClasses,
  type ReadOptions,
  type ReadResult,
  type ReadRow,
  RowProblem,
  type TableRow,
} from './import-row.js';
import { typeOfWord } from './type-words.js';
import { inSteps, type Steps } from './steps.js';

type Reading = {
  readonly cells: Cells<MappedField>;
  readonly mapping: ColumnMapping;
  readonly types: ReadonlyMap<string, ActivityType | 'skip'>;
  readonly currency: string;
};

/** Any table, by what a person says of its columns. Throws `csv_malformed` without a mapping or its columns. */
export function* readMappedFile(
  rows: readonly TableRow[],
  { mapping, currency }: ReadOptions,
): Steps<ReadResult> {
  if (mapping?.columns.day === undefined) {
    throw new DomainError(
      'csv_malformed',
      'Say which column is the date: the mapping has no column for day',
      'mapping',
    );
  }
  const names = Object.fromEntries(
    mappedFields.map((field) => [field, [mapping.columns[field] ?? []].flat()]),
  ) as unknown as ColumnNames<MappedField>;
  const chosen = mappedFields.filter((field) => mapping.columns[field] !== undefined);
  const { index, header, positions } = needHeader(rows, names, chosen);
  const data = rows.slice(index + 1).filter((row) => !isBlankRow(row));
  const decided = yield* decideStyle(data, positions, {
    numbers: ['quantity', 'price', 'amount', 'fee', 'tax', 'ratioTo', 'ratioFrom', 'costShare'],
    dates: ['day', 'acquired'],
  });
  const style = {
    numbers: mapping.decimalMark ?? decided.numbers,
    dates: mapping.dateOrder ?? decided.dates,
  };
  const types = new Map(Object.entries(mapping.types ?? {}).map(([word, type]) => [nameKey(word), type]));
  const gathering = new Gathering();
  yield* inSteps(data, (row) => {
    const cells = cellsOf(row, positions, style, header.cells);
    gathering.take(row.line, () => readRow({ cells, mapping, types, currency }, gathering));
  });
  return gathering.result();
}

function readRow(reading: Reading, gathering: Gathering): ReadRow | readonly ReadRow[] {
  const { cells } = reading;
  const type = typeOf(reading);
  if (type === 'skip')
    return gathering.passOver(cells.line, `The mapping leaves out "${clip(cells.text('type'))}"`);
  const { code, isHundredth } = readCurrency(
    cells.text('currency') || reading.mapping.defaultCurrency || reading.currency,
    'currency',
  );
  const whole = (number: string | null): string | null =>
    number !== null && isHundredth ? product(number, '0.01') : number;
  const fee = sum(magnitude(whole(cells.number('fee')) ?? '0'), magnitude(whole(cells.number('tax')) ?? '0'));
  const draft: Record<keyof ActivityDraft, string | null> = {
    ...cells.moment('day', cells.has('time') ? 'time' : undefined),
    type,
    symbol: cells.text('symbol') || cells.text('isin') || cells.text('name') || null,
    ...valueOf(cells, type, fee, whole, reading.mapping.amountIs === 'total'),
    currency: code,
    fee: type === 'fee' ? null : fee,
    ratioTo: cells.number('ratioTo'),
    ratioFrom: cells.number('ratioFrom'),
    target: cells.text('target') || null,
    costShare: cells.number('costShare'),
    acquired: cells.text('acquired') === '' ? null : cells.moment('acquired').day,
    lots: null,
    note: cells.text('note') || null,
  };
  const asset = assetOf(cells, draft.symbol, code);
  return { line: cells.line, draft: onlyPermitted(draft, type), ...(asset && { asset }) };
}

/** By the mapping's words, then by those of several languages; without any by the sign of the quantity. */
function typeOf({ cells, mapping, types }: Reading): ActivityType | 'skip' {
  const word = cells.text('type');
  if (word === '') {
    if (mapping.defaultType) return mapping.defaultType;
    if (mapping.columns.type !== undefined)
      throw new RowProblem('missing_value', 'The row has no type: fill it in', mapping.columns.type);
    return isNegative(cells.needNumber('quantity')) ? 'sell' : 'buy';
  }
  const known = types.get(nameKey(word)) ?? activityTypes.find((type) => type === word) ?? typeOfWord(word);
  if (known === undefined) throw unknownType(word, mapping.columns.type);
  return known;
}

type Value = {
  readonly quantity: string | null;
  readonly price: string | null;
  readonly amount: string | null;
};

const perUnit: ReadonlySet<ActivityType> = new Set([
  'buy',
  'sell',
  'short',
  'cover',
  'item',
  'transfer_in',
  'transfer_out',
]);
const signed: ReadonlySet<ActivityType> = new Set(['interest', 'dividend', 'liability']);

/** Signs say what the type says already, but for income, of which less than zero was paid. */
function valueOf(
  cells: Cells<MappedField>,
  type: ActivityType,
  fee: string,
  whole: (number: string | null) => string | null,
  isTotal: boolean,
): Value {
  const [quantity, price, given] = [
    cells.number('quantity'),
    whole(cells.number('price')),
    whole(cells.number('amount')),
  ];
  if (type === 'fee') {
    const amount = given === null || isZero(given) ? fee : magnitude(given);
    return { quantity: null, price: null, amount };
  }
  const amount = given === null ? null : signed.has(type) ? given : magnitude(given);
  if (perUnit.has(type) && quantity !== null && !isZero(quantity)) {
    const isKnown = price !== null && !(isZero(price) && amount !== null && !isZero(amount));
    const isTransfer = type === 'transfer_in' || type === 'transfer_out';
    const gross =
      amount !== null && isTotal
        ? sum(amount, type === 'sell' || type === 'short' ? fee : `-${fee}`)
        : amount;
    return {
      quantity: magnitude(quantity),
      price: isKnown ? magnitude(price) : null,
      amount: isKnown || isTransfer ? null : gross,
    };
  }
  const isByUnit = type === 'dividend' && amount === null && quantity !== null && price !== null;
  return {
    quantity: isByUnit ? magnitude(quantity) : null,
    price: isByUnit ? price : null,
    amount: amount !== null && isTotal && signed.has(type) ? sum(amount, fee) : amount,
  };
}

/** Columns of a table are there for all types; what one has no use for is not said. */
function onlyPermitted(draft: Record<keyof ActivityDraft, string | null>, type: ActivityType): ActivityDraft {
  const uses = activityFields[type];
  return Object.fromEntries(Object.entries(draft).filter(([field, text]) => text !== null && field in uses));
}

function assetOf(cells: Cells<MappedField>, symbol: string | null, currency: string): ReadRow['asset'] {
  if (symbol === null) return undefined;
  const isin = cells.text('isin') || (isIsin(symbol) ? symbol : '');
  const kind = assetClasses.find((known) => nameKey(known) === nameKey(cells.text('class')));
  return fileAsset({ symbol, name: cells.text('name'), class: kind, currency, isin });
}
