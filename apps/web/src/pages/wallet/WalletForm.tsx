import { Button, Skeleton } from '@mantine/core';
import { IconArrowDownLeft } from '@tabler/icons-react';
import { EmptyState } from '@tradeyard/ui';
import { Link } from 'react-router';
import type { Balance } from '../../account/account.js';
import { ConvertForm } from './ConvertForm.js';
import { DepositForm } from './DepositForm.js';
import { HoldForm } from './HoldForm.js';
import { ownCurrencies } from './own-currencies.js';
import { TransferForm } from './TransferForm.js';
import { walletAction, type WalletAction } from './wallet-action.js';
import { WithdrawForm } from './WithdrawForm.js';

type WalletFormProps = {
  action: WalletAction;
  to: string | null;
  balances: readonly Balance[] | undefined;
  onDone: () => void;
};

/** One of the forms that move money, as soon as it is known what there is to move. */
export default function WalletForm({ action, to, balances, onDone }: WalletFormProps) {
  if (action === 'deposit') return <DepositForm onDone={onDone} />;
  if (!balances) return <Skeleton height={240} radius="md" />;
  if (ownCurrencies(balances).length === 0) {
    return (
      <EmptyState
        icon={IconArrowDownLeft}
        title="There is no money in your wallet yet"
        action={
          <Button component={Link} to={walletAction('deposit')} replace>
            Deposit money
          </Button>
        }
      >
        Deposit some first; then you can {action} it.
      </EmptyState>
    );
  }
  switch (action) {
    case 'convert':
      return <ConvertForm balances={balances} to={to} onDone={onDone} />;
    case 'transfer':
      return <TransferForm balances={balances} onDone={onDone} />;
    case 'withdraw':
      return <WithdrawForm balances={balances} onDone={onDone} />;
    case 'hold':
      return <HoldForm balances={balances} onDone={onDone} />;
  }
}
