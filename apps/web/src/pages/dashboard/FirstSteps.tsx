import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Card } from '@tradeyard/ui';
import { Link } from 'react-router';
import type { Balance } from '../../account/account.js';
import { ownCurrencies } from '../wallet/own-currencies.js';
import { walletAction } from '../wallet/wallet-action.js';
import classes from './FirstSteps.module.css';

/** What the default instruments are priced in. */
const marketCurrency = 'USD';

type Step = { title: string; text: string; isDone: boolean; action: string; to: string };

/** The way of a new account to its first share. */
export function FirstSteps({ balances }: { balances: readonly Balance[] }) {
  const steps = stepsFor(ownCurrencies(balances));
  const next = steps.findIndex(({ isDone }) => !isDone);
  return (
    <Card title="Your first share in three steps">
      <ol className={classes.steps}>
        {steps.map(({ title, text, isDone, action, to }, index) => (
          <li key={title} className={classes.step} data-done={isDone || undefined}>
            <span className={classes.number} aria-hidden>
              {isDone ? <IconCheck size={16} stroke={2.25} /> : index + 1}
            </span>
            <div className={classes.words}>
              <h3 className={classes.title}>
                {title}
                {isDone && <span className="spoken"> (done)</span>}
              </h3>
              <p className={classes.text}>{text}</p>
              {index === next && (
                <Button component={Link} to={to} size="sm" mt="sm">
                  {action}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

const stepsFor = (owned: readonly string[]): Step[] => [
  {
    title: 'Deposit paper money',
    text: 'In any currency. It is free and not real.',
    isDone: owned.length > 0,
    action: 'Deposit money',
    to: walletAction('deposit'),
  },
  {
    title: `Convert some to ${marketCurrency}`,
    text: `Shares here are priced in ${marketCurrency}.`,
    isDone: owned.includes(marketCurrency),
    action: 'Convert money',
    to: walletAction('convert', marketCurrency),
  },
  {
    title: 'Buy your first share',
    text: 'For any amount: a part of a share is fine.',
    isDone: false,
    action: 'See the markets',
    to: '/markets',
  },
];
