import { Anchor, Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { formatMoney, formatPrice, formatQuantity } from '@tradeyard/ui';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { Order } from '../../account/account.js';
import classes from './OrderDone.module.css';

/** What came of an order, in place of the form that made it. */
export function OrderDone({ order, onAgain }: { order: Order; onAgain: () => void }) {
  const { id, side, symbol, filledQuantity, averagePrice, amount } = order;
  const heading = useRef<HTMLHeadingElement>(null);
  // The form that had the focus is gone; the keyboard goes on from here.
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={classes.done}>
      <span className={classes.mark}>
        <IconCheck size={24} stroke={2} aria-hidden />
      </span>
      <h3 ref={heading} tabIndex={-1} className={classes.title}>
        {side === 'buy' ? 'Bought' : 'Sold'} {formatQuantity(filledQuantity)} {symbol}
      </h3>
      <p className={classes.text}>
        {averagePrice !== null && `At ${formatPrice(averagePrice, amount.currency)} each. `}
        {side === 'buy' ? 'You paid' : 'You received'} {formatMoney(amount.amount, amount.currency)}.
      </p>
      <Button variant="default" fullWidth onClick={onAgain}>
        Trade again
      </Button>
      <Anchor component={Link} to={`/orders/${id}`} size="sm">
        See how it was filled
      </Anchor>
    </div>
  );
}
