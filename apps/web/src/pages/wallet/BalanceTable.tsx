import { Anchor, Button } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { findCurrency, parseDecimal } from '@tradeyard/kernel';
import {
  AssetMark,
  Card,
  DataTable,
  directionOf,
  EmptyState,
  MoneyText,
  TableSkeleton,
  type Column,
} from '@tradeyard/ui';
import { Link } from 'react-router';
import type { Balance, Money, useBalances } from '../../account/account.js';
import { useSortParameter } from '../../sort-parameter.js';
import { NameCell } from '../NameCell.js';
import classes from './BalanceTable.module.css';
import { GainText } from './GainText.js';
import { statementPath } from './statement-filter.js';
import { holdsPath, walletAction } from './wallet-action.js';

const missing = '–';
const decimal = (value: Money | null) => value && parseDecimal(value.amount);
const isHeld = ({ held }: Balance): boolean => directionOf(held.amount) === 'up';

const columns: readonly Column<Balance>[] = [
  {
    id: 'currency',
    header: 'Currency',
    cell: ({ currency }) => (
      <NameCell
        mark={
          <span className={classes.mark}>
            <AssetMark name={currency} />
          </span>
        }
        name={currency}
        detail={findCurrency(currency)?.name}
        to={statementPath(currency)}
      />
    ),
    sortBy: ({ currency }) => currency,
  },
  {
    id: 'available',
    header: 'Available',
    numeric: true,
    cell: (balance) => (
      <span className={classes.amounts}>
        <MoneyText {...balance.available} />
        {isHeld(balance) && (
          <span className={classes.held}>
            + <MoneyText {...balance.held} /> held
          </span>
        )}
      </span>
    ),
    sortBy: ({ available }) => parseDecimal(available.amount),
  },
  {
    id: 'value',
    header: 'Value',
    numeric: true,
    cell: ({ value, gain }) => (
      <span className={classes.amounts}>
        {value ? <MoneyText {...value} /> : 'No rate'}
        {gain && (
          <span className={classes.gain}>
            <GainText gain={gain} />
          </span>
        )}
      </span>
    ),
    sortBy: ({ value }) => decimal(value),
  },
];

const costColumns: readonly Column<Balance>[] = [
  {
    id: 'cost',
    header: 'Cost',
    numeric: true,
    hideBelow: 'md',
    cell: ({ cost }) => (cost ? <MoneyText {...cost} /> : missing),
    sortBy: ({ cost }) => decimal(cost),
  },
  {
    id: 'gain',
    header: 'Gain',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ gain, gainPercent }) => (gain ? <GainText gain={gain} percent={gainPercent} /> : missing),
    sortBy: ({ gain }) => decimal(gain),
  },
];

/** What there is in each currency; each leads to its statement. */
export function BalanceTable({
  balances: { data, isPending },
}: {
  balances: ReturnType<typeof useBalances>;
}) {
  const [sort, setSort] = useSortParameter('-value');
  if (!data && !isPending) return null; // the total above says why
  const isCounted = data?.items.some(({ cost }) => cost !== null) ?? false;
  return (
    <Card title="Balances" flush>
      {data ? (
        <DataTable
          caption="Balances"
          columns={isCounted ? [...columns, ...costColumns] : columns}
          rows={data.items}
          rowKey={({ currency }) => currency}
          sort={sort}
          onSort={setSort}
          empty={
            <EmptyState
              icon={IconCoins}
              title="Your wallet is empty"
              action={
                <Button component={Link} to={walletAction('deposit')}>
                  Deposit money
                </Button>
              }
            >
              Deposit paper money in any currency to begin with.
            </EmptyState>
          }
        />
      ) : (
        <TableSkeleton what="The list of balances" rows={3} />
      )}
      {isCounted && (
        <p className={classes.note}>
          Cost is what a currency cost you on average: what you paid for it, or what it was worth on the day
          it came in. Gain is what you would have on top of that if you sold all of it now.
        </p>
      )}
      {data?.items.some(isHeld) && (
        <p className={classes.note}>
          Held money is still yours, but you cannot spend it: it is promised to somebody or to an open order.{' '}
          <Anchor component={Link} to={holdsPath} inherit underline="always">
            See your holds
          </Anchor>
        </p>
      )}
    </Card>
  );
}
