import { compareDecimals, formatDecimal, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addTick, candleStartMs, type Candle } from './candle.js';
import type { Tick } from './tick.js';

const tick = (at: string, price: string, volume = '1'): Tick => ({
  symbol: 'AAPL',
  bid: parseDecimal(price),
  ask: parseDecimal(price),
  price: parseDecimal(price),
  volume: parseDecimal(volume),
  atMs: Date.parse(at),
  source: 'simulated',
});

const text = ({ at, open, high, low, close, volume }: Candle): string =>
  [at.toISOString().slice(0, 10), ...[open, high, low, close, volume].map(formatDecimal)].join(' ');

function build([first, ...ticks]: readonly [Tick, ...Tick[]]): Candle {
  let candle = addTick(undefined, first, '1d');
  for (const next of ticks) candle = addTick(candle, next, '1d');
  return candle;
}

it.each<[string, [Tick, ...Tick[]], string]>([
  ['one tick', [tick('2025-08-28T14:30:00Z', '232.56', '5')], '2025-08-28 232.56 232.56 232.56 232.56 5'],
  [
    'a rise and a fall',
    [
      tick('2025-08-28T00:00:00Z', '10', '1'),
      tick('2025-08-28T10:00:00Z', '12.5', '2'),
      tick('2025-08-28T12:00:00Z', '9', '0.5'),
      tick('2025-08-28T23:59:59.999Z', '11', '4'),
    ],
    '2025-08-28 10 12.5 9 11 7.5',
  ],
  [
    'a tick of the next day, with which a new candle begins',
    [tick('2025-08-28T23:59:59.999Z', '11', '4'), tick('2025-08-29T00:00:00Z', '13', '2')],
    '2025-08-29 13 13 13 13 2',
  ],
])('builds a day from %s', (_, ticks, expected) => {
  expect(text(build(ticks))).toBe(expected);
});

it.each([
  ['2025-08-28T00:00:00.000Z', '2025-08-28T00:00:00.000Z'],
  ['2025-08-28T23:59:59.999Z', '2025-08-28T00:00:00.000Z'],
])('puts %s in the day that begins at %s', (at, start) => {
  expect(new Date(candleStartMs(Date.parse(at), '1d')).toISOString()).toBe(start);
});

it('keeps open and close between low and high, whatever the ticks', () => {
  const anyTick = fc.record({
    minute: fc.integer({ min: 0, max: 1439 }),
    cents: fc.bigInt({ min: 1n, max: 10n ** 9n }),
  });
  fc.assert(
    fc.property(anyTick, fc.array(anyTick), (first, others) => {
      const observe = ({ minute, cents }: typeof first) => ({
        ...tick('2025-08-28T00:00:00Z', '1'),
        price: { digits: cents, scale: 2 },
        atMs: Date.parse('2025-08-28') + minute * 60_000,
      });
      const ticks = others.map(observe);
      const { open, high, low, close, volume } = build([observe(first), ...ticks]);
      for (const price of [open, close, ...ticks.map((each) => each.price)]) {
        expect(compareDecimals(low, price)).toBeLessThanOrEqual(0);
        expect(compareDecimals(price, high)).toBeLessThanOrEqual(0);
      }
      expect(open.digits).toBe(first.cents);
      expect(close.digits).toBe((others.at(-1) ?? first).cents);
      expect(volume.digits).toBe(BigInt(ticks.length + 1));
    }),
  );
});
