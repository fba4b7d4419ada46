import { Anchor, Skeleton, Stack } from '@mantine/core';
import { Card, ErrorState, formatMoment, PageHeader } from '@tradeyard/ui';
import { Link, useParams } from 'react-router';
import { LegBadge } from './LegBadge.js';
import { OrderActions } from '../../orders/OrderActions.js';
import { orderTitle, priceWords, waitingWords } from '../../orders/order-words.js';
import { useOrder, type OrderDetail } from '../../orders/orders.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { BackLink } from '../BackLink.js';
import { DetailRow } from '../DetailRows.js';
import rows from '../DetailRows.module.css';
import { FactList } from '../FactList.js';
import { FillCard } from './FillCard.js';
import { orderFacts } from './order-facts.js';
import classes from './OrderPage.module.css';
import { OrderStatusBadge } from './OrderStatusBadge.js';
import { OrderTimeline } from './OrderTimeline.js';

export default function OrderPage() {
  const { id = '' } = useParams();
  const { data, isPending, isError, error, refetch } = useOrder(id);
  usePageTitle(data ? orderTitle(data) : 'Order');
  return (
    <>
      <PageHeader
        before={<BackLink to={data?.actions.length ? '/orders' : '/orders?tab=history'}>Orders</BackLink>}
        title={data ? orderTitle(data) : 'Order'}
        subtitle={data && `${priceWords(data)}, ${formatMoment(data.createdAt)}`}
        actions={
          data && (
            <>
              <LegBadge legRole={data.legRole} />
              <OrderStatusBadge status={data.status} />
            </>
          )
        }
      />
      {isPending && <Skeleton height={320} radius="lg" />}
      {isError && !data && (
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
          <Waiting order={data} />
          <Card title="Summary">
            <FactList facts={orderFacts(data)} />
          </Card>
          <Legs legs={data.legs} />
          {data.fills.map((fill, index) => (
            <FillCard key={fill.id} fill={fill} number={index + 1} of={data.fills.length} />
          ))}
          <OrderTimeline events={data.events} currency={data.amount.currency} />
        </Stack>
      )}
    </>
  );
}

/** What it waits for, and what can be done about that; nothing once it has ended. */
const Waiting = ({ order }: { order: OrderDetail }) =>
  order.actions.length > 0 && (
    <Card title="What it waits for">
      <p className={classes.waits}>{waitingWords(order)}.</p>
      <OrderActions order={order} size="sm" />
    </Card>
  );

const Legs = ({ legs }: Pick<OrderDetail, 'legs'>) =>
  legs.length > 0 && (
    <Card title="Belongs together with" flush>
      <ul className={rows.list} aria-label="Orders of the same class">
        {legs.map((leg) => (
          <DetailRow
            key={leg.id}
            title={
              <>
                <Anchor component={Link} to={`/orders/${leg.id}`} inherit>
                  {orderTitle(leg)}
                </Anchor>
                <LegBadge legRole={leg.legRole} />
              </>
            }
            details={[priceWords(leg), ...(leg.waitingFor ? [waitingWords(leg)] : [])]}
          >
            <OrderStatusBadge status={leg.status} />
          </DetailRow>
        ))}
      </ul>
    </Card>
  );
