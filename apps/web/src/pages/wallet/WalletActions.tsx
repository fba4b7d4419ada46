import { Button, Skeleton } from '@mantine/core';
import {
  IconArrowDownLeft,
  IconArrowUpRight,
  IconArrowsExchange,
  IconLock,
  IconSend,
  type Icon,
} from '@tabler/icons-react';
import { lazy, Suspense, useEffect } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { Balance } from '../../account/account.js';
import classes from './WalletActions.module.css';
import { FormModal } from '../../forms/FormModal.js';
import { walletAction, walletActions, type WalletAction } from './wallet-action.js';

const labels: Record<WalletAction, { button: string; title: string; icon: Icon }> = {
  deposit: { button: 'Deposit', title: 'Deposit money', icon: IconArrowDownLeft },
  convert: { button: 'Convert', title: 'Convert money', icon: IconArrowsExchange },
  transfer: { button: 'Transfer', title: 'Send money', icon: IconSend },
  withdraw: { button: 'Withdraw', title: 'Withdraw money', icon: IconArrowUpRight },
  hold: { button: 'Hold money', title: 'Hold money for somebody', icon: IconLock },
};

/** Those that stand on the wallet itself. */
const shown = walletActions.filter((action) => action !== 'hold');

// The forms are not needed to see one's money: they are fetched right after it is there.
const loadForm = () => import('./WalletForm.js');
const WalletForm = lazy(loadForm);

export function WalletActionButtons() {
  const navigate = useNavigate();
  return (
    <div className={classes.buttons}>
      {shown.map((action) => {
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
  useEffect(() => {
    // What cannot be fetched now is fetched again when a form is opened.
    loadForm().catch(() => undefined);
  }, []);
  const close = () =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete('do');
        next.delete('to');
        return next;
      },
      { replace: true },
    );
  return (
    <FormModal opened={action !== undefined} onClose={close} title={action ? labels[action].title : ''}>
      <Suspense fallback={<Skeleton height={280} radius="md" />}>
        {action && <WalletForm action={action} to={search.get('to')} balances={balances} onDone={close} />}
      </Suspense>
    </FormModal>
  );
}
