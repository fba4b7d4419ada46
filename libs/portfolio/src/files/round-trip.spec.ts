import { addDays, type Decimal, formatDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activity, type ActivityType, activityTypes } from '../activity.js';
import {
  activityKey,
  csvReader,
  csvRows,
  detectFormat,
  detectJsonFormat,
  type FileInput,
  type ImportFormatId,
  type ImportRow,
  markDuplicates,
  readActivities,
  readFile,
  relinkLots,
  tradeyardCsvChunks,
  tradeyardJsonChunks,
} from '../index.js';
import { activityFields } from '../activity-fields.js';
import { today } from '../../test/import-reading.js';

const decimal = (least: number): fc.Arbitrary<Decimal> =>
  fc.tuple(fc.bigInt({ min: BigInt(least), max: 10n ** 7n }), fc.nat({ max: 9 })).map(([digits, scale]) => {
    const text = formatDecimal({ digits, scale });
    const fraction = text.split('.')[1] ?? '';
    return { digits: BigInt(text.replace('.', '')), scale: fraction.length };
  });
const day = fc.nat({ max: 9000 }).map((days) => addDays('2001-01-01', days));
/** Texts with all that a file can stumble over; ends of lines within and blanks at an end are cut by reading. */
const text = fc
  .string({
    unit: fc.constantFrom('a', 'Z', '9', '"', ',', ';', "'", '=', '+', '-', '@', ' ', '\n', 'é', '🤓', '|'),
    maxLength: 12,
  })
  .map((word) => word.trim());
const symbol = text
  .map((word) => word.replaceAll('\n', ''))
  .filter((word) => word.trim() === word && word !== '');

/** An activity of a type with the fields that it needs, and some that it may have. */
function activityOf(type: ActivityType): fc.Arbitrary<Activity> {
  const uses = activityFields[type];
  const isOfUnits = 'quantity' in uses && type !== 'dividend' && type !== 'interest';
  const isTransfer = type === 'transfer_in' || type === 'transfer_out';
  const isCorporate = 'ratioTo' in uses;
  return fc
    .record({
      id: fc.uuid(),
      day,
      time: fc.option(fc.nat({ max: 86_399_999 })),
      symbol,
      target: symbol,
      quantity: decimal(1),
      price: decimal(0),
      amount: decimal(1),
      isMinus: fc.boolean(),
      currency: fc.constantFrom('EUR', 'USD', 'JPY', 'BTC'),
      fee: decimal(0),
      to: decimal(1),
      from: decimal(1),
      lots: fc.option(fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 3 })),
      note: text,
    })
    .filter((given) => given.target !== given.symbol)
    .map((given): Activity => {
      const canBeMinus = ['dividend', 'interest', 'fee', 'liability'].includes(type) && given.isMinus;
      const digits = canBeMinus ? -given.amount.digits : given.amount.digits;
      const hasAmount = !isOfUnits && (!isCorporate || type === 'merger');
      return {
        id: given.id,
        day: given.day,
        at: given.time === null ? null : new Date(Date.parse(given.day) + given.time).toISOString(),
        type,
        symbol: given.symbol,
        quantity: isOfUnits ? given.quantity : null,
        price: isOfUnits ? given.price : null,
        amount: hasAmount ? { ...given.amount, digits } : null,
        currency: given.currency,
        fee: 'fee' in uses ? given.fee : { digits: 0n, scale: 0 },
        ratio: isCorporate ? { to: given.to, from: given.from } : null,
        target: uses.target ? given.target : null,
        costShare: uses.costShare ? { digits: 25n, scale: 2 } : null,
        acquired: uses.acquired && isTransfer ? addDays(given.day, -3) : null,
        lots:
          uses.lots && given.lots
            ? given.lots.map((activityId) => ({ activityId, quantity: { digits: 1n, scale: 20 } }))
            : null,
        note: given.note,
      };
    })
    .map((activity) => ({
      ...activity,
      lots:
        activity.lots && activity.quantity
          ? sharesOf(
              activity.lots.map((lot) => lot.activityId),
              activity.quantity,
            )
          : null,
    }));
}

