import { directionOf, formatMoney } from '@tradeyard/ui';
import { TransactionItems } from '../../account/TransactionItems.js';
import { asTransaction, type StatementEntry } from './statement-filter.js';

type StatementItemsProps = { currency: string; entries: readonly StatementEntry[] };

/** The statement on a phone: each entry is a card of its own, with the balance below what it moved. */
export const StatementItems = ({ currency, entries }: StatementItemsProps) => (
  <TransactionItems
    label="Statement"
    transactions={entries.map((entry) => asTransaction(entry, currency))}
    noteOf={({ changes: [change] }) => change && balanceNote(change, currency)}
  />
);

const balanceNote = (
  { balanceAfter, heldAfter }: { balanceAfter: string; heldAfter: string },
  currency: string,
): string => {
  const balance = `Balance ${formatMoney(balanceAfter, currency)}`;
  return directionOf(heldAfter) === 'flat' ? balance : `${balance}, ${formatMoney(heldAfter, currency)} held`;
};
