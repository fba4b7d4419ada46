import { formatMinor, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseTick } from './normalise.js';
import type { RawTick, Tick } from './tick.js';

const now = Date.parse('2025-08-28T14:30:00Z');

const raw = (said: Partial<Record<keyof RawTick, unknown>>): RawTick =>
  ({ symbol: 'AAPL', atMs: now, source: 'yahoo', ...said }) as RawTick;

/** `232.55 232.56 232.57 100` is bid, price, ask and volume. */
function tick(text: string, atMs = now): Tick {
  const [bid, price, ask, volume] = text.split(' ').map(parseDecimal);
  return { symbol: 'AAPL', bid, price, ask, volume, atMs, source: 'yahoo' } as Tick;
}

const show = (result: Tick | string): string =>
  typeof result === 'string'
    ? result
    : [result.bid, result.price, result.ask, result.volume]
        .map(({ digits, scale }) => formatMinor(digits, scale))
        .join(' ');

const whole = { bid: '232.55', ask: '232.57', price: '232.56', volume: '100' };
const before = tick('232.55 232.56 232.57 100', now - 1000);
const sameMoment = tick('232.55 232.56 232.57 100');

describe('a tick', () => {
  it.each<[string, RawTick, Tick | undefined, string]>([
    ['of everything', raw(whole), undefined, '232.55 232.56 232.57 100'],
    ['of decimals', raw({ ...before, atMs: now }), undefined, '232.55 232.56 232.57 100'],
    ['with zeros too many', raw({ ...whole, price: '232.56000000' }), undefined, '232.55 232.56 232.57 100'],
    [
      'with zeros too few',
      raw({ ...whole, price: '232.5', bid: '232' }),
      undefined,
      '232.00 232.50 232.57 100',
    ],
    [
      'finer than the tick size',
      raw({ ...whole, price: '232.5601' }),
      undefined,
      '232.55 232.5601 232.57 100',
    ],
    ['of a trade, the first', raw({ price: '10', volume: '3' }), undefined, '10.00 10.00 10.00 3'],
    ['of a trade, with no volume', raw({ price: '10' }), undefined, '10.00 10.00 10.00 0'],
    ['of a trade after trades', raw({ price: '11' }), tick('10 10 10 1', now - 1), '11.00 11.00 11.00 0'],
    ['of a trade between known sides', raw({ price: '232.57' }), before, '232.55 232.57 232.57 0'],
    ['of a trade above them', raw({ price: '233' }), before, '232.55 233.00 233.00 0'],
    ['of a trade below them', raw({ price: '232' }), before, '232.00 232.00 232.57 0'],
    ['of sides, the first', raw({ bid: '10', ask: '10.02' }), undefined, '10.00 10.01 10.02 0'],
    [
      'of sides with half a step between',
      raw({ bid: '10', ask: '10.01' }),
      undefined,
      '10.00 10.005 10.01 0',
    ],
    ['of sides around the last price', raw({ bid: '232', ask: '233' }), before, '232.00 232.56 233.00 0'],
    ['of sides above it', raw({ bid: '240', ask: '241' }), before, '240.00 240.00 241.00 0'],
    ['of sides below it', raw({ bid: '230', ask: '231' }), before, '230.00 231.00 231.00 0'],
    ['of a bid alone', raw({ bid: '10' }), undefined, '10.00 10.00 10.00 0'],
    ['of a bid below the known ask', raw({ bid: '232.50' }), before, '232.50 232.56 232.57 0'],
    ['of a bid above the known ask', raw({ bid: '232.60' }), before, '232.60 232.60 232.60 0'],
    ['of an ask below the known bid', raw({ ask: '232.50' }), before, '232.50 232.50 232.50 0'],
    ['of a price and a bid', raw({ price: '232.60', bid: '232.58' }), before, '232.58 232.60 232.60 0'],
    ['of a price and an ask', raw({ price: '232.60', ask: '232.61' }), before, '232.55 232.60 232.61 0'],
    [
      'of a price outside of its own sides',
      raw({ ...whole, price: '200' }),
      undefined,
      '232.55 200.00 232.57 100',
    ],
    ['of the same moment', raw({ ...whole, volume: '7' }), sameMoment, '232.55 232.56 232.57 7'],
    ['like the last, a moment later', raw(whole), before, '232.55 232.56 232.57 100'],
    [
      'like the last, but counted',
      raw({ ...whole, isCounted: true }),
      sameMoment,
      '232.55 232.56 232.57 100',
    ],
    ['of a clock a little ahead', raw({ ...whole, atMs: now + 5000 }), before, '232.55 232.56 232.57 100'],
    ['where the bid meets the ask', raw({ ...whole, bid: '232.57' }), undefined, '232.57 232.56 232.57 100'],
  ])('%s is passed on', (_, said, newest, expected) => {
    expect(show(normaliseTick(said, newest, 2, now))).toBe(expected);
  });

  it.each<[string, Partial<Record<keyof RawTick, unknown>>, Tick | undefined, string]>([
    ['no number', { price: 'many' }, undefined, 'malformed'],
    ['an empty text', { price: '' }, undefined, 'malformed'],
    ['a sign alone', { price: '-' }, undefined, 'malformed'],
    ['two points', { price: '1.2.3' }, undefined, 'malformed'],
    ['a point at an end', { price: '1.' }, undefined, 'malformed'],
    ['a point before all', { price: '.5' }, undefined, 'malformed'],
    ['an exponent', { price: '1e3' }, undefined, 'malformed'],
    ['a number far too long', { price: '1'.repeat(41) }, undefined, 'malformed'],
    ['a number of JavaScript', { price: 232.56 }, undefined, 'malformed'],
    ['nothing', { price: null }, undefined, 'malformed'],
    ['neither price nor side', { volume: '1' }, undefined, 'malformed'],
    ['a volume that is none', { price: '1', volume: '1 lot' }, undefined, 'malformed'],
    ['a price of nothing', { price: '0.00' }, undefined, 'not_positive'],
    ['a negative price', { price: '-1' }, undefined, 'not_positive'],
    ['a bid of nothing', { ...whole, bid: '0' }, undefined, 'not_positive'],
    ['a negative ask', { ...whole, ask: '-1' }, undefined, 'not_positive'],
    ['a negative volume', { ...whole, volume: '-1' }, undefined, 'not_positive'],
    ['a bid above the ask', { ...whole, bid: '232.58' }, undefined, 'crossed'],
    ['a moment to come', { ...whole, atMs: now + 5001 }, undefined, 'early'],
    ['no moment at all', { ...whole, atMs: Number.NaN }, undefined, 'early'],
    ['a moment before the newest', { ...whole, atMs: now - 1 }, sameMoment, 'late'],
    ['the newest again', whole, sameMoment, 'duplicate'],
    ['the newest again in other digits', { ...whole, price: '232.560' }, sameMoment, 'duplicate'],
    ['a part of the newest again', { price: '232.56', volume: '100' }, sameMoment, 'duplicate'],
  ])('with %s is dropped', (_, said, newest, fault) => {
    expect(normaliseTick(raw(said), newest, 2, now)).toBe(fault);
  });

  it('has exactly the number that was said, whatever it is', () => {
    const number = fc
      .tuple(fc.bigInt({ min: 1n, max: 10n ** 30n }), fc.nat({ max: 8 }))
      .map(([digits, scale]) => formatMinor(digits, scale));
    fc.assert(
      fc.property(number, fc.nat({ max: 10 }), (price, places) => {
        const result = normaliseTick(raw({ price }), undefined, places, now) as Tick;
        const exact = parseDecimal(price);
        expect(result.price.digits * 10n ** BigInt(exact.scale)).toBe(
          exact.digits * 10n ** BigInt(result.price.scale),
        );
        expect(result.price.scale).toBeGreaterThanOrEqual(Math.min(places, exact.scale));
      }),
    );
  });

  it('never has a bid above its ask, nor a filled-in price outside of them', () => {
    const cents = fc.option(fc.integer({ min: 1, max: 500 }).map(String), { nil: undefined });
    const said = fc.record({ price: cents, bid: cents, ask: cents });
    fc.assert(
      fc.property(fc.array(said, { maxLength: 8 }), (ticks) => {
        let newest: Tick | undefined;
        for (const [index, each] of ticks.entries()) {
          const result = normaliseTick(raw({ ...each, atMs: now + index }), newest, 0, now);
          if (typeof result === 'string') continue;
          newest = result;
          expect(newest.bid.digits).toBeLessThanOrEqual(newest.ask.digits);
          if (each.price !== undefined && each.bid !== undefined && each.ask !== undefined) continue;
          const [low, price, high] = [newest.bid, newest.price, newest.ask].map(
            ({ digits, scale }) => (digits * 10n) / 10n ** BigInt(scale),
          ) as [bigint, bigint, bigint];
          if (each.price === undefined) expect(price >= low && price <= high).toBe(true);
        }
      }),
    );
  });
});
