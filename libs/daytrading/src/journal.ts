import { dayShareOf, type AssetCode } from '@tradeyard/kernel';
import { customer, type Journal, type JournalKind, type Line } from '@tradeyard/ledger';
import type { Change } from './change.js';
import { cashOf, sharesOf } from './trader.js';

/** Cash of the day-trading system. */
export const tradingCurrency = 'USD';

/**
 * Whose accounts are moved: the trader's, and what balances them. That is a book of the workload's own, so that no amount of
 * play money comes near the accounts by which the product itself takes in and pays out.
 */
export type Books = { readonly trader: string; readonly house: string };

type Flow = { amount: bigint; held: bigint; outside: bigint };

/**
 * What takes the ledger from what a trader had before the changes to what they have after them, as one movement: cash
 * comes from outside with a deposit, and changes hands with the market for shares; reservations are held. Null where
 * nothing is different in the end.
 */
export function journalOf(
  books: Books,
  changes: readonly Change[],
  detail: Journal['detail'],
): Journal | null {
  const flows = new Map<AssetCode, Flow>();
  const flow = (asset: AssetCode): Flow => {
    const found = flows.get(asset) ?? { amount: 0n, held: 0n, outside: 0n };
    flows.set(asset, found);
    return found;
  };
  const hold = (of: Parameters<typeof cashOf>[0], sign: bigint): void => {
    if (of.side === 'buy') flow(tradingCurrency).held += sign * cashOf(of);
    else flow(dayShareOf(of.symbol)).held += sign * sharesOf(of);
  };
  for (const change of changes) {
    if (change.kind === 'deposit') flow(tradingCurrency).outside += change.cash;
    if ('of' in change) hold(change.of, -1n);
    if ('by' in change) hold(change.by, 1n);
    if (change.kind !== 'fill') continue;
    const isBuy = change.of.side === 'buy';
    flow(tradingCurrency).amount += isBuy ? -change.cash : change.cash;
    flow(dayShareOf(change.of.symbol)).amount += isBuy ? change.shares : -change.shares;
  }
  const lines = [...flows].flatMap(([asset, { amount, held, outside }]): Line[] => [
    { account: customer(books.trader, asset), amount: amount + outside, held },
    { account: { bookId: books.house, asset, kind: 'market' }, amount: -amount },
    { account: { bookId: books.house, asset, kind: 'outside' }, amount: -outside },
  ]);
  const moving = lines.filter(({ amount, held = 0n }) => amount !== 0n || held !== 0n);
  return moving.length === 0 ? null : { kind: kindOf(changes), ...(detail && { detail }), lines: moving };
}

/** What the whole of it is about: that something was traded says more than that something was held. */
function kindOf(changes: readonly Change[]): JournalKind {
  if (changes.some(({ kind }) => kind === 'fill')) return 'trade';
  if (changes.some(({ kind }) => kind === 'deposit')) return 'deposit';
  return changes.some((change) => 'by' in change) ? 'hold' : 'release';
}
