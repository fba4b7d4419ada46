import { Button, Skeleton } from '@mantine/core';
import {
  IconArrowDownLeft,
  IconArrowUpRight,
  IconArrowsExchange,
  IconSend,
  type Icon,
} from '@tabler/icons-react';
import { EmptyState } from '@tradeyard/ui';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { Balance } from '../../account/account.js';
import classes from './WalletActions.module.css';
import { FormModal } from '../../forms/FormModal.js';
import { ConvertForm } from './ConvertForm.js';
import { DepositForm } from './DepositForm.js';
import { ownCurrencies } from './own-currencies.js';
import { TransferForm } from './TransferForm.js';
import { walletAction, walletActions, type WalletAction } from './wallet-action.js';
import { WithdrawForm } from './WithdrawForm.js';

const labels: Record<WalletAction, { button: string; title: string; icon: Icon }> = {
  deposit: { button: 'Deposit', title: 'Deposit money', icon: IconArrowDownLeft },
  convert: { button: 'Convert', title: 'Convert money', icon: IconArrowsExchange },
  transfer: { button: 'Transfer', title: 'Send money', icon: IconSend },
  withdraw: { button: 'Withdraw', title: 'Withdraw money', icon: IconArrowUpRight },
};

export function WalletActionButtons() {
  const navigate = useNavigate();
  return (
    <div className={classes.buttons}>
      {walletActions.map((action) => {
        const { button, icon: Icon } = labels[action];
        return (
          <Button
            key={action}
            size="sm"
            variant={action === 'deposit' ? 'filled' : 'default'}
            leftSection={<Icon size={18} stroke={1.75} aria-hidden />}
            onClick={() => void navigate(walletAction(action))}
          >
            {button}
          </Button>
        );
      })}
    </div>
  );
}

/** The form that the address asks for. */
export function WalletActionModal({ balances }: { balances: readonly Balance[] | undefined }) {
  const [search, setSearch] = useSearchParams();
  const action = walletActions.find((name) => name === search.get('do'));
  const close = () => setSearch({}, { replace: true });
  return (
    <FormModal opened={action !== undefined} onClose={close} title={action ? labels[action].title : ''}>
      {action && <WalletForm action={action} to={search.get('to')} balances={balances} onDone={close} />}
    </FormModal>
  );
}

type WalletFormProps = {
  action: WalletAction;
  to: string | null;
  balances: readonly Balance[] | undefined;
  onDone: () => void;
};

function WalletForm({ action, to, balances, onDone }: WalletFormProps) {
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
        Deposit some first; then you can {labels[action].button.toLowerCase()} it.
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
  }
}
