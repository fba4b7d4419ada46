import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SourcedCandle } from './candle.js';
import {
  cutPacked,
  firstPacked,
  joinPacked,
  packCandles,
  splitPacked,
  unpackCandles,
} from './packed-candles.js';

const anyPrice = fc.record({ digits: fc.bigInt({ min: 1n, max: 99_999n }), scale: fc.constantFrom(0, 2) });

const anyCandles = fc
  .array(
    fc.record({
      afterMs: fc.integer({ min: 1, max: 100 }),
      price: anyPrice,
      source: fc.constantFrom('imported', 'imported', 'imported', 'simulated'),
    }),
    { maxLength: 12 },
  )
  .map((moves) => {
    let atMs = 0;
    return moves.map(({ afterMs, price, source }): SourcedCandle => {
      atMs += afterMs;
      const volume = { digits: price.digits, scale: 0 };
      return { at: new Date(atMs), open: price, high: price, low: price, close: price, volume, source };
    });
  });

it('holds what it was made of', () => {
  fc.assert(
    fc.property(anyCandles, (candles) => {
      expect(unpackCandles(packCandles(candles))).toEqual(candles);
    }),
  );
});

it('is cut and joined as a list is, whatever is left of it', () => {
  fc.assert(
    fc.property(
      anyCandles,
      fc.nat(14),
      fc.nat(14),
      fc.nat(700),
      fc.nat(700),
      (candles, at, limit, fromMs, toMs) => {
        const halves = [candles.slice(0, at), candles.slice(at)].map(packCandles);
        expect(unpackCandles(joinPacked(halves, limit))).toEqual(candles.slice(0, limit));
        expect(unpackCandles(firstPacked(packCandles(candles), limit))).toEqual(candles.slice(0, limit));
        const inRange = candles.filter(
          (candle) => candle.at.getTime() >= fromMs && candle.at.getTime() <= toMs,
        );
        expect(unpackCandles(cutPacked(packCandles(candles), fromMs, toMs))).toEqual(inRange);
      },
    ),
  );
});

it('may say once for all whose prices they are', () => {
  const price = { digits: 1n, scale: 0 };
  const candle = { open: price, high: price, low: price, close: price, volume: price };
  const packed = packCandles(
    [1, 2].map((ms) => ({ ...candle, at: new Date(ms), source: 'imported' as const })),
  );
  const brief = { ...packed, sources: 'imported' };
  expect(splitPacked(brief)).toEqual(splitPacked(packed));
  expect(joinPacked([brief, brief], 9).sources).toBe('imported');
  expect(splitPacked(joinPacked([brief, { ...brief, sources: 'binance' }], 3)).sources).toEqual([
    ...['imported', 'imported', 'binance'],
  ]);
  expect(firstPacked(brief, 1).sources).toBe('imported');
});
