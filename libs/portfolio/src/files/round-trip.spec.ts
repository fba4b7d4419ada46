import { addDays, type Decimal, formatDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activity, type ActivityType, activityTypes } from '../activity.js';
import {
  activityKey,
  csvRows,
  detectFormat,
  assetClasses,
  detectJsonFormat,
  type FileAsset,
  type FileContents,
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

/** What is there of a portfolio, all but its settings. */
const contents = activities.chain((given) => {
  const named = given.flatMap((activity) => [activity.symbol, activity.target]);
  const symbols = [...new Set([...named, 'alone'])].filter((name) => name !== null);
  const price = decimal(0).map(formatDecimal);
  return fc.record({
    activities: fc.constant(given),
    assets: fc.tuple(...symbols.map(assetOf)),
    prices: fc.array(fc.record({ symbol: fc.constantFrom(...symbols), day, price }), { maxLength: 20 }),
  });
});

function assetOf(ownSymbol: string): fc.Arbitrary<FileAsset> {
  const word = text.filter((given) => given !== '');
  return fc.record(
    {
      symbol: fc.constant(ownSymbol),
      name: word,
      class: fc.constantFrom(...assetClasses),
      currency: fc.constantFrom('EUR', 'USD', 'BTC'),
      sector: word,
      country: word,
      instrument: symbol,
    },
    { requiredKeys: ['symbol', 'name', 'class', 'currency'] },
  );
}

const only = (given: readonly Activity[]): FileContents => ({ assets: [], prices: [], activities: given });
const csvText = (given: FileContents): string => [...tradeyardCsvChunks(given)].join('');
const csvInput = (given: readonly Activity[]): FileInput => ({
  kind: 'csv',
  rows: csvRows(csvText(only(given))),
});
const jsonText = (given: FileContents): string =>
  [...tradeyardJsonChunks({ settings: { currency: 'EUR' }, ...given })].join('');

describe('what is exported', () => {
  it.each(activityTypes)('imports a %s again', (type) => {
    fc.assert(
      fc.property(activityOf(type), (activity) => {
        const [csv] = importOf('tradeyard-csv', csvInput([activity]));
        expect(csv?.activity).toEqual({ ...activity, amount: csv?.activity.amount ?? null });
        const [json] = importOf('tradeyard-json', {
          kind: 'json',
          value: JSON.parse(jsonText(only([activity]))),
        });
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
        const value: unknown = JSON.parse(jsonText(only(given)));
        expect(detectJsonFormat(value)).toBe('tradeyard-json');
        const again = csvText(only(rows.map(({ activity }) => activity)));
        expect(
          importOf('tradeyard-csv', { kind: 'csv', rows: csvRows(again) }).map(({ activity }) => activity),
        ).toEqual(rows.map(({ activity }) => activity));
      }),
      { numRuns: 100 },
    );
  });

  it('has the same assets and prices by hand in CSV as in JSON', () => {
    fc.assert(
      fc.property(contents, (given) => {
        const rows = csvRows(csvText(given));
        expect(detectFormat(rows.slice(0, 60))).toBe('tradeyard-csv');
        const csv = readFile('tradeyard-csv', { kind: 'csv', rows }, { currency: 'EUR' });
        const json = readFile(
          'tradeyard-json',
          { kind: 'json', value: JSON.parse(jsonText(given)) },
          { currency: 'EUR' },
        );
        const bySymbol = (assets: readonly FileAsset[] = []) =>
          new Map(assets.map((one) => [one.symbol, one]));
        expect(csv.faults).toEqual([]);
        expect(csv.rows).toHaveLength(given.activities.length);
        expect(csv.assets).toHaveLength(given.assets.length);
        expect(bySymbol(csv.assets)).toEqual(bySymbol(json.assets));
        expect(csv.prices?.map(({ symbol, day, price }) => ({ symbol, day, price }))).toEqual(json.prices);
        const currencies = csv.prices?.map((one) => one.currency);
        expect(currencies).toEqual(
          csv.prices?.map((one) => bySymbol(given.assets).get(one.symbol)?.currency),
        );
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

  it('is a file that no spreadsheet runs', () => {
    fc.assert(
      fc.property(contents, (given) => {
        const rows = csvRows(csvText(given));
        const cells = rows.flatMap((row) => row.cells).filter((cell) => !/^-?[\d.]+$/.test(cell));
        expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      }),
      { numRuns: 60 },
    );
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
