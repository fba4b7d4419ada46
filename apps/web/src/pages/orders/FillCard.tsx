import { Card, formatMoment, MoneyText, PriceText, QuantityText } from '@tradeyard/ui';
import type { Schemas } from '../../api.js';
import { SimulatedBadge } from '../../market/SimulatedBadge.js';
import { FactList } from '../FactList.js';
import { sentence } from '../../orders/order-words.js';
import classes from './FillCard.module.css';

type FillCardProps = { fill: Schemas['FillDto']; number: number; of: number };

/** One execution, and why it had this price: the market's quote at that moment and the rule that was applied. */
export function FillCard({ fill, number, of }: FillCardProps) {
  const { quantity, price, amount, fee, feeRule, rule, slippage, quote, at } = fill;
  return (
    <Card
      title={of === 1 ? 'How it was filled' : `Fill ${number} of ${of}`}
      action={quote.source === 'simulated' && <SimulatedBadge />}
    >
      <p className={classes.rule}>
        Filled as a <strong>{rule}</strong> on {formatMoment(at)}.
      </p>
      <FactList
        facts={[
          { label: 'Quantity', value: <QuantityText quantity={quantity} /> },
          { label: 'Price', value: <PriceText price={price} currency={amount.currency} /> },
          { label: 'Amount', value: <MoneyText {...amount} /> },
          { label: 'Fee', value: <MoneyText {...fee} /> },
          { label: 'Why this fee', value: sentence(feeRule) },
          { label: 'Slippage per unit', value: <PriceText price={slippage} currency={amount.currency} /> },
          { label: 'Bid at that moment', value: <PriceText price={quote.bid} currency={amount.currency} /> },
          { label: 'Ask at that moment', value: <PriceText price={quote.ask} currency={amount.currency} /> },
          { label: 'Quote of', value: formatMoment(quote.at) },
          { label: 'Source', value: quote.source === 'simulated' ? 'Simulated market' : quote.source },
        ]}
      />
    </Card>
  );
}
