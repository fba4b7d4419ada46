import { directionOf, formatMoney } from '@tradeyard/ui';
import type { Change } from '../../account/account.js';
import { TransactionItems } from '../../account/TransactionItems.js';
import { asTransaction, type StatementEntry } from './statement-filter.js';

type StatementItemsProps = { currency: string; entries: readonly StatementEntry[] };

/** The statement on a phone: each entry is a card of its own, with the balance below what it moved. */
export const StatementItems = ({ currency, entries }: StatementItemsProps) => (
  <TransactionItems
    label="Statement"
    transactions={entries.map((entry) => asTransaction(entry, currency))}
    notesOf={({ changes }) => changes.flatMap((change) => balanceNotes(change, currency))}
  />
);

const balanceNotes = ({ balanceAfter, heldAfter, gain }: Change, currency: string): string[] => [
  ...(gain ? [`Realised ${formatMoney(gain.amount, gain.currency, 'exceptZero')}`] : []),
  `Balance ${formatMoney(balanceAfter, currency)}`,
  ...(directionOf(heldAfter) === 'flat' ? [] : [`${formatMoney(heldAfter, currency)} held`]),
];
