import { formatMinor, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Desk, moment, order, unit } from '../test/desk.js';
import { askedAt, Plainly, type Asked, type Plain } from '../test/plainly.js';
import type { TradingModels } from './meet-market.js';
import type { Order, OrderSide, OrderType } from './order.js';
import { isLive } from './order-state.js';

const fee: TradingModels = {
  ...{ price: { kind: 'touch' }, slippage: { kind: 'none' } },
  fee: { kind: 'percent', percent: parseDecimal('0.1'), minimum: 0n },
};
const text = (cents: number): string => formatMinor(BigInt(cents), 2);

function asOrder(asked: Asked, price: number, more: Partial<Order> = {}): Order {
  const { side, type, units, limit, stop, trail, reserved } = asked;
  const isTrailing = type === 'trailing_stop';
  return order({
    ...{ side, type, quantity: BigInt(units) * unit },
    limitPrice: type.includes('limit') ? text(limit) : null,
    stopPrice: type === 'stop' || type === 'stop_limit' ? text(stop) : null,
    trailAmount: isTrailing ? text(trail) : null,
    watermark: isTrailing ? text(price) : null,
    reservePrice: side === 'buy' ? text(reserved) : null,
    ...more,
  });
}

const cents = fc.integer({ min: 900, max: 1_100 });
const asked = fc.record({
  side: fc.constantFrom<OrderSide>('buy', 'sell'),
  type: fc.constantFrom<OrderType>('limit', 'stop', 'stop_limit', 'trailing_stop'),
  ...{ units: fc.integer({ min: 1, max: 300 }), limit: cents, stop: cents },
});
const action = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('split' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('place' as const), asked }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('exits' as const),
      limit: cents,
      stop: cents,
      units: fc.integer({ min: 1, max: 300 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('replace' as const), which: fc.nat(), limit: cents }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('tick' as const),
      bid: cents,
      spread: fc.integer({ min: 0, max: 5 }),
    }),
  },
);

it('any sequence of orders, cancels, replacements and prices comes to what plain rules come to', () => {
  fc.assert(
    fc.property(fc.array(action, { minLength: 1, maxLength: 60 }), (actions) => {
      const [desk, plainly] = [new Desk(fee, 1_000_000n, 500n * unit), new Plainly()];
      const ids: string[] = [];
      let [bid, ask, trail] = [1_000, 1_002, 0];
      const place = (each: readonly Asked[], orders: readonly Order[]): void => {
        if (!plainly.place(each, each[0]?.side === 'buy' ? ask : bid)) {
          expect(() => desk.place(...orders)).toThrow(/is available/);
          return;
        }
        desk.place(...orders);
        ids.push(...orders.map(({ id }) => id));
      };
      for (const each of actions) {
        if (each.kind === 'tick') {
          [bid, ask] = [each.bid, each.bid + each.spread];
          desk.tick(moment(text(bid), text(ask)));
          plainly.tick(bid, ask);
        } else if (each.kind === 'split') {
          desk.split({ to: 2n, from: 1n });
          plainly.split();
        } else if (each.kind === 'place') {
          trail += 1; // no two alike
          const price = each.asked.side === 'buy' ? ask : bid;
          const terms = askedAt(price, { ...each.asked, trail });
          place([terms], [asOrder(terms, price)]);
        } else if (each.kind === 'exits') {
          const { units, limit, stop } = each;
          const legs = (['limit', 'stop'] as const).map((type) => ({
            side: 'sell' as const,
            type,
            units,
            limit,
            stop,
            trail: 0,
            reserved: 0,
          }));
          const roles = ['take_profit', 'stop_loss'] as const;
          const orders = legs.map((leg, place) =>
            asOrder(leg, bid, { legRole: roles[place] ?? null, orderClass: 'oco', groupId: 'g' }),
          );
          place(legs, orders);
        } else if (ids.length > 0) {
          const at = each.which % ids.length;
          const [id, one] = [ids[at] as string, plainly.orders[at] as Plain];
          if (one.state !== 'open') continue;
          if (each.kind === 'cancel') {
            desk.cancel(id);
            plainly.end(one, 'cancelled');
          } else if (one.type === 'limit' && one.side === 'sell') {
            desk.replace(id, { limitPrice: text(each.limit) });
            one.limit = each.limit;
          }
        }
        expect(told(desk, ids)).toEqual(toldPlainly(plainly));
        requireConserved(desk);
      }
    }),
    { numRuns: 400 },
  );
});

const told = (desk: Desk, ids: readonly string[]) => ({
  states: ids.map((id) => desk.find(id).status),
  cash: desk.have('USD'),
  shares: desk.have('share:AAPL'),
});

const toldPlainly = (plainly: Plainly) => ({
  states: plainly.orders.map(({ state }) => state),
  cash: `${plainly.cash} ${plainly.held('cash')}`,
  shares: `${BigInt(plainly.shares) * unit} ${BigInt(plainly.held('shares')) * unit}`,
});

/** Nothing is made or lost, nothing that has ended holds anything, and an account holds what its orders do. */
function requireConserved(desk: Desk): void {
  const sums = new Map<string, bigint>();
  for (const { asset, balance } of desk.accounts.values()) sums.set(asset, (sums.get(asset) ?? 0n) + balance);
  expect([sums.get('USD'), sums.get('share:AAPL')]).toEqual([1_000_000n, 500n * unit]);
  for (const { status, held } of desk.orders) if (!isLive(status)) expect(held).toBe(0n);
}
