import { Anchor } from '@mantine/core';
import { formatMoment, MoneyText, PriceText, QuantityText } from '@tradeyard/ui';
import { Link } from 'react-router';
import type { Order } from '../../account/account.js';
import { reservedWords, timeInForceWords, typeWords } from '../../orders/order-words.js';
import type { Fact } from '../FactList.js';

/** What is known of an order, without what it has not. */
export const orderFacts = (order: Order): Fact[] => [
  {
    label: 'Instrument',
    value: (
      <Anchor component={Link} to={`/markets/${order.symbol}`} inherit>
        {order.symbol}
      </Anchor>
    ),
  },
  { label: 'Type', value: typeWords[order.type] },
  ...askedFacts(order),
  ...priceFacts(order),
  { label: 'How long', value: timeInForceWords[order.timeInForce] },
  ...momentFact('Not before', order.activeFrom),
  ...momentFact('Ends', order.actions.length > 0 ? order.expiresAt : null),
  ...momentFact('Stop hit', order.triggeredAt),
  ...fact('Reserved', reservedWords(order)),
  { label: 'Filled quantity', value: <QuantityText quantity={order.filledQuantity} /> },
  ...(order.averagePrice === null
    ? []
    : [
        {
          label: 'Average price',
          value: <PriceText price={order.averagePrice} currency={order.amount.currency} />,
        },
      ]),
  { label: order.side === 'buy' ? 'Paid' : 'Received', value: <MoneyText {...order.amount} /> },
  { label: 'Fee', value: <MoneyText {...order.fee} /> },
  ...fact('Your name for it', order.clientOrderId),
];

const fact = (label: string, value: string | null): Fact[] => (value === null ? [] : [{ label, value }]);

const momentFact = (label: string, at: string | null): Fact[] =>
  fact(label, at === null ? null : formatMoment(at));

function askedFacts({ quantity, notional }: Order): Fact[] {
  if (quantity === null && notional === null) return [];
  return [
    {
      label: 'Asked for',
      value: notional ? <MoneyText {...notional} /> : <QuantityText quantity={quantity ?? '0'} />,
    },
  ];
}

function priceFacts(order: Order): Fact[] {
  const { limitPrice, stopPrice, trailAmount, trailPercent, watermark, amount } = order;
  const price = (label: string, text: string | null): Fact[] =>
    text === null ? [] : [{ label, value: <PriceText price={text} currency={amount.currency} /> }];
  return [
    ...price('Limit price', limitPrice),
    ...price('Stop price', stopPrice),
    ...price('Trails by', trailAmount),
    ...(trailPercent === null
      ? []
      : [
          {
            label: 'Trails by',
            value: (
              <>
                <QuantityText quantity={trailPercent} />%
              </>
            ),
          },
        ]),
    ...price('Best price so far', watermark),
  ];
}
