import { MoneyText } from '@tradeyard/ui';
import classes from './AllocationBar.module.css';

/** `amount` is a decimal string. */
export type Share = { label: string; amount: string; tone: 'cash' | 'stock' | 'crypto' };

/** What a whole is made of: a bar for the eye, and the same as a list of names and amounts. */
export function AllocationBar({ shares, currency }: { shares: readonly Share[]; currency: string }) {
  return (
    <div className={classes.allocation}>
      <div className={classes.bar} aria-hidden>
        {shares.map(({ tone, amount }) => (
          // A float is good enough for a width on the screen.
          <span key={tone} className={classes.piece} data-tone={tone} style={{ flexGrow: Number(amount) }} />
        ))}
      </div>
      <dl className={classes.legend}>
        {shares.map(({ label, amount, tone }) => (
          <div key={tone} className={classes.entry}>
            <dt>
              <span className={classes.dot} data-tone={tone} />
              {label}
            </dt>
            <dd>
              <MoneyText amount={amount} currency={currency} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
