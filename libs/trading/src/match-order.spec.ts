import { formatDecimal, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FillModels } from './fill-price.js';
import { matchOrder, type MarketMoment, type Matchable } from './match-order.js';
import { watermarkAfter } from './trailing.js';

const unit = 100_000_000n;
const atTouch: FillModels = { price: { kind: 'touch' }, slippage: { kind: 'none' } };
const thin: FillModels = { ...atTouch, price: { kind: 'volume', percent: parseDecimal('10') } };
const slippery: FillModels = { ...atTouch, slippage: { kind: 'fixed', percent: parseDecimal('1') } };

function market(bid: string, ask: string, more: Partial<MarketMoment> = {}): MarketMoment {
  return {
    ...{ bid: parseDecimal(bid), ask: parseDecimal(ask), low: parseDecimal('1'), high: parseDecimal('1000') },
    ...{ volume: parseDecimal('50'), at: new Date('2026-04-13T14:00:00Z'), isOpen: true, opensAt: null },
    ...more,
  };
}

type Asked = Partial<Omit<Matchable, 'limitPrice' | 'stopPrice'>> & { limit?: string; stop?: string };

const order = ({ limit, stop, ...rest }: Asked): Matchable => ({
  ...{
    side: 'buy',
    type: 'market',
    timeInForce: 'gtc',
    activeFrom: null,
    remaining: 10n * unit,
    trailing: null,
    isTriggered: false,
  },
  limitPrice: limit === undefined ? null : parseDecimal(limit),
  stopPrice: stop === undefined ? null : parseDecimal(stop),
  ...rest,
});

const behind = (watermark: string, amount: string) => ({
  watermark: parseDecimal(watermark),
  trail: { amount: parseDecimal(amount) },
});

/** In one line: `10 at 100.1`, `triggers`, `waits: ...`, `cancelled: ...`. */
function told(asked: Asked, moment: MarketMoment, models = atTouch): string {
  const match = matchOrder(order(asked), moment, models);
  if (match.kind === 'cancel') return `cancelled: ${match.reason.code}: ${match.reason.text}`;
  const triggered = match.triggers ? 'triggers, ' : '';
  if (match.kind === 'wait') return `${triggered}waits: ${match.reason.code}: ${match.reason.text}`;
  const { quantity, price } = match.fill;
  const rest = match.cancelsRest ? ', the rest is cancelled' : '';
  return `${triggered}${quantity / unit} at ${formatDecimal(price)}${rest}`;
}

const now = market('100.00', '100.10');
const closed = market('100.00', '100.10', { isOpen: false, opensAt: new Date('2026-04-13T13:30:00Z') });
const sell = { side: 'sell' } as const;

