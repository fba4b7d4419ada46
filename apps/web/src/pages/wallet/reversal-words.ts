import { directionOf, formatMoney } from '@tradeyard/ui';
import type { Transaction } from '../../account/account.js';

type ReversalWords = {
  /** On the button. */
  action: string;
  /** What will happen, before it does. */
  effect: string;
  /** What has happened then. */
  done: string;
};

/** How a transaction can be taken back by whom it belongs to; null where it cannot. */
export function reversalWords(transaction: Transaction): ReversalWords | null {
  const { kind, changes, counterparty, reversedBy, detail } = transaction;
  const [change] = changes;
  if (reversedBy || !change) return null;
  const money = formatMoney(change.amount.replace('-', ''), change.asset);
  if (kind === 'deposit') {
    return {
      action: 'Take this deposit back',
      effect: `${money} leaves your wallet again, as if it had never come in. The deposit stays in your list.`,
      done: 'The deposit was taken back',
    };
  }
  if (kind === 'withdrawal') {
    return {
      action: 'Take this withdrawal back',
      effect: `${money} comes back into your wallet. The withdrawal stays in your list.`,
      done: 'The withdrawal was taken back',
    };
  }
  const isReceived = changes.every(({ amount }) => directionOf(amount) === 'up');
  if ((kind !== 'transfer' && kind !== 'capture') || !isReceived) return null;
  // What was converted on the way goes back at the rate of that day: that is an administrator's to decide.
  if (detail['rate']) return null;
  const name = counterparty?.displayName ?? 'the sender';
  return {
    action: 'Give this back',
    effect: `${money} leaves your wallet, and ${name} gets ${money} back. It happens at once and cannot be undone.`,
    done: `${money} was given back to ${name}`,
  };
}
