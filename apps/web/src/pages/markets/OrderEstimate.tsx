import { formatMoney, formatPrice, formatQuantity } from '@tradeyard/ui';
import type { Quote } from '../../stream/quotes.js';
import type { Estimate } from './estimate.js';
import classes from './OrderEstimate.module.css';

type OrderEstimateProps = { side: 'buy' | 'sell'; quote: Quote; estimate: Estimate | null };

/** What an order would come to if it were filled at this moment. */
export const OrderEstimate = ({ side, quote, estimate }: OrderEstimateProps) => (
  <dl className={classes.lines}>
    <dt>{side === 'buy' ? 'Price to buy' : 'Price to sell'}</dt>
    <dd>{formatPrice(side === 'buy' ? quote.ask : quote.bid, quote.currency)}</dd>
    <dt>Estimated quantity</dt>
    <dd>{estimate ? formatQuantity(estimate.quantity) : '–'}</dd>
    <dt className={classes.total}>{side === 'buy' ? 'Estimated cost' : 'Estimated proceeds'}</dt>
    <dd className={classes.total}>
      {estimate ? formatMoney(estimate.cash.amount, estimate.cash.currency) : '–'}
    </dd>
  </dl>
);