describe('matchOrder', () => {
  it.each<[string, Asked, MarketMoment, string, FillModels?]>([
    ['a market buy', {}, now, '10 at 100.1'],
    ['a market sale', sell, now, '10 at 100'],
    [
      'a market order overnight',
      {},
      closed,
      'waits: market_closed: market closed until 2026-04-13 13:30 UTC',
    ],
    [
      'where nobody knows when',
      {},
      market('1', '2', { isOpen: false }),
      'waits: market_closed: market closed',
    ],
    [
      'ioc overnight',
      { timeInForce: 'ioc' },
      closed,
      'cancelled: market_closed: market closed until 2026-04-13 13:30 UTC',
    ],

    [
      'a limit below the ask',
      { limit: '98.20' },
      now,
      'waits: limit_not_met: limit 98.20 is below the ask 100.10',
    ],
    ['a limit at the ask', { limit: '100.10' }, now, '10 at 100.1'],
    ['a limit above the ask gets the ask', { limit: '105' }, now, '10 at 100.1'],
    [
      'a limit above the bid',
      { ...sell, limit: '101.5' },
      now,
      'waits: limit_not_met: limit 101.50 is above the bid 100',
    ],
    ['a limit at the bid', { ...sell, limit: '100' }, now, '10 at 100'],
    ['a limit below the bid gets the bid', { ...sell, limit: '90' }, now, '10 at 100'],
    [
      'ioc at a limit',
      { limit: '98', timeInForce: 'ioc' },
      now,
      'cancelled: limit_not_met: limit 98 is below the ask 100.10',
    ],
    [
      'a limit overnight',
      { limit: '105' },
      closed,
      'waits: market_closed: market closed until 2026-04-13 13:30 UTC',
    ],
    // 1 % above 100.10 is 101.101
    ['slippage within the limit', { limit: '102' }, now, '10 at 101.101', slippery],
    ['slippage as far as the limit', { limit: '100.50' }, now, '10 at 100.5', slippery],
    ['slippage as far as the limit of a sale', { ...sell, limit: '99.70' }, now, '10 at 99.7', slippery],

    [
      'a stop below the bid',
      { ...sell, stop: '95' },
      now,
      'waits: stop_not_hit: stop 95 is below the bid 100',
    ],
    ['a stop at the bid', { ...sell, stop: '100' }, now, 'triggers, 10 at 100'],
    ['a stop after a gap gets what there is', { ...sell, stop: '105' }, now, 'triggers, 10 at 100'],
    ['a stop above the ask', { stop: '101' }, now, 'waits: stop_not_hit: stop 101 is above the ask 100.10'],
    ['a stop at the ask', { stop: '100.10' }, now, 'triggers, 10 at 100.1'],
    ['a stop that was hit before', { ...sell, stop: '95', isTriggered: true }, now, '10 at 100'],

    [
      'a stop-limit whose stop is not hit',
      { stop: '101', limit: '102' },
      now,
      'waits: stop_not_hit: stop 101 is above the ask 100.10',
    ],
    ['a stop-limit at its price', { stop: '100', limit: '102' }, now, 'triggers, 10 at 100.1'],
    [
      'a stop-limit after a gap',
      { stop: '99', limit: '100' },
      now,
      'triggers, waits: limit_not_met: limit 100 is below the ask 100.10',
    ],
    ['then it is a limit', { stop: '101', limit: '100.10', isTriggered: true }, now, '10 at 100.1'],

    [
      'a trailing stop',
      { ...sell, trailing: behind('104', '5') },
      now,
      'waits: stop_not_hit: stop 99 is below the bid 100',
    ],
    ['a trailing stop that is hit', { ...sell, trailing: behind('105.00', '5') }, now, 'triggers, 10 at 100'],
    ['a trailing stop to buy', { trailing: behind('95', '5') }, now, 'triggers, 10 at 100.1'],

    // a tenth of 50 is 5
    ['a part', {}, now, '5 at 100.1', thin],
    ['a part, ioc', { timeInForce: 'ioc' }, now, '5 at 100.1, the rest is cancelled', thin],
    [
      'a part, fok',
      { timeInForce: 'fok' },
      now,
      'cancelled: not_all_at_once: only 5.00000000 of 10.00000000 could be filled at once',
      thin,
    ],
    ['all, fok', { timeInForce: 'fok', remaining: 5n * unit }, now, '5 at 100.1', thin],
    [
      'no volume',
      {},
      market('1', '2', { volume: parseDecimal('0') }),
      'waits: no_volume: nothing was traded that it could have a share of',
      thin,
    ],
    [
      'no volume at a stop',
      { ...sell, stop: '5' },
      market('1', '2', { volume: parseDecimal('0') }),
      'triggers, waits: no_volume: nothing was traded that it could have a share of',
      thin,
    ],
  ])('%s', (_, asked, moment, expected, models) => {
    expect(told(asked, moment, models)).toBe(expected);
  });

  // Apple on 9 March 2020: it opened at 263.75, fell to 263.00 and rose to 278.09, told without a spread.
  it.each<[string, Asked, string[]]>([
    // Ten dollars behind: 263.75 -> level 253.75, 278.09 -> 268.09; the close of 266.17 is below.
    [
      'a trailing stop behind a rise',
      { ...sell, trailing: behind('0', '10') },
      ['', '', '', 'triggers, 10 at 266.17'],
    ],
    // The take-profit of a bracket at 275 is passed on the way up, and gets more than it asked for.
    ['a take-profit', { ...sell, limit: '275' }, ['', '', '10 at 278.09']],
    ['a stop-loss', { ...sell, stop: '263.50' }, ['', 'triggers, 10 at 263']],
    ['an entry', { limit: '263.40' }, ['', '10 at 263']],
  ])('%s on a real day', (_, asked, expected) => {
    let mark = null;
    const seen = [];
    for (const price of ['263.75', '263.00', '278.09', '266.17']) {
      const moment = market(price, price);
      mark = watermarkAfter(asked.side ?? 'buy', mark, moment);
      const trailing = asked.trailing ? { ...asked.trailing, watermark: mark } : null;
      const line = told({ ...asked, trailing }, moment);
      seen.push(line.startsWith('waits') ? '' : line);
      if (!line.startsWith('waits')) break;
    }
    expect(seen).toEqual(expected);
  });

  it('never fills outside limit and market, nor while that is closed', () => {
    const price = fc.bigInt(1n, 10_000n).map((digits) => ({ digits, scale: 2 }));
    const maybe = fc.option(price, { nil: null });
    const scene = fc.record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      ...{ limitPrice: maybe, stopPrice: maybe, isOpen: fc.boolean(), prices: fc.tuple(price, price) },
      models: fc.constantFrom(atTouch, thin, slippery),
    });
    fc.assert(
      fc.property(scene, ({ side, limitPrice, stopPrice, isOpen, prices, models }) => {
        const [bid, ask] = prices.toSorted((a, b) => Number(a.digits - b.digits));
        const moment = market('1', '1', {
          bid: bid as MarketMoment['bid'],
          ask: ask as MarketMoment['ask'],
          isOpen,
        });
        const seen = { ...moment, low: moment.bid, high: moment.ask };
        const match = matchOrder({ ...order({ side }), limitPrice, stopPrice }, seen, models);
        const isReached =
          isOpen &&
          (stopPrice === null ||
            (side === 'buy' ? seen.ask.digits >= stopPrice.digits : seen.bid.digits <= stopPrice.digits)) &&
          (limitPrice === null ||
            (side === 'buy' ? seen.ask.digits <= limitPrice.digits : seen.bid.digits >= limitPrice.digits));
        expect(match.kind).toBe(isReached ? 'fill' : 'wait');
        if (match.kind !== 'fill') return;
        const at = Number(formatDecimal(match.fill.price));
        const [least, most] = [seen.bid, seen.ask].map((each) => Number(formatDecimal(each)));
        expect(at).toBeGreaterThanOrEqual(least ?? at);
        expect(at).toBeLessThanOrEqual(most ?? at);
      }),
    );
  });
});
