import { Button } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { findCurrency, parseDecimal } from '@tradeyard/kernel';
import { AssetMark, Card, DataTable, EmptyState, MoneyText, TableSkeleton, type Column } from '@tradeyard/ui';
import { Link } from 'react-router';
import type { Balance, useBalances } from '../../account/account.js';
import { useSortParameter } from '../../sort-parameter.js';
import { NameCell } from '../NameCell.js';
import { walletAction } from './wallet-action.js';

const columns: readonly Column<Balance>[] = [
  {
    id: 'currency',
    header: 'Currency',
    cell: ({ currency }) => (
      <NameCell mark={<AssetMark name={currency} />} name={currency} detail={findCurrency(currency)?.name} />
    ),
    sortBy: ({ currency }) => currency,
  },
  {
    id: 'available',
    header: 'Available',
    numeric: true,
    cell: ({ available }) => <MoneyText {...available} />,
    sortBy: ({ available }) => parseDecimal(available.amount),
  },
  {
    id: 'held',
    header: 'Held',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ held }) => <MoneyText {...held} />,
    sortBy: ({ held }) => parseDecimal(held.amount),
  },
  {
    id: 'value',
    header: 'Value',
    numeric: true,
    cell: ({ value }) => (value ? <MoneyText {...value} /> : 'No rate'),
    sortBy: ({ value }) => value && parseDecimal(value.amount),
  },
];

/** What there is in each currency. */
export function BalanceTable({
  balances: { data, isPending },
}: {
  balances: ReturnType<typeof useBalances>;
}) {
  const [sort, setSort] = useSortParameter('-value');
  if (!data && !isPending) return null; // the total above says why
  return (
    <Card title="Balances" flush>
      {data ? (
        <DataTable
          caption="Balances"
          columns={columns}
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
    </Card>
  );
}
