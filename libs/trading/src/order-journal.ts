import type { AssetCode } from '@tradeyard/kernel';
import { customer, house, type AccountRef, type Journal, type Line } from '@tradeyard/ledger';
import type { Execution } from './execution.js';
import type { Order } from './order.js';

/** Where an order reserves: cash of a buy, units of a sale. */
const heldAsset = ({ side, asset, currency }: Order): AssetCode => (side === 'buy' ? currency : asset);

/** All accounts that the orders of a group can ever move. */
export function accountsOf({ bookId, asset, currency }: Order): readonly AccountRef[] {
  return [
    customer(bookId, currency),
    customer(bookId, asset),
    house('market', currency),
    house('market', asset),
    house('fees', currency),
  ];
}

/**
 * What takes the ledger from the orders of a group `before` to those `after`: cash and units change hands with the house,
 * the fee goes to it, and what is reserved is no more and no less than the orders hold. Null where nothing moves.
 */
export function journalOf(
  before: readonly Order[],
  after: readonly Order[],
  executed?: { readonly order: Order; readonly execution: Execution },
): Journal | null {
  const [any] = after;
  if (!any) return null;
  const { bookId, asset, currency } = any;
  const held = (which: AssetCode): bigint => sumHeld(after, which) - sumHeld(before, which);
  const { cash = 0n, units = 0n, fee = 0n } = executed ? flowsOf(executed) : {};
  const lines: Line[] = [
    { account: customer(bookId, currency), amount: cash - fee, held: held(currency) },
    { account: house('market', currency), amount: -cash },
    { account: house('fees', currency), amount: fee },
    { account: customer(bookId, asset), amount: units, held: held(asset) },
    { account: house('market', asset), amount: -units },
  ];
  const moving = lines.filter(({ amount, held: reserved = 0n }) => amount !== 0n || reserved !== 0n);
  if (moving.length === 0) return null;
  const isMore = moving.some(({ held: reserved = 0n }) => reserved > 0n);
  return { kind: executed ? 'trade' : isMore ? 'hold' : 'release', lines: moving };
}

/** What enters the customer's book: units of a buy, cash of a sale. */
function flowsOf({ order, execution }: { order: Order; execution: Execution }) {
  const { quantity, cash, fee } = execution;
  return order.side === 'buy' ? { cash: -cash, units: quantity, fee } : { cash, units: -quantity, fee };
}

/** What orders reserve of an asset. */
export const sumHeld = (orders: readonly Order[], asset: AssetCode): bigint =>
  orders.reduce((sum, order) => (heldAsset(order) === asset ? sum + order.held : sum), 0n);
