import { formatMinor, parseDecimal } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import type { InstrumentClass } from './instrument.js';
import { TickCourse } from './tick-course.js';
import type { ProviderName, RawTick, Tick } from './tick.js';

const start = Date.parse('2025-08-28T14:30:00Z');
const second = 1_000;
const hour = 3_600_000;

type Said = Omit<RawTick, 'symbol' | 'atMs' | 'source'>;

/** Prices a second apart, each with what became of it. */
function follow(
  said: readonly (string | Said)[],
  {
    of = 'stock',
    source = 'finnhub',
    last,
    pauseMs = second,
  }: { of?: InstrumentClass; source?: ProviderName; last?: string; pauseMs?: number } = {},
): string[] {
  const level = last === undefined ? undefined : { price: parseDecimal(last), atMs: start - 20 * hour };
  const course = new TickCourse({ symbol: 'AAPL', class: of, tickSize: '0.01' }, level);
  return said.map((each, index) => {
    const atMs = start + (index === 0 ? 0 : pauseMs + index * second);
    const parts = typeof each === 'string' ? { price: each } : each;
    const result = course.take({ symbol: 'AAPL', atMs, source, ...parts }, start + 100 * hour);
    return typeof result === 'string' ? result : show(result);
  });
}

const text = ({ digits, scale }: { digits: bigint; scale: number }) => Number(formatMinor(digits, scale));
/** The price, with its sides where they differ. */
const show = ({ bid, price, ask }: Tick): string =>
  text(bid) === text(ask) ? `${text(price)}` : `${text(bid)} ${text(price)} ${text(ask)}`;

describe('a move', () => {
  it.each<[InstrumentClass, string, string, boolean]>([
    ['stock', '100', '120', true],
    ['stock', '100', '120.01', false],
    ['stock', '100', '80', true],
    ['stock', '100', '79.99', false],
    ['etf', '100', '120', true],
    ['etf', '100', '120.01', false],
    ['fund', '100', '110', true],
    ['fund', '100', '110.01', false],
    ['crypto', '0.00001', '0.000012', true],
    ['crypto', '0.00001', '0.0000121', false],
  ])('of a %s from %s to %s while it is traded is believed: %s', (of, from, to, isBelieved) => {
    expect(follow([from, to], { of })[1] === 'jump').toBe(!isBelieved);
  });

  it.each<[InstrumentClass, string, string, boolean]>([
    ['stock', '100', '150', true],
    ['stock', '100', '49.99', false],
    ['etf', '100', '130', true],
    ['etf', '100', '130.01', false],
    ['fund', '100', '80', true],
    ['fund', '100', '79.99', false],
    ['crypto', '100', '50', true],
    ['crypto', '100', '150.01', false],
  ])('of a %s from %s to %s after a pause is believed: %s', (of, from, to, isBelieved) => {
    expect(follow([from, to], { of, pauseMs: hour })[1] === 'jump').toBe(!isBelieved);
    expect(follow([to], { of, last: from })[0] === 'jump').toBe(!isBelieved);
  });
});

describe('prices', () => {
  it.each<[string, (string | Said)[], string[]]>([
    ['a slip', ['100', '1000', '101'], ['100', 'jump', '101']],
    ['two slips', ['100', '1000', '1000.5', '101'], ['100', 'jump', 'jump', '101']],
    ['a new level', ['100', '50', '50.1', '50.2', '50.3'], ['100', 'jump', 'jump', '50.2', '50.3']],
    ['slips that disagree', ['100', '50', '5', '500', '100.1'], ['100', 'jump', 'jump', 'jump', '100.1']],
    [
      'slips interrupted by a good price',
      ['100', '50', '50', '100', '50', '50', '50'],
      ['100', 'jump', 'jump', '100', 'jump', 'jump', '50'],
    ],
    ['a level, and back from it', ['100', '50', '50', '50', '100'], ['100', 'jump', 'jump', '50', 'jump']],
    [
      'sides of the old level with trades of the new one',
      [{ bid: '99', ask: '101' }, '50', '50', '50.5'],
      ['99 100 101', 'jump', 'jump', '50.5'],
    ],
    [
      'sides that jump',
      ['100', { bid: '49', ask: '51' }, { bid: '49', ask: '51' }, { bid: '49', ask: '51' }],
      ['100', 'jump', 'jump', '49 50 51'],
    ],
    [
      'offers of the night',
      ['100', { bid: '0.01', ask: '199999' }, { bid: '0.01', ask: '199999' }, { bid: '0.01', ask: '199999' }],
      ['100', 'wide', 'wide', 'wide'],
    ],
    ['a bid of nearly nothing', ['100', { price: '100', bid: '1', ask: '101' }], ['100', 'wide']],
    [
      'a bid that was named long ago',
      [{ bid: '99', price: '100', ask: '101' }, '110', '120', '130'],
      ['99 100 101', '99 110 110', '99 120 120', '130'],
    ],
  ])('with %s', (_, said, expected) => {
    expect(follow(said)).toEqual(expected);
  });

  it.each<ProviderName>(['simulated', 'replay'])('of %s are what they are', (source) => {
    expect(follow(['100', '1', { price: '5', bid: '1', ask: '9' }], { source })).toEqual([
      '100',
      '1',
      '1 5 9',
    ]);
  });

  it('do not agree with themselves: a repeat proves nothing', () => {
    const course = new TickCourse({ symbol: 'AAPL', class: 'stock', tickSize: '0.01' });
    const take = (price: string, atMs: number) =>
      course.take({ symbol: 'AAPL', price, atMs, source: 'yahoo' }, start);
    take('100', start - 9_000);

    expect([take('50', start), take('50', start), take('50', start), take('51', start - 1)]).toEqual([
      'jump',
      'duplicate',
      'duplicate',
      'late',
    ]);
  });

  it('can be accepted by somebody, while there is none newer', () => {
    const course = new TickCourse({ symbol: 'AAPL', class: 'stock', tickSize: '0.01' });
    const take = (price: string, atMs: number) =>
      course.take({ symbol: 'AAPL', price, atMs, source: 'yahoo' }, start);
    take('100', start - 9_000);
    const doubted: RawTick = { symbol: 'AAPL', price: '50', atMs: start - 5_000, source: 'yahoo' };

    expect(course.accept({ ...doubted, price: '0' })).toBe('not_positive');
    expect(course.accept(doubted)).toMatchObject({ price: { digits: 50_00n, scale: 2 } });
    expect(typeof take('50.5', start - 4_000)).toBe('object');
    expect(course.accept(doubted)).toBe('late');
  });
});
