import { Button, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { formatPrice } from '@tradeyard/ui';
import { useEffect, useRef, useState } from 'react';
import { useRefreshAccount } from '../../account/account.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { useSubmit } from '../../forms/submit.js';
import { orderTitle, reservedWords } from '../../orders/order-words.js';
import { cancelOrder, commitOrder, type PlacedOrder } from '../../orders/orders.js';
import type { Quote } from '../../stream/quotes.js';
import { useNow } from '../../use-now.js';
import costClasses from './OrderCost.module.css';
import classes from './OrderReview.module.css';

type OrderReviewProps = {
  order: PlacedOrder;
  /** Of when it was reserved. */
  quote: Quote;
  onCommitted: (order: PlacedOrder) => void;
  onBack: () => void;
};

/** A last look at an order that is reserved for a minute: it is carried out at the price of then, or given up. */
export function OrderReview({ order, quote, onCommitted, onBack }: OrderReviewProps) {
  const { id, side, symbol } = order;
  const refresh = useRefreshAccount();
  const secondsLeft = useSecondsLeft(order);
  const isOver = secondsLeft <= 0;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const commit = useSubmit(useForm({ initialValues: {} }), async (_, key) => {
    const committed = await commitOrder(id, key);
    await refresh();
    onCommitted(committed);
  });
  const cancel = useSubmit(useForm({ initialValues: {} }), async (_, key) => {
    await cancelOrder(id, key);
    await refresh();
    onBack();
  });
  return (
    <Stack gap="md">
      <h3 ref={heading} tabIndex={-1} className={classes.title}>
        {orderTitle(order)}?
      </h3>
      <dl className={costClasses.lines}>
        <dt>Price</dt>
        <dd>
          {formatPrice(order.reservedPrice ?? (side === 'buy' ? quote.ask : quote.bid), quote.currency)}
        </dd>
        <dt className={costClasses.total}>Reserved{side === 'buy' && ', with the fee'}</dt>
        <dd className={costClasses.total}>{reservedWords(order) ?? '–'}</dd>
      </dl>
      {/* A timer is not read out by itself: nobody wants to hear every second. */}
      <p className={classes.time} role="timer" data-over={isOver || undefined}>
        {isOver ? 'The minute is over, and nothing was traded.' : `This price is yours for ${secondsLeft} s.`}
      </p>
      <FormProblem problem={commit.problem ?? cancel.problem} />
      {isOver ? (
        <Button fullWidth variant="default" onClick={onBack}>
          Back to the order
        </Button>
      ) : (
        <Stack gap="sm">
          <Button
            fullWidth
            loading={commit.isPending}
            disabled={cancel.isPending}
            onClick={() => commit.submit()}
          >
            {side === 'buy' ? 'Buy' : 'Sell'} {symbol}
          </Button>
          <Button fullWidth variant="default" loading={cancel.isPending} onClick={() => cancel.submit()}>
            Cancel
          </Button>
        </Stack>
      )}
    </Stack>
  );
}

/** By the server's clock alone: it may differ from this one. */
function useSecondsLeft({ createdAt, pendingUntil }: PlacedOrder): number {
  const [arrivedAtMs] = useState(() => Date.now());
  const now = useNow(1_000);
  const livesMs = Date.parse(pendingUntil ?? createdAt) - Date.parse(createdAt);
  return Math.ceil((livesMs - Math.max(now - arrivedAtMs, 0)) / 1_000);
}
