import type { OrderSide, OrderType } from '../src/index.js';

// Whole units and whole cents, one book, one instrument: rules in a few lines, by which a person would check them. The
// fee is a thousandth of the cash, rounded up.

export const feeOf = (cash: number): number => Math.ceil(cash / 1000);

/** `limit` and `stop` in cents, `trail` in cents below or above the best price. */
export type Asked = {
  side: OrderSide;
  type: OrderType;
  units: number;
  limit: number;
  stop: number;
  trail: number;
  /** What a buy holds cash for, for each unit: its limit, its stop, or the level that a trailing one began with. */
  reserved: number;
};
export type Plain = Asked & { state: string; isHit: boolean; best: number; partner?: Plain };

/** Terms as they are placed at a price. */
export const askedAt = (price: number, terms: Omit<Asked, 'reserved'>): Asked => {
  const { type, limit, stop, trail } = terms;
  return { ...terms, reserved: type.includes('limit') ? limit : type === 'stop' ? stop : price + trail };
};

export class Plainly {
  readonly orders: Plain[] = [];
  cash = 1_000_000;
  shares = 500;

  held(of: 'cash' | 'shares'): number {
    const open = this.orders.filter(({ state }) => state === 'open');
    if (of === 'cash') return open.reduce((sum, each) => sum + reserve(each), 0);
    // Two exits hold once.
    const sales = open.filter(
      ({ side, partner }) =>
        side === 'sell' &&
        !(partner && this.orders.indexOf(partner) < this.orders.findIndex((o) => o.partner === partner)),
    );
    return sales.reduce((sum, { units }) => sum + units, 0);
  }

  /** `needs` is what it takes of the free cash: what it reserves, unless it is filled at once. */
  place(asked: readonly Asked[], price: number, needs = reserve(asked[0] as Asked)): boolean {
    const [first] = asked as [Asked];
    const shares = first.side === 'sell' ? first.units : 0;
    if (this.cash - this.held('cash') < needs || this.shares - this.held('shares') < shares) return false;
    const added = asked.map((each): Plain => ({ ...each, state: 'open', isHit: false, best: price }));
    const [one, other] = added as [Plain, Plain?];
    if (other) [one.partner, other.partner] = [other, one];
    this.orders.push(...added);
    return true;
  }

  end(one: Plain, state: string): void {
    one.state = state;
    if (one.partner?.state === 'open') one.partner.state = 'cancelled';
  }

  /** Two shares for one: half the prices, a buy's to the cent below and a sale's to the one above. */
  split(): void {
    this.shares *= 2;
    for (const each of this.orders.filter(({ state }) => state === 'open')) {
      const round = each.side === 'buy' ? Math.floor : Math.ceil;
      const isTrailing = each.type === 'trailing_stop';
      const [limit, stop] = [round(each.limit / 2), round(each.stop / 2)];
      const reserved = each.type.includes('limit') ? limit : each.type === 'stop' ? stop : each.reserved / 2;
      Object.assign(each, { units: each.units * 2, limit, stop, reserved, best: each.best / 2 });
      // To the nearest cent, of two as near to the even one; never to nothing.
      if (isTrailing)
        each.trail = Math.max(1, each.trail % 4 === 1 ? (each.trail - 1) / 2 : Math.ceil(each.trail / 2));
    }
  }

  tick(bid: number, ask: number): void {
    for (const each of this.orders) this.meet(each, bid, ask);
  }

  meet(each: Plain, bid: number, ask: number): void {
    if (each.state !== 'open') return;
    const isBuy = each.side === 'buy';
    const price = isBuy ? ask : bid;
    if (each.type === 'trailing_stop')
      each.best = isBuy ? Math.min(each.best, price) : Math.max(each.best, price);
    const stop = each.type === 'trailing_stop' ? each.best + (isBuy ? each.trail : -each.trail) : each.stop;
    if (each.type.includes('stop') && !each.isHit) {
      if (isBuy ? price < stop : price > stop) return;
      each.isHit = true;
    }
    if (each.type.includes('limit') && (isBuy ? price > each.limit : price < each.limit)) return;
    this.fill(each, price);
  }

  private fill(one: Plain, price: number): void {
    const cash = one.units * price;
    const free = this.cash - this.held('cash') + reserve(one);
    if (one.side === 'buy' && cash + feeOf(cash) > free) {
      this.end(one, 'rejected');
      return;
    }
    this.end(one, 'filled');
    this.cash += one.side === 'buy' ? -cash - feeOf(cash) : cash - feeOf(cash);
    this.shares += one.side === 'buy' ? one.units : -one.units;
  }
}

const reserve = ({ side, units, reserved }: Asked): number =>
  side === 'sell' ? 0 : Math.ceil(units * reserved) + feeOf(Math.ceil(units * reserved));
