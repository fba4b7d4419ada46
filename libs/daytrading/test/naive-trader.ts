/** One thing that is done to a trader. Amounts and prices are cents; an amount that is none is 0. */
export type Step =
  | { readonly kind: 'command'; readonly name: string; readonly symbol: string; readonly amount: number }
  | { readonly kind: 'wait'; readonly ms: number }
  /** From now on the price is another, or none is to be had; whoever waits for it does not hear of it yet. */
  | { readonly kind: 'price'; readonly symbol: string; readonly price: number | null }
  /** A fresh quote, which all who wait for it hear of. */
  | { readonly kind: 'quote'; readonly symbol: string; readonly price: number };

type Pending = { symbol: string; shares: number; cash: number; atMs: number };
type SetBuy = { amount: number; trigger?: number };
type SetSell = { amount: number; trigger?: number; reserved: number };

/** The rules as plainly as the specification says them, in plain numbers; it shares nothing with the library. */
export class NaiveTrader {
  known = false;
  cash = 0;
  readonly shares: Record<string, number> = { A: 0, B: 0 };
  readonly buys: Pending[] = [];
  readonly sells: Pending[] = [];
  readonly setBuys = new Map<string, SetBuy>();
  readonly setSells = new Map<string, SetSell>();
  /** Cash that came by ADD and sales, less what was paid for shares. */
  earned = 0;
  fired = 0;
  expired = 0;
  atMs = 0;
  readonly prices: Record<string, number | null> = { A: 10_00, B: 3_00 };

  constructor(readonly windowMs: number | null) {}

  /** Whether a command succeeds; true for everything else. */
  do(step: Step): boolean {
    if (step.kind === 'wait') this.atMs += step.ms;
    else if (step.kind === 'price') this.prices[step.symbol] = step.price;
    else if (step.kind === 'quote') {
      this.prices[step.symbol] = step.price;
      this.fire(step.symbol);
    } else {
      this.expire();
      return this.command(step.name, step.symbol, step.amount);
    }
    return true;
  }

  command(name: string, symbol: string, amount: number): boolean {
    const price = this.prices[symbol] ?? null;
    const held = this.shares[symbol] ?? 0;
    const setBuy = this.setBuys.get(symbol);
    const setSell = this.setSells.get(symbol);
    const takesAmount = /^(ADD|BUY|SELL|SET_.*)$/.test(name);
    if (takesAmount && amount === 0) return false;
    if (name === 'ADD') {
      this.known = true;
      this.cash += amount;
      this.earned += amount;
      return true;
    }
    if (name === 'QUOTE') return price !== null;
    if (name === 'DISPLAY_SUMMARY') return true;
    if (!this.known) return false;
    switch (name) {
      case 'BUY': {
        if (price === null || this.cash < amount || amount < price) return false;
        const shares = Math.floor(amount / price);
        this.cash -= shares * price;
        this.buys.push({ symbol, shares, cash: shares * price, atMs: this.atMs });
        return true;
      }
      case 'SELL': {
        if (price === null || held * price < amount || amount < price) return false;
        const shares = Math.floor(amount / price);
        this.shares[symbol] = held - shares;
        this.sells.push({ symbol, shares, cash: shares * price, atMs: this.atMs });
        return true;
      }
      case 'COMMIT_BUY': {
        const newest = this.buys.pop();
        if (!newest) return false;
        this.shares[newest.symbol] = (this.shares[newest.symbol] ?? 0) + newest.shares;
        this.earned -= newest.cash;
        return true;
      }
      case 'CANCEL_BUY': {
        const newest = this.buys.pop();
        this.cash += newest?.cash ?? 0;
        return newest !== undefined;
      }
      case 'COMMIT_SELL': {
        const newest = this.sells.pop();
        this.cash += newest?.cash ?? 0;
        this.earned += newest?.cash ?? 0;
        return newest !== undefined;
      }
      case 'CANCEL_SELL': {
        const newest = this.sells.pop();
        if (!newest) return false;
        this.shares[newest.symbol] = (this.shares[newest.symbol] ?? 0) + newest.shares;
        return true;
      }
      case 'SET_BUY_AMOUNT': {
        const before = setBuy?.amount ?? 0;
        if (this.cash + before < amount) return false;
        this.cash += before - amount;
        this.setBuys.set(symbol, { amount });
        return true;
      }
      case 'SET_BUY_TRIGGER': {
        if (!setBuy) return false;
        setBuy.trigger = amount;
        this.fire(symbol, 'buy');
        return true;
      }
      case 'CANCEL_SET_BUY': {
        if (!setBuy) return false;
        this.cash += setBuy.amount;
        this.setBuys.delete(symbol);
        return true;
      }
      case 'SET_SELL_AMOUNT': {
        const reserved = setSell?.reserved ?? 0;
        if (price === null || (held + reserved) * price < amount) return false;
        this.shares[symbol] = held + reserved;
        this.setSells.set(symbol, { amount, reserved: 0 });
        return true;
      }
      case 'SET_SELL_TRIGGER': {
        if (!setSell) return false;
        const shares = Math.floor(setSell.amount / amount);
        if (shares < 1 || held + setSell.reserved < shares) return false;
        this.shares[symbol] = held + setSell.reserved - shares;
        setSell.reserved = shares;
        setSell.trigger = amount;
        this.fire(symbol, 'sell');
        return true;
      }
      case 'CANCEL_SET_SELL': {
        if (!setSell) return false;
        this.shares[symbol] = held + setSell.reserved;
        this.setSells.delete(symbol);
        return true;
      }
      default:
        return false;
    }
  }

  fire(symbol: string, only?: 'buy' | 'sell'): void {
    const price = this.prices[symbol] ?? null;
    if (price === null) return;
    const buy = this.setBuys.get(symbol);
    if (only !== 'sell' && buy?.trigger !== undefined && price <= buy.trigger && buy.amount >= price) {
      const shares = Math.floor(buy.amount / price);
      this.cash += buy.amount - shares * price;
      this.earned -= shares * price;
      this.shares[symbol] = (this.shares[symbol] ?? 0) + shares;
      this.setBuys.delete(symbol);
      this.fired += 1;
    }
    const sell = this.setSells.get(symbol);
    if (only !== 'buy' && sell?.trigger !== undefined && price >= sell.trigger) {
      this.cash += sell.reserved * price;
      this.earned += sell.reserved * price;
      this.setSells.delete(symbol);
      this.fired += 1;
    }
  }

  expire(): void {
    const isOver = ({ atMs }: Pending): boolean => this.windowMs !== null && this.atMs - atMs > this.windowMs;
    for (const buy of this.buys.filter(isOver)) this.cash += buy.cash;
    for (const sell of this.sells.filter(isOver))
      this.shares[sell.symbol] = (this.shares[sell.symbol] ?? 0) + sell.shares;
    for (const list of [this.buys, this.sells]) {
      const inTime = list.filter((each) => !isOver(each));
      this.expired += list.length - inTime.length;
      list.splice(0, list.length, ...inTime);
    }
  }

  get reservedCash(): number {
    const all = [
      ...this.buys.map(({ cash }) => cash),
      ...[...this.setBuys.values()].map((set) => set.amount),
    ];
    return all.reduce((sum, each) => sum + each, 0);
  }

  reservedShares(symbol: string): number {
    const pending = this.sells.filter((sell) => sell.symbol === symbol).map(({ shares }) => shares);
    return pending.reduce((sum, each) => sum + each, this.setSells.get(symbol)?.reserved ?? 0);
  }
}
