import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTargetArrow } from '@tabler/icons-react';
import {
  AssetMark,
  Card,
  EmptyState,
  ErrorState,
  formatPercent,
  PageHeader,
  TableSkeleton,
} from '@tradeyard/ui';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { useTradingPortfolios } from '../../account/account.js';
import { FormModal } from '../../forms/FormModal.js';
import { LivePrice } from '../../market/LivePrice.js';
import { OrderActions } from '../../orders/OrderActions.js';
import { reservedWords } from '../../orders/order-words.js';
import { usePoints, type Point } from '../../orders/orders.js';
import { TradingStopped } from '../../orders/TradingStopped.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { useQuote, useQuotes } from '../../stream/quotes.js';
import { LoadMore } from '../LoadMore.js';
import classes from '../orders/OpenOrders.module.css';
import { pointDistance, pointWords } from './point-words.js';
import { PointForm } from './PointForm.js';

export default function PointsPage() {
  usePageTitle('Automated points');
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <PageHeader
        title="Automated points"
        subtitle="Prices at which you buy or sell without being there"
        actions={<Button onClick={open}>New point</Button>}
      />
      <TradingStopped />
      <Card flush>
        <Points onNew={open} />
      </Card>
      <FormModal opened={opened} onClose={close} title="New point">
        <PointForm onDone={close} />
      </FormModal>
    </>
  );
}

function Points({ onNew }: { onNew: () => void }) {
  const pages = usePoints();
  const { data, isPending, isError, error, refetch } = pages;
  const points = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  useQuotes([...new Set(points.map(({ order }) => order.symbol))]);
  if (isPending) return <TableSkeleton what="The list of automated points" rows={3} />;
  if (isError && !data) {
    return (
      <ErrorState
        title="Your automated points could not be loaded"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  if (points.length === 0) {
    return (
      <EmptyState
        icon={IconTargetArrow}
        title="No automated points yet"
        action={<Button onClick={onNew}>Set your first point</Button>}
      >
        Say at which price to buy when something falls, or to sell when it rises. It waits until you cancel
        it.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.list} data-alone aria-label="Automated points">
        {points.map((point) => (
          <PointRow key={point.order.id} point={point} />
        ))}
      </ul>
      <LoadMore pages={pages} />
    </>
  );
}

function PointRow({ point }: { point: Point }) {
  const { order } = point;
  const quote = useQuote(order.symbol);
  const portfolios = useTradingPortfolios();
  const distance = pointDistance(point, quote);
  const reserved = reservedWords(order);
  const portfolio = portfolios.length > 1 && portfolios.find(({ id }) => id === order.portfolioId)?.name;
  return (
    <li className={classes.group}>
      <div className={classes.order}>
        <AssetMark name={order.symbol} />
        <div className={classes.words}>
          <p className={classes.title}>
            <Link to={`/orders/${order.id}`}>{pointWords(point)}</Link>
          </p>
          <p className={classes.waits}>
            {distance !== null && `${formatPercent(distance, 'exceptZero')} to go`}
            {quote && (
              <>
                , now <LivePrice quote={quote} />
              </>
            )}
          </p>
          <p className={classes.detail}>
            {[reserved && `${reserved} reserved`, portfolio].filter(Boolean).join(' · ')}
          </p>
        </div>
        <div className={classes.actions}>
          <OrderActions order={order} />
        </div>
      </div>
    </li>
  );
}
