import { IconClockExclamation } from '@tabler/icons-react';
import type { Quote } from '../stream/quotes.js';
import classes from './SimulatedBadge.module.css';
import { SimulatedBadge } from './SimulatedBadge.js';
import { sourceNames } from './source-names.js';

/** Whose price it is, and whether it is too old to trade on. */
export function SourceBadge({ quote: { source, stale } }: { quote: Pick<Quote, 'source' | 'stale'> }) {
  if (stale) {
    return (
      <span className={classes.badge} title={`${sourceNames[source]} has not sent a price for a while`}>
        <IconClockExclamation size={14} stroke={1.75} aria-hidden />
        Old price
      </span>
    );
  }
  return source === 'simulated' ? (
    <SimulatedBadge />
  ) : (
    <span className={classes.badge} data-quiet>
      {sourceNames[source]}
    </span>
  );
}
