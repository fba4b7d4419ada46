import { DataTable, directionOf, formatMoment, formatMoney, MoneyText, type Column } from '@tradeyard/ui';
import { Link } from 'react-router';
import { describeTransaction } from '../../account/describe-transaction.js';
import { TransactionIcon } from '../../account/TransactionIcon.js';
import { useTransactionLink } from '../../account/transaction-link.js';
import { GainText } from './GainText.js';
import { asTransaction, type StatementEntry } from './statement-filter.js';
import classes from './StatementTable.module.css';

type StatementTableProps = { currency: string; entries: readonly StatementEntry[] };

/** The statement where there is room for it; long ones draw only the rows in view. */
export const StatementTable = ({ currency, entries }: StatementTableProps) => (
  <div className={classes.table}>
    <DataTable
      caption="Statement"
      columns={columnsOf(currency, entries.some(concernsHolds), entries.some(isRealised))}
      rows={entries}
      rowKey={({ id }) => id}
      // Its order is that of the books: a balance makes sense only after the one before.
      sort="-when"
      onSort={() => undefined}
    />
  </div>
);

const concernsHolds = ({ held, heldAfter }: StatementEntry): boolean =>
  directionOf(held) !== 'flat' || directionOf(heldAfter) !== 'flat';

const isRealised = ({ gain }: StatementEntry): boolean => gain !== null;

function columnsOf(currency: string, withHolds: boolean, withGains: boolean): Column<StatementEntry>[] {
  const columns: (Column<StatementEntry> | false)[] = [
    {
      id: 'when',
      header: 'When',
      cell: ({ at }) => (
        <time className={classes.when} dateTime={at}>
          {formatMoment(at)}
        </time>
      ),
    },
    { id: 'what', header: 'What', cell: (entry) => <What entry={entry} currency={currency} /> },
    {
      id: 'in',
      header: 'In',
      numeric: true,
      cell: ({ amount }) =>
        directionOf(amount) === 'up' && (
          <span className={classes.incoming}>{formatMoney(amount, currency)}</span>
        ),
    },
    {
      id: 'out',
      header: 'Out',
      numeric: true,
      cell: ({ amount }) =>
        directionOf(amount) === 'down' && <MoneyText amount={amount.replace('-', '')} currency={currency} />,
    },
    withHolds && {
      id: 'held',
      header: 'Held',
      numeric: true,
      hideBelow: 'md',
      cell: ({ held }) =>
        directionOf(held) !== 'flat' && <MoneyText amount={held} currency={currency} signed />,
    },
    withGains && {
      id: 'gain',
      header: 'Realised',
      numeric: true,
      hideBelow: 'md',
      cell: ({ gain }) => gain && <GainText gain={gain} />,
    },
    {
      id: 'balance',
      header: 'Balance',
      numeric: true,
      cell: ({ balance, heldAfter, available }) => (
        <span className={classes.balance}>
          <MoneyText amount={balance} currency={currency} />
          {directionOf(heldAfter) !== 'flat' && (
            <span className={classes.held}>{formatMoney(available, currency)} available</span>
          )}
        </span>
      ),
    },
  ];
  return columns.filter((column) => column !== false);
}

function What({ entry, currency }: { entry: StatementEntry; currency: string }) {
  const transaction = asTransaction(entry, currency);
  const { title, detail } = describeTransaction(transaction);
  const link = useTransactionLink(transaction);
  return (
    <span className={classes.what}>
      <TransactionIcon kind={entry.kind} />
      <span className={classes.words}>
        <Link className={classes.title} {...link} data-row-link>
          {title}
        </Link>
        {detail && <span className={classes.detail}>{detail}</span>}
      </span>
    </span>
  );
}
