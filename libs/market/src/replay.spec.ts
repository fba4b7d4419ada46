import { formatDecimal, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Candle } from './candle.js';
import { positionAt, pricesOf, replayedTick, type Replay } from './replay.js';

const dayMs = 86_400_000;
const monday = Date.parse('2020-02-03');

function candle(open: string, high: string, low: string, close: string, volume = '10'): Candle {
  const [first, top, bottom, last] = [open, high, low, close].map(parseDecimal) as [
    never,
    never,
    never,
    never,
  ];
  return {
    at: new Date(monday),
    open: first,
    high: top,
    low: bottom,
    close: last,
    volume: parseDecimal(volume),
  };
}

it.each<[string, Candle, string]>([
  ['rose', candle('10', '13', '9', '12'), '10 9 13 12'],
  ['fell', candle('12', '13', '9', '10'), '12 13 9 10'],
  ['stayed', candle('10', '11', '9', '10'), '10 9 11 10'],
])('tells a candle that %s in the order of its prices', (_, of, expected) => {
  const prices = pricesOf(of, dayMs);

  expect(prices.map(({ price }) => formatDecimal(price)).join(' ')).toBe(expected);
  expect(prices.map(({ atMs }) => (atMs - monday) / 3_600_000)).toEqual([0, 6, 12, 18]);
  expect(prices.map(({ volume }) => formatDecimal(volume))).toEqual(['2', '2', '2', '4']);
});

const replay: Replay = { fromMs: monday, toMs: monday + 4 * dayMs, startedMs: 1_000_000, speed: 3_600 };
const roundMs = (4 * dayMs) / 3_600;

it.each([
  ['its beginning', 0, 0, 0],
  ['the end of a day', 24_000, 0, 1],
  ['the third day', 60_000, 0, 2.5],
  ['the next round', roundMs, 1, 0],
  ['a later one', 3 * roundMs + 48_000, 3, 2],
])('stands at %s', (_, afterMs, round, days) => {
  const position = positionAt(replay, replay.startedMs + afterMs);

  expect([position.round, (position.historyMs - monday) / dayMs]).toEqual([round, days]);
  expect(position.roundStartMs).toBe(replay.startedMs + round * roundMs);
});

it('says of each price when it is told, and that is when it is due', () => {
  fc.assert(
    fc.property(fc.nat({ max: 4 * dayMs - 2 * replay.speed }), fc.nat({ max: 5 }), (afterMs, round) => {
      const price = { atMs: monday + afterMs, price: parseDecimal('1'), volume: parseDecimal('0') };
      const tick = replayedTick('AAPL', price, replay, replay.startedMs + round * roundMs);
      const position = positionAt(replay, tick.atMs + 1);
      expect(position.round).toBe(round);
      expect(position.historyMs).toBeGreaterThanOrEqual(price.atMs);
      expect(position.historyMs - price.atMs).toBeLessThanOrEqual(replay.speed);
    }),
  );
});
