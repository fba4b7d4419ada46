import { Anchor, Button } from '@mantine/core';
import { IconCheck, IconClock, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { orderTitle, outcomeWords, reservedWords, sentence, waitingWords } from '../../orders/order-words.js';
import { isResting, useOrder, type OrderDetail, type PlacedOrder } from '../../orders/orders.js';
import classes from './OrderDone.module.css';

/** What came of an order, in place of the form that made it; it follows the order for as long as that waits. */
export function OrderDone({ placed, onAgain }: { placed: PlacedOrder; onAgain: () => void }) {
  const order = useOrder(placed.id).data ?? placed;
  const heading = useRef<HTMLHeadingElement>(null);
  // The form that had the focus is gone; the keyboard goes on from here.
  useEffect(() => heading.current?.focus(), []);
  const outcome = outcomeOf(order);
  const Icon = icons[outcome.tone];
  return (
    <div className={classes.done}>
      <span className={classes.mark} data-tone={outcome.tone}>
        <Icon size={24} stroke={2} aria-hidden />
      </span>
      <h3 ref={heading} tabIndex={-1} className={classes.title}>
        {outcome.title}
      </h3>
      {outcome.lines.map((line) => (
        <p key={line} className={classes.text}>
          {line}
        </p>
      ))}
      <Button variant="default" fullWidth onClick={onAgain} mt={8}>
        Trade again
      </Button>
      <Anchor component={Link} to={`/orders/${order.id}`} size="sm">
        {outcome.tone === 'waits' ? 'Change or cancel it' : 'See how it was filled'}
      </Anchor>
    </div>
  );
}

type Outcome = { tone: 'done' | 'waits' | 'nothing'; title: string; lines: string[] };

const icons = { done: IconCheck, waits: IconClock, nothing: IconX };

function outcomeOf(order: PlacedOrder | OrderDetail): Outcome {
  const [title, message] = outcomeWords(order);
  const isFilled = /[1-9]/.test(order.filledQuantity);
  if (isResting(order)) {
    const waits = waitingWords(order);
    const reserved = reservedWords(order);
    return {
      tone: 'waits',
      title: isFilled ? `${title} so far` : `${orderTitle(order)}: it waits`,
      lines: [...(waits ? [`${waits}.`] : []), ...(reserved ? [`${reserved} is reserved for it.`] : [])],
    };
  }
  if (isFilled) {
    const legs = order.legs.filter(isResting).length;
    const protection = legs > 0 ? ['It is protected from now on.'] : [];
    return { tone: 'done', title, lines: [message, ...protection] };
  }
  const cause = 'events' in order ? order.events.at(-1)?.cause : undefined;
  return {
    tone: 'nothing',
    title: 'Nothing was traded',
    lines: [cause ? `${sentence(cause)}.` : 'The market did not allow it.'],
  };
}
