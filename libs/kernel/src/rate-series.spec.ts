import { describe, expect, it } from 'vitest';
import { dayNumber, dayOfNumber, type Day } from './day.js';
import { formatDecimal, parseDecimal, ratioToSignificant } from './decimal.js';
import { multiplySeries, type RateFactor } from './rate-series.js';

type Published = readonly (readonly [day: Day, value: string])[];

const factor = (published: Published, divides = false, source = 'ECB'): RateFactor => ({
  values: published.map(([day, value]) => ({ day: dayNumber(day), value: parseDecimal(value), source })),
  divides,
});

const dollar: Published = [
  ['2026-04-09', '1.1685'],
  ['2026-04-10', '1.1711'], // a Friday
  ['2026-04-13', '1.1684'],
];
const yen: Published = [
  ['2026-04-09', '185.7'],
  ['2026-04-10', '186.43'],
  ['2026-04-13', '186.75'],
];

/** Each rate as `day rate`, with the day it is of where that is an earlier one. */
const read = (factors: readonly RateFactor[], from: Day, to: Day): string[] =>
  multiplySeries(factors, dayNumber(from), dayNumber(to)).rates.map(({ day, asOf, rate }) => {
    const text = `${dayOfNumber(day)} ${formatDecimal(ratioToSignificant(rate, 12))}`;
    return asOf === day ? text : `${text} of ${dayOfNumber(asOf)}`;
  });

describe('a series of rates', () => {
  it('has a rate for each published day', () => {
    expect(read([factor(dollar)], '2026-04-09', '2026-04-13')).toEqual([
      '2026-04-09 1.1685',
      '2026-04-10 1.1711',
      '2026-04-13 1.1684',
    ]);
  });

  it('is exact across two', () => {
    const { rates } = multiplySeries([factor(yen), factor(dollar, true)], 20_556, 20_556);

    expect(dayOfNumber(20_556)).toBe('2026-04-13');
    expect(rates).toEqual([
      { day: 20_556, asOf: 20_556, rate: { numerator: 1_867_500n, denominator: 11_684n } },
    ]);
    expect(read([factor(dollar), factor(yen, true)], '2026-04-13', '2026-04-13')).toEqual([
      '2026-04-13 0.00625649263722', // 1.1684 / 186.75
    ]);
  });

  it.each([
    ['a weekend is the last day before it', '2026-04-11', '2026-04-12', ['2026-04-11 1.1711 of 2026-04-10']],
    ['a Sunday too', '2026-04-12', '2026-04-12', ['2026-04-12 1.1711 of 2026-04-10']],
    [
      'from a weekend on',
      '2026-04-11',
      '2026-04-13',
      ['2026-04-11 1.1711 of 2026-04-10', '2026-04-13 1.1684'],
    ],
    ['a week after the last', '2026-04-20', '2026-12-31', ['2026-04-20 1.1684 of 2026-04-13']],
    ['a day more', '2026-04-21', '2026-12-31', []],
    ['all before the first', '1999-01-01', '2026-04-08', []],
    ['from before the first', '1999-01-01', '2026-04-09', ['2026-04-09 1.1685']],
  ])('%s', (_, from, to, expected) => {
    expect(read([factor(dollar)], from, to)).toEqual(expected);
  });

  it('goes on when only one side was published, as old as the other', () => {
    const published: Published = [...yen.slice(0, 1), ...yen.slice(2)];

    expect(read([factor(published), factor(dollar, true)], '2026-04-09', '2026-04-13')).toEqual([
      '2026-04-09 158.92169448',
      '2026-04-10 158.568866877 of 2026-04-09',
      '2026-04-13 159.833960972',
    ]);
  });

  it('has a gap where one side is silent for more than a week', () => {
    const silent: Published = [
      ['2026-04-01', '140'],
      ['2026-04-20', '150'],
    ];
    const daily = Array.from({ length: 20 }, (_, day): Published[number] => [
      `2026-04-${`${day + 1}`.padStart(2, '0')}`,
      '1',
    ]);

    const days = read([factor(silent), factor(daily, true)], '2026-04-01', '2026-04-30');

    expect(days).toHaveLength(9);
    expect([days[0], days[7], days[8]]).toEqual([
      '2026-04-01 140',
      '2026-04-08 140 of 2026-04-01',
      '2026-04-20 150',
    ]);
  });

  it('says who said what went into it', () => {
    const factors = [factor(yen, false, 'ECB'), factor(dollar, true, 'somebody')];
    const older: RateFactor = {
      values: [{ day: 1, value: parseDecimal('2'), source: 'nobody asked' }, ...factor(yen).values],
      divides: false,
    };

    expect(multiplySeries(factors, 20_556, 20_556).sources).toEqual(['ECB', 'somebody']);
    expect(multiplySeries([older], 20_556, 20_556).sources).toEqual(['ECB']);
  });
});
