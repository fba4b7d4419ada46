import { Button } from '@mantine/core';
import { IconClockHour4 } from '@tabler/icons-react';
import { AssetMark, EmptyState, ErrorState, TableSkeleton } from '@tradeyard/ui';
import { Link } from 'react-router';
import { useOrders, type Order } from '../../account/account.js';
import { LegBadge } from './LegBadge.js';
import { OrderActions } from '../../orders/OrderActions.js';
import { groupOrders } from '../../orders/order-groups.js';
import {
  orderTitle,
  priceWords,
  reservedWords,
  validityWords,
  waitingWords,
} from '../../orders/order-words.js';
import { problemSentence } from '../../problem.js';
import { LoadMore } from '../LoadMore.js';
import classes from './OpenOrders.module.css';
import { OrderStatusBadge } from './OrderStatusBadge.js';

const pageSize = 50;

/** Orders that can still be filled, each with what it waits for and what can be done about it. */
export function OpenOrders({ of = {} }: { of?: { portfolioId?: string } }) {
  const pages = useOrders(pageSize, { status: 'open', ...of });
  const { data, isPending, isError, error, refetch } = pages;
  if (isPending) return <TableSkeleton what="The list of open orders" rows={3} />;
  if (isError && !data) {
    return (
      <ErrorState
        title="Your orders could not be loaded"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  const groups = groupOrders(data.pages.flatMap(({ items }) => items));
  if (groups.length === 0) return <NothingOpen />;
  return (
    <>
      <ul className={classes.list} aria-label="Open orders">
        {groups.map((group) => (
          <li key={group[0]?.groupId ?? group[0]?.id} className={classes.group}>
            {group.map((order) => (
              <OpenOrder key={order.id} order={order} />
            ))}
          </li>
        ))}
      </ul>
      <LoadMore pages={pages} />
    </>
  );
}

function OpenOrder({ order }: { order: Order }) {
  const reserved = reservedWords(order);
  return (
    <div className={classes.order}>
      <AssetMark name={order.symbol} />
      <div className={classes.words}>
        <p className={classes.title}>
          <Link to={`/orders/${order.id}`}>{orderTitle(order)}</Link>
          <LegBadge legRole={order.legRole} />
          {saysMore.includes(order.status) && <OrderStatusBadge status={order.status} />}
        </p>
        <p className={classes.detail}>
          {[priceWords(order), validityWords(order), reserved && `${reserved} reserved`]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p className={classes.waits}>{waitingWords(order)}</p>
      </div>
      <div className={classes.actions}>
        <OrderActions order={order} />
      </div>
    </div>
  );
}

/** What an order waits for says the rest. */
const saysMore: readonly Order['status'][] = ['pending', 'partly_filled'];

const NothingOpen = () => (
  <EmptyState
    icon={IconClockHour4}
    title="No open orders"
    action={
      <Button component={Link} to="/markets">
        Go to the markets
      </Button>
    }
  >
    Open an instrument and choose “Limit, stop and more” to place an order that waits for its price.
  </EmptyState>
);
