import { Button } from '@mantine/core';
import { formatMoment, MoneyText } from '@tradeyard/ui';
import { lazy, Suspense, useState } from 'react';
import type { Hold } from '../../account/account.js';
import { TransactionIcon } from '../../account/TransactionIcon.js';
import { useUser } from '../../session/session.js';
import { holdEnd, holdStatusWords, holdTitle, relativeTime } from './hold-words.js';
import type { HoldEnding } from './HoldActionModal.js';
import classes from './HoldList.module.css';
import { useNow } from '../../use-now.js';

// Nobody needs the form to see what is held: it is fetched when it is asked for, and stays to close as it opened.
const HoldActionModal = lazy(() => import('./HoldActionModal.js'));

const tickMs = 30_000;

const iconOf = { open: 'hold', captured: 'capture', released: 'release', expired: 'release' } as const;

/** What is held, each with what can be done about it now. */
export function HoldList({ label, holds }: { label: string; holds: readonly Hold[] }) {
  const [ending, setEnding] = useState<HoldEnding | null>(null);
  const [wasAsked, setAsked] = useState(false);
  const ask = (asked: HoldEnding) => {
    setAsked(true);
    setEnding(asked);
  };
  return (
    <>
      <ul className={classes.list} aria-label={label}>
        {holds.map((hold) => (
          <HoldItem key={hold.id} hold={hold} onEnd={(action) => ask({ hold, action })} />
        ))}
      </ul>
      {wasAsked && (
        <Suspense>
          <HoldActionModal ending={ending} onClose={() => setEnding(null)} />
        </Suspense>
      )}
    </>
  );
}

type HoldItemProps = { hold: Hold; onEnd: (action: HoldEnding['action']) => void };

function HoldItem({ hold, onEnd }: HoldItemProps) {
  const { handle } = useUser();
  const { status, memo, amount, actions } = hold;
  const isMine = hold.payer.handle === handle;
  const details = [memo, holdEnd(hold, isMine)].filter(Boolean).join(' · ');
  return (
    <li className={classes.item}>
      <TransactionIcon kind={iconOf[status]} />
      <span className={classes.words}>
        <span className={classes.title}>{holdTitle(hold, isMine)}</span>
        {details && <span className={classes.detail}>{details}</span>}
        <span className={classes.detail}>
          <HoldTime hold={hold} />
        </span>
      </span>
      <span className={classes.amounts}>
        <MoneyText {...amount} />
        <span className={classes.badge} data-status={status}>
          {holdStatusWords[status]}
        </span>
      </span>
      {actions.length > 0 && (
        <span className={classes.actions}>
          {actions.includes('capture') && (
            <Button size="xs" onClick={() => onEnd('capture')}>
              Take payment
            </Button>
          )}
          {actions.includes('release') && (
            <Button size="xs" variant="default" onClick={() => onEnd('release')}>
              {isMine ? 'Free the money' : 'Give it back'}
            </Button>
          )}
        </span>
      )}
    </li>
  );
}

/** When an open hold ends, or when another one ended. */
function HoldTime({ hold: { status, expiresAt, closedAt } }: { hold: Hold }) {
  const now = useNow(tickMs);
  const at = status === 'open' ? expiresAt : (closedAt ?? expiresAt);
  const isOver = Date.parse(at) <= now;
  return (
    <time dateTime={at}>
      {status === 'open' && `${isOver ? 'Ended' : 'Ends'} ${relativeTime(at, now)}, `}
      {formatMoment(at)}
    </time>
  );
}
