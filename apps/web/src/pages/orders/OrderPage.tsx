import { Anchor, Skeleton, Stack } from '@mantine/core';
import {
  Card,
  ErrorState,
  formatMoment,
  MoneyText,
  PageHeader,
  PriceText,
  QuantityText,
} from '@tradeyard/ui';
import { Link, useParams } from 'react-router';
import type { Order } from '../../account/account.js';
import { api } from '../../api.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { BackLink } from '../BackLink.js';
import { FactList } from '../FactList.js';
import { FillCard } from './FillCard.js';
import { OrderStatusBadge } from './OrderStatusBadge.js';
import { orderTitle, timeInForceWords } from './order-words.js';

export default function OrderPage() {
  const { id = '' } = useParams();
  const { data, isPending, isError, error, refetch } = api.useQuery('get', '/orders/{id}', {
    params: { path: { id } },
  });
  usePageTitle(data ? orderTitle(data) : 'Order');
  return (
    <>
      <PageHeader
        before={<BackLink to="/orders">Orders</BackLink>}
        title={data ? orderTitle(data) : 'Order'}
        subtitle={data && formatMoment(data.createdAt)}
        actions={data && <OrderStatusBadge status={data.status} />}
      />
      {isPending && <Skeleton height={320} radius="lg" />}
      {isError && (
        <Card>
          <ErrorState
            title="This order could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        </Card>
      )}
      {data && (
        <Stack gap="lg">
          <Card title="Summary">
            <FactList facts={orderFacts(data)} />
          </Card>
          {data.fills.map((fill, index) => (
            <FillCard key={fill.id} fill={fill} number={index + 1} of={data.fills.length} />
          ))}
        </Stack>
      )}
    </>
  );
}

const orderFacts = (order: Order) => [
  {
    label: 'Instrument',
    value: (
      <Anchor component={Link} to={`/markets/${order.symbol}`}>
        {order.symbol}
      </Anchor>
    ),
  },
  {
    label: 'Asked for',
    value: order.notional ? (
      <MoneyText {...order.notional} />
    ) : (
      <QuantityText quantity={order.quantity ?? '0'} />
    ),
  },
  { label: 'Filled quantity', value: <QuantityText quantity={order.filledQuantity} /> },
  {
    label: 'Average price',
    value:
      order.averagePrice === null ? (
        '–'
      ) : (
        <PriceText price={order.averagePrice} currency={order.amount.currency} />
      ),
  },
  { label: order.side === 'buy' ? 'Paid' : 'Received', value: <MoneyText {...order.amount} /> },
  { label: 'Fee', value: <MoneyText {...order.fee} /> },
  { label: 'Type', value: 'Market order' },
  { label: 'Time in force', value: timeInForceWords[order.timeInForce] },
];
