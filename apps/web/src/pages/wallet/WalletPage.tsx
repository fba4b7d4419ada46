import { Stack } from '@mantine/core';
import { PageHeader } from '@tradeyard/ui';
import { useBalances } from '../../account/account.js';
import { usePageTitle } from '../../page-title.js';
import { BalanceTable } from './BalanceTable.js';
import { CurrencyGains } from './CurrencyGains.js';
import { OpenHolds } from './OpenHolds.js';
import { TransactionList } from './TransactionList.js';
import { WalletActionButtons, WalletActionModal } from './WalletActions.js';
import { WalletTotal } from './WalletTotal.js';

export default function WalletPage() {
  usePageTitle('Wallet');
  const balances = useBalances();
  return (
    <>
      <PageHeader title="Wallet" subtitle="Your money in every currency" />
      <Stack gap="lg">
        <WalletTotal balances={balances} actions={<WalletActionButtons />} />
        <BalanceTable balances={balances} />
        <CurrencyGains />
        <OpenHolds />
        <TransactionList />
      </Stack>
      <WalletActionModal balances={balances.data?.items} />
    </>
  );
}
