import { parseDecimal, powerOfTen, type Ratio } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { activity, trade } from '../test/activities.js';
import type { ActivityDraft } from './activity-draft.js';
import type { Activity } from './activity.js';
import { adjustedCourse, type CourseInput } from './corporate-course.js';
import { courseNumbers } from './course-numbers.js';
import { withMarketSplits, type MarketSplit } from './split-factors.js';

const split = (day: string, to: string, from: string, fields: ActivityDraft = {}): Activity =>
  activity(`split ${day}`, day, 'split', { ratioTo: to, ratioFrom: from, ...fields });
const marketSplit = (day: string, to: string, from: string, symbol = 'X'): MarketSplit => ({
  symbol,
  day,
  to: parseDecimal(to),
  from: parseDecimal(from),
});

/** `X b buy 10 @ 5`, numbers as floats print. */
const course = (activities: readonly Activity[], input?: CourseInput) =>
  [...adjustedCourse(activities, input)].flatMap(
    ([symbol, entries]) =>
    entries
      .map(courseNumbers)
      .map(({ id, type, quantity, price, isInternal }) => `${symbol} ${id} ${type} ${quantity} @ ${price}${isInternal ? ' inside' : ''}`), // prettier-ignore
  );

describe('splits', () => {
  const bought = trade('b', '2020-01-01', 'buy', '10 @ 10');

  it('multiply what was before them, by all ratios at once, divided once', () => {
    const activities = [bought, split('2021-01-01', '2', '1'), split('2022-01-01', '1', '3')];
    expect(course(activities)).toEqual(['X b buy 6.666666666666667 @ 15']);
    const entry = adjustedCourse(activities).get('X')?.[0];
    expect(isSame(entry?.quantity, { numerator: 20n, denominator: 3n })).toBe(true);
  });

  it('leave what was bought on their day or later', () => {
    const later = [trade('c', '2021-01-01', 'buy', '1 @ 5'), trade('s', '2021-06-01', 'sell', '2 @ 6')];
    expect(course([bought, ...later, split('2021-01-01', '2', '1')])).toEqual([
      'X b buy 20 @ 5',
      'X c buy 1 @ 5',
      'X s sell 2 @ 6',
    ]);
  });

  it('of the market and of the portfolio count once, of other assets not at all', () => {
    const splits = [
      marketSplit('2021-01-01', '2', '1'),
      marketSplit('2022-01-01', '5', '1'),
      marketSplit('2022-01-01', '5', '1'),
      marketSplit('2022-01-01', '9', '1', 'Y'),
    ];
    expect(course([bought, split('2021-01-01', '2', '1')], { splits })).toEqual(['X b buy 100 @ 1']);
    expect(withMarketSplits([bought], splits).map(({ id }) => id)).toEqual([
      'b',
      'split 2021-01-01 X',
      'split 2022-01-01 X',
    ]);
  });

  it('that a broker booked some days off, at the same ratio, are those of the market and of its day', () => {
    const splits = [marketSplit('2024-06-10', '10', '1')];
    const eve = trade('e', '2024-06-07', 'buy', '1 @ 1208.88');
    const booked = split('2024-06-07', '10', '1', { at: '2024-06-07T20:25:00Z' });
    expect(course([bought, eve, booked], { splits })).toEqual(['X b buy 100 @ 1', 'X e buy 10 @ 120.888']);
    expect(withMarketSplits([booked, eve], splits).map(({ id, day }) => [id, day])).toEqual([
      ['e', '2024-06-07'],
      ['split 2024-06-07', '2024-06-10'],
    ]);
    // Another ratio, or another time, is another split.
    expect(course([bought, split('2024-06-07', '2', '1')], { splits })).toEqual(['X b buy 200 @ 0.5']);
    expect(course([bought, split('2024-06-02', '10', '1')], { splits })).toEqual(['X b buy 1000 @ 0.1']);
  });

  it('make 28 of an Apple share of 2014 (7:1 on 2014-06-09, 4:1 on 2020-08-31)', () => {
    const splits = [marketSplit('2014-06-09', '7', '1'), marketSplit('2020-08-31', '4', '1')];
    const activities = [
      trade('b', '2014-06-06', 'buy', '1 @ 645.57'),
      trade('c', '2014-06-09', 'buy', '1 @ 93.70'),
    ];
    expect(course(activities, { splits })).toEqual(['X b buy 28 @ 23.05607142857143', 'X c buy 4 @ 23.425']);
  });

  it('leave amounts, dividends and fees as they are', () => {
    const paid = activity('d', '2020-06-01', 'dividend', { quantity: '10', price: '0.5', fee: '1' });
    const [, dividend] = adjustedCourse([bought, paid, split('2021-01-01', '2', '1')]).get('X') ?? [];
    expect(dividend && courseNumbers(dividend)).toMatchObject({
      quantity: 20,
      price: 0.25,
      amount: 5,
      fee: 1,
    });
  });

  it('sell the fraction that they pay out', () => {
    const fifteen = trade('b', '2020-01-01', 'buy', '15 @ 10');
    expect(
      course([fifteen, split('2021-01-01', '1', '10', { amount: '55.5' }), split('2022-01-01', '2', '1')]),
    ).toEqual([
      'X b buy 3 @ 50',
      // half a unit, which was split in two again
      'X split 2021-01-01 sell 1 @ 55.5',
    ]);
  });
});

