import { DomainError, formatDecimal, parseDecimal, type Decimal } from '@tradeyard/kernel';
import { accountKey, noJournal, post, type Account, type AccountRef, type Journal } from '@tradeyard/ledger';
import {
  courseOf,
  end,
  isLive,
  isResting,
  journalOf,
  meetMarket,
  reheld,
  replace,
  splitJournal,
  splitOrder,
  splitUnits,
  watermarkAfter,
  type Course,
  type Happening,
  type MarketMoment,
  type Order,
  type SplitRatio,
  type TradingModels,
} from '../src/index.js';

export const unit = 100_000_000n;
export const plain: TradingModels = {
  price: { kind: 'touch' },
  slippage: { kind: 'none' },
  fee: { kind: 'none' },
};

const cent = parseDecimal('0.01');
let lastId = 0;

/** An order as somebody asks for it: `100` units of AAPL, in US dollars, unless it is said otherwise. */
export const order = (terms: Partial<Order>): Order => ({
  id: `order-${(lastId += 1)}`,
  ...{ symbol: 'AAPL', bookId: 'book', asset: 'share:AAPL', currency: 'USD', side: 'buy', type: 'market' },
  ...{ status: 'open', timeInForce: 'gtc', activeFrom: null, expiresAt: null, quantity: 100n * unit },
  ...{ notional: null, filledQuantity: 0n, filledCash: 0n, fee: 0n, held: 0n, triggeredAt: null },
  ...{ limitPrice: null, stopPrice: null, trailAmount: null, trailPercent: null, watermark: null },
  ...{ orderClass: 'simple', groupId: null, legRole: null },
  reservePrice: terms.limitPrice ?? terms.stopPrice ?? '330',
  ...terms,
});

export function moment(bid: string, ask = bid, more: Partial<MarketMoment> = {}): MarketMoment {
  const offer = { bid: parseDecimal(bid), ask: parseDecimal(ask) };
  return {
    ...{ ...offer, low: offer.bid, high: offer.ask, volume: parseDecimal('1000000') },
    ...{ at: new Date('2020-02-20T15:00:00Z'), isOpen: true, opensAt: null },
    ...more,
  };
}

/**
 * A broker in memory: orders, and a ledger of accounts that its journals are posted to by the ledger's own rules. Each tick
 * looks at every order, which is slow and right.
 */
export class Desk {
  readonly accounts = new Map<string, Account>();
  readonly history: Happening[] = [];
  groups: (readonly Order[])[] = [];
  private journals = 0;
  private last: readonly Order[] = [];

  constructor(
    readonly models: TradingModels = plain,
    cash = 100_000_00n,
    shares = 0n,
  ) {
    this.put({ bookId: 'book', asset: 'USD', kind: 'customer' }, cash);
    this.put({ bookId: 'book', asset: 'share:AAPL', kind: 'customer' }, shares);
  }

  get orders(): readonly Order[] {
    return this.groups.flat();
  }

  find(id: string): Order {
    const found = this.orders.find((each) => each.id === id);
    if (!found) throw new Error(`${id} is not there`);
    return found;
  }

  /** `balance held`, in minor units. */
  have(asset: string): string {
    const { balance, held } = this.account({ bookId: 'book', asset, kind: 'customer' });
    return `${balance} ${held}`;
  }

  place(...orders: readonly Order[]): void {
    this.write([], reheld(courseOf(orders), this.models.fee));
    this.groups.push(this.last);
  }

  cancel(id: string): void {
    this.change(id, (group) => reheld(end(courseOf(group), id, 'cancel', 'cancelled'), this.models.fee));
  }

  replace(id: string, terms: Partial<Order>): void {
    this.change(id, (group) => reheld(replace(courseOf(group), id, terms, 'replaced'), this.models.fee));
  }

  /** Shares of the book and of all its orders are split, in one entry. */
  split(ratio: SplitRatio): void {
    const position = { bookId: 'book', asset: 'share:AAPL', currency: 'USD' };
    const { balance } = this.account({ ...position, kind: 'customer' });
    const before = this.groups;
    const resting = (order: Order): boolean => isResting(order.status);
    this.groups = before.map((group) => {
      const orders = group.map((each) => (resting(each) ? splitOrder(each, ratio, cent) : each));
      return reheld(courseOf(orders), this.models.fee).orders;
    });
    const moved = { quantity: splitUnits(balance, ratio) - balance, cash: 0n };
    const journal = splitJournal(position, moved, before.flat(), this.orders);
    if (journal) this.post(journal);
  }

  /** Every live order meets the price, the oldest first. */
  tick(market: MarketMoment): void {
    for (const { id } of this.orders) {
      const before = this.find(id);
      if (!isLive(before.status)) continue;
      const watermark = before.type === 'trailing_stop' ? bestOf(before, market) : null;
      this.change(id, (group) => {
        const met = meetMarket(courseOf(group), id, market, this.models, watermark);
        return { ...met.course, executed: met.executed };
      });
      if (watermark) this.remember(id, watermark);
    }
  }

  private change(
    id: string,
    decide: (group: readonly Order[]) => Course & { executed?: Parameters<typeof journalOf>[2] | null },
  ): void {
    const at = this.groups.findIndex((group) => group.some((each) => each.id === id));
    const before = this.groups[at] ?? [];
    const { executed, ...course } = decide(before);
    try {
      this.write(before, course, executed ?? undefined);
    } catch (error) {
      if (!executed || !(error instanceof DomainError)) throw error;
      this.write(before, reheld(end(courseOf(before), id, 'reject', error.message), this.models.fee));
    }
    this.groups[at] = this.last;
  }

  private write(
    before: readonly Order[],
    { orders, happenings }: Course,
    executed?: Parameters<typeof journalOf>[2],
  ): void {
    const journal = journalOf(before, orders, executed);
    if (journal) this.post(journal);
    this.history.push(...happenings);
    this.last = orders;
  }

  private remember(id: string, watermark: Decimal): void {
    this.groups = this.groups.map((group) =>
      group.map((each) =>
        each.id === id && isLive(each.status) ? { ...each, watermark: formatDecimal(watermark) } : each,
      ),
    );
  }

  private post(journal: Journal): void {
    this.journals += 1;
    for (const { account } of post(`journal-${this.journals}`, journal, (ref) => this.account(ref))) {
      this.accounts.set(accountKey(account), account);
    }
  }

  private account(ref: AccountRef): Account {
    return this.accounts.get(accountKey(ref)) ?? this.put(ref, 0n);
  }

  private put(ref: AccountRef, balance: bigint): Account {
    const account = { ...ref, id: accountKey(ref), balance, held: 0n, lastJournalId: noJournal };
    this.accounts.set(accountKey(ref), account);
    return account;
  }
}

function bestOf({ side, watermark }: Order, market: MarketMoment): Decimal {
  return watermarkAfter(side, watermark === null ? null : parseDecimal(watermark), market);
}
