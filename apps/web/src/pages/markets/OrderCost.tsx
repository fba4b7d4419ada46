import { formatMoney, formatPrice, formatQuantity } from '@tradeyard/ui';
import type { OrderPreview } from '../../orders/order-preview.js';
import type { Quote } from '../../stream/quotes.js';
import classes from './OrderCost.module.css';

type OrderCostProps = { side: 'buy' | 'sell'; quote: Quote; preview: OrderPreview | null };

const missing = '–';

const moneyOf = (money: OrderPreview['amount'] | undefined): string =>
  money ? formatMoney(money.amount, money.currency) : missing;

/** What an order would come to by the rules that fill it, and what is left afterwards. */
export function OrderCost({ side, quote, preview }: OrderCostProps) {
  const isBuy = side === 'buy';
  const filled = preview?.order?.filledQuantity;
  const isFilled = filled !== undefined && /[1-9]/.test(filled);
  return (
    <dl className={classes.lines} aria-label="What it comes to">
      <dt>{isBuy ? 'Price to buy' : 'Price to sell'}</dt>
      <dd>{formatPrice(isBuy ? quote.ask : quote.bid, quote.currency)}</dd>
      <dt>Quantity at once</dt>
      <dd>{preview?.order ? (isFilled ? formatQuantity(filled) : 'None') : missing}</dd>
      <dt>Fee</dt>
      <dd>{preview?.order && preview.fee === null ? 'When it is filled' : moneyOf(preview?.fee)}</dd>
      <dt>Cash afterwards</dt>
      <dd>{moneyOf(preview?.cashAfter)}</dd>
      <dt className={classes.total}>
        {isBuy ? (preview?.order && !isFilled ? 'Reserved' : 'Estimated cost') : 'Estimated proceeds'}
      </dt>
      <dd className={classes.total}>{moneyOf(preview?.amount)}</dd>
    </dl>
  );
}