describe('mergers', () => {
  const bought = trade('b', '2020-01-01', 'buy', '10 @ 10');
  const merger = (fields: ActivityDraft = {}): Activity =>
    activity('m', '2021-01-01', 'merger', { target: 'Y', ratioTo: '1', ratioFrom: '2', ...fields });
  const priceOf = (symbol: string) => (symbol === 'X' ? parseDecimal('40') : null);

  it('move everything, at a price that is not known', () => {
    expect(course([bought, merger()])).toEqual([
      'X b buy 10 @ 10',
      'X m transfer_out 10 @ NaN inside',
      'Y m transfer_in 5 @ NaN inside',
    ]);
  });

  it('move everything at the same value, where one is known', () => {
    expect(course([bought, merger()], { priceOf }).slice(1)).toEqual([
      'X m transfer_out 10 @ 40 inside',
      'Y m transfer_in 5 @ 80 inside',
    ]);
  });

  it('move everything at what it becomes and is paid, where that is known: old prices may be none', () => {
    const ofTarget = (symbol: string) => parseDecimal(symbol === 'Y' ? '9' : '1');
    // 9 / 2 each; five units of the day are ten of today, at 9 each
    expect(course([bought, merger()], { priceOf: ofTarget }).slice(1)).toEqual([
      'X m transfer_out 10 @ 4.5 inside',
      'Y m transfer_in 5 @ 9 inside',
    ]);
    const splits = [marketSplit('2021-06-01', '2', '1', 'Y')];
    expect(course([bought, merger({ amount: '1' })], { priceOf: ofTarget, splits }).slice(1)).toEqual([
      'X m sell 1 @ 10',
      'X m transfer_out 9 @ 10 inside',
      'Y m transfer_in 10 @ 9 inside',
    ]);
  });

  it.each<[string, ActivityDraft, CourseInput, string[]]>([
    // 100 of 400 for a quarter; 300 are left for five
    ['of the price', {}, { priceOf }, ['X m sell 2.5 @ 40', 'X m transfer_out 7.5 @ 40 inside', 'Y m transfer_in 5 @ 60 inside']], // prettier-ignore
    ['of the given share', { costShare: '0.5' }, {}, ['X m sell 5 @ 20', 'X m transfer_out 5 @ NaN inside', 'Y m transfer_in 5 @ NaN inside']], // prettier-ignore
    // the last price paid was ten, all of which comes back
    ['of the last price', {}, {}, ['X m sell 10 @ 10', 'X m transfer_out 0 @ NaN inside', 'Y m transfer_in 5 @ NaN inside']], // prettier-ignore
    ['of all', { ratioTo: '0', target: null }, {}, ['X m sell 10 @ 10']],
  ])('sell for their cash the part %s', (_, fields, input, entries) => {
    expect(course([bought, merger({ amount: '10', ...fields })], input).slice(1)).toEqual(entries);
  });

  it('count in units of today on both sides', () => {
    const splits = [marketSplit('2020-06-01', '2', '1'), marketSplit('2022-01-01', '3', '1', 'Y')];
    expect(course([bought, merger()], { splits })).toEqual([
      'X b buy 20 @ 5',
      'X m transfer_out 20 @ NaN inside',
      'Y m transfer_in 30 @ NaN inside',
    ]);
  });

  it('move what is owed the other way', () => {
    expect(course([trade('s', '2020-01-01', 'short', '10 @ 10'), merger()]).slice(1)).toEqual([
      'X m transfer_in 10 @ NaN inside',
      'Y m transfer_out 5 @ NaN inside',
    ]);
  });
});

it('a spin-off gives units for nothing, and sells the fraction that it pays out', () => {
  const spinOff = activity('o', '2021-01-01', 'spin_off', { target: 'Y', ratioTo: '1', ratioFrom: '4', costShare: '0.2', amount: '3' }); // prettier-ignore
  expect(course([trade('b', '2020-01-01', 'buy', '10 @ 10'), spinOff])).toEqual([
    'X b buy 10 @ 10',
    'Y o buy 2.5 @ 0 inside',
    'Y o sell 0.5 @ 6',
  ]);
});

it('leaves out what is about no units', () => {
  const others = [
    activity('c', '2020-01-01', 'deposit', { amount: '5' }),
    activity('i', '2020-01-01', 'interest', { symbol: null, amount: '5' }),
  ];
  expect(course(others)).toEqual([]);
});

it('makes floats of fractions that are longer than a float', () => {
  const [entry] = adjustedCourse([trade('b', '2020-01-01', 'buy', '1 @ 3', { at: '2020-01-01T10:00:00Z' })]).get('X') ?? []; // prettier-ignore
  const long = { numerator: 3n * powerOfTen(400), denominator: powerOfTen(400) };
  expect(entry && courseNumbers({ ...entry, price: long })).toMatchObject({
    day: 18_262,
    atMs: Date.UTC(2020, 0, 1, 10),
    price: 3,
  });
});

const isSame = (a: Ratio | undefined, b: Ratio): boolean =>
  a !== undefined && a.numerator * b.denominator === b.numerator * a.denominator;