/** All units in the first lot, where there is only one; a tenth in each otherwise. */
function sharesOf(ids: readonly string[], quantity: Decimal): Activity['lots'] {
  const tenth = { digits: quantity.digits, scale: quantity.scale + 1 };
  const short = (value: Decimal): Decimal => {
    const written = formatDecimal(value);
    return { digits: BigInt(written.replace('.', '')), scale: (written.split('.')[1] ?? '').length };
  };
  return ids.map((activityId) => ({ activityId, quantity: short(tenth) }));
}

const activities = fc.array(fc.constantFrom(...activityTypes).chain(activityOf), {
  minLength: 1,
  maxLength: 20,
});

function importOf(id: ImportFormatId, input: FileInput): ImportRow[] {
  const found = readFile(id, input, { currency: 'EUR' });
  const read = readActivities(found.rows, { today, currency: 'EUR', idOf: ({ id: own }) => own ?? 'none' });
  expect([...found.faults, ...read.faults]).toEqual([]);
  return read.rows;
}

const csvInput = (given: readonly Activity[]): FileInput => ({
  kind: 'csv',
  rows: csvRows([...tradeyardCsvChunks(given)].join('')),
});
const jsonText = (given: readonly Activity[]): string =>
  [...tradeyardJsonChunks({ settings: { currency: 'EUR' }, assets: [], prices: [], activities: given })].join(
    '',
  );

