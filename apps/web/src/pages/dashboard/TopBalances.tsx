import { compareDecimals, findCurrency, parseDecimal } from '@tradeyard/kernel';
import { IconCoins } from '@tabler/icons-react';
import { AssetMark, Card, EmptyState, ErrorState, MoneyText, TableSkeleton } from '@tradeyard/ui';
import type { Balance, useBalances } from '../../account/account.js';
import { problemSentence } from '../../problem.js';
import { SeeAll } from './SeeAll.js';
import { ShortList } from './ShortList.js';

const rowsMax = 5;

/** The largest balances of the wallet. */
export function TopBalances({ balances }: { balances: ReturnType<typeof useBalances> }) {
  const { data, isPending, isError, error, refetch } = balances;
  return (
    <Card title="Balances" flush action={<SeeAll to="/wallet">Wallet</SeeAll>}>
      {isPending && <TableSkeleton what="The list of balances" rows={2} />}
      {isError && !data && (
        <ErrorState
          title="Your balances could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {data?.items.length === 0 && (
        <EmptyState icon={IconCoins} title="Your wallet is empty">
          Deposit paper money in any currency to begin with.
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <ShortList label="Balances" rows={largest(data.items).map(balanceRow)} />
      )}
    </Card>
  );
}

const largest = (balances: readonly Balance[]): Balance[] =>
  [...balances]
    .sort((a, b) =>
      compareDecimals(parseDecimal(b.value?.amount ?? '0'), parseDecimal(a.value?.amount ?? '0')),
    )
    .slice(0, rowsMax);

const balanceRow = ({ currency, available, value }: Balance) => ({
  key: currency,
  mark: <AssetMark name={currency} />,
  name: currency,
  detail: findCurrency(currency)?.name ?? '',
  value: <MoneyText {...available} />,
  note: value && value.currency !== currency && <MoneyText {...value} />,
});