describe('what is exported', () => {
  it.each(activityTypes)('imports a %s again', (type) => {
    fc.assert(
      fc.property(activityOf(type), (activity) => {
        const [csv] = importOf('tradeyard-csv', csvInput([activity]));
        expect(csv?.activity).toEqual({ ...activity, amount: csv?.activity.amount ?? null });
        const [json] = importOf('tradeyard-json', { kind: 'json', value: JSON.parse(jsonText([activity])) });
        expect(json?.activity).toEqual(csv?.activity);
      }),
      { numRuns: 60 },
    );
  });

  it('imports to the same state, in the same order', () => {
    fc.assert(
      fc.property(activities, (given) => {
        const input = csvInput(given);
        if (input.kind !== 'csv') return;
        expect(detectFormat(input.rows.slice(0, 60))).toBe('tradeyard-csv');
        const rows = importOf('tradeyard-csv', input);
        expect(rows.map(({ key }) => key).sort()).toEqual(given.map(activityKey).sort());
        const value: unknown = JSON.parse(jsonText(given));
        expect(detectJsonFormat(value)).toBe('tradeyard-json');
        const again = [...tradeyardCsvChunks(rows.map(({ activity }) => activity))].join('');
        expect(
          importOf('tradeyard-csv', { kind: 'csv', rows: csvRows(again) }).map(({ activity }) => activity),
        ).toEqual(rows.map(({ activity }) => activity));
      }),
      { numRuns: 100 },
    );
  });

  it('adds nothing the second time, and keeps equal ones apart', () => {
    fc.assert(
      fc.property(activities, fc.array(fc.nat(), { maxLength: 10 }), (given, copies) => {
        const whole = [
          ...given,
          ...copies.map((index) => given[index % given.length]).filter((one) => one !== undefined),
        ];
        const rows = importOf('tradeyard-csv', csvInput(whole));
        expect(markDuplicates(rows, []).filter(({ isDuplicate }) => isDuplicate)).toEqual([]);
        expect(
          markDuplicates(rows, whole.map(activityKey)).filter(({ isDuplicate }) => !isDuplicate),
        ).toEqual([]);
        const stored = given.map(activityKey);
        expect(markDuplicates(rows, stored).filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(
          copies.length,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('has the portfolio, its assets and prices by hand in JSON', () => {
    const settings = {
      name: 'Depot "A"',
      currency: 'CHF',
      keepsCash: true,
      costBasis: 'lifo',
      benchmark: null,
      targets: { class: { stock: 60 } },
    };
    const assets = [
      {
        symbol: 'X',
        name: '=X',
        class: 'real_estate',
        currency: 'CHF',
        country: 'CH',
        instrument: 'XX',
      } as const,
    ];
    const prices = [{ symbol: 'X', day: '2024-01-01', price: '10.5' }];
    const chunks = [...tradeyardJsonChunks({ settings, assets, prices, activities: [] })];
    const result = readFile(
      'tradeyard-json',
      { kind: 'json', value: JSON.parse(chunks.join('')) },
      { currency: 'EUR' },
    );
    expect(result).toMatchObject({ rows: [], settings, assets, prices });
  });

  it('is a file that no spreadsheet runs', () => {
    fc.assert(
      fc.property(activities, (given) => {
        const rows = csvRows([...tradeyardCsvChunks(given)].join(''));
        const cells = rows.flatMap((row) => row.cells).filter((cell) => !/^-?[\d.]+$/.test(cell));
        expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('tells rows of it that were made wrong by hand', () => {
    const input = csvRows(
      'id,type,day,symbol,quantity,price,amount,currency,fee,ratioTo\n,buy,2024-1-1,A,1,1,,EUR,,\n,buy\n,buy,2024-01-01,A,x,1,,EUR,,\n,fly,2024-01-01,A,1,1,,EUR,,\n,buy,2024-01-01,A,1,1,,EUR,,\n',
    );
    const found = readFile('tradeyard-csv', { kind: 'csv', rows: input }, { currency: 'EUR' });
    const read = readActivities(found.rows, { today, currency: 'EUR', idOf: () => 'x' });
    expect([...found.faults, ...read.faults].map(({ line, code, column }) => [line, code, column])).toEqual([
      [2, 'not_a_date', 'day'],
      [3, 'row_incomplete', undefined],
      [4, 'not_a_decimal', 'quantity'],
      [5, 'activity_malformed', 'type'],
    ]);
    expect(read.rows).toHaveLength(1);
  });
});

describe('chosen lots of a file', () => {
  it('are those of the stored purchases', () => {
    const lot = (activityId: string) => ({ activityId, quantity: { digits: 1n, scale: 0 } });
    const [row] = importOf('tradeyard-csv', {
      kind: 'csv',
      rows: csvRows(
        'id,type,day,symbol,quantity,price,currency,lots,ratioTo\ns,sell,2024-01-01,A,2,1,EUR,a:1; b:1,\n',
      ),
    });
    expect(row?.activity.lots).toEqual([lot('a'), lot('b')]);
    const stored = new Map([['a', 'new-a']]);
    const activity = row?.activity;
    if (!activity) throw new Error('there is a row');
    expect(relinkLots(activity, (id) => stored.get(id)).lots).toEqual([lot('new-a')]);
    expect(relinkLots(activity, () => undefined).lots).toBeNull();
  });
});

describe('a long file', () => {
  it('is read whole, and found to be the same again', () => {
    const lines = Array.from(
      { length: 100_000 },
      (_, index) =>
        `id-${index},${index % 3 === 0 ? 'sell' : 'buy'},${addDays('2015-01-01', index % 3000)},,SYM${index % 50},${1 + (index % 7)}.5,${100 + (index % 90)}.25,,USD,1.5,,,,,,,`,
    );
    const header =
      'id,type,day,at,symbol,quantity,price,amount,currency,fee,ratioTo,ratioFrom,target,costShare,acquired,lots,note';
    const file = [header, ...lines].join('\n');
    const reader = csvReader(',');
    const rows = [...reader.push(file), ...reader.end()];
    const found = readFile('tradeyard-csv', { kind: 'csv', rows }, { currency: 'EUR' });
    const read = readActivities(found.rows, { today, currency: 'EUR', idOf: ({ id }) => id ?? '' });
    expect(
      markDuplicates(
        read.rows,
        read.rows.map(({ key }) => key),
      ).every(({ isDuplicate }) => isDuplicate),
    ).toBe(true);
    expect(read.rows).toHaveLength(100_000);
  }, 30_000);
});
