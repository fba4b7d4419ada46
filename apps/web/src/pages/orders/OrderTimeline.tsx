import { Card, formatPrice } from '@tradeyard/ui';
import { nearMoment, sentence } from '../../orders/order-words.js';
import type { OrderEvent } from '../../orders/orders.js';
import classes from './OrderTimeline.module.css';

const kindWords: Record<string, string> = {
  place: 'Placed',
  commit: 'Committed',
  activate: 'Activated',
  trigger: 'Stop hit',
  fill: 'Filled',
  fillPart: 'Filled in part',
  replace: 'Changed',
  reduce: 'Resized',
  split: 'Adjusted for a split',
  cancel: 'Cancelled',
  expire: 'Expired',
  reject: 'Rejected',
};

const actorWords: Record<OrderEvent['actor'], string> = {
  owner: 'you',
  market: 'the market',
  administrator: 'an administrator',
};

type OrderTimelineProps = {
  events: readonly OrderEvent[];
  /** What its prices are in. */
  currency: string;
};

/** What happened to an order, by whom and why, oldest first. */
export const OrderTimeline = ({ events, currency }: OrderTimelineProps) => (
  <Card title="What happened">
    <ol className={classes.events} aria-label="What happened">
      {events.map((event, place) => (
        <li key={place} className={classes.event} data-kind={event.kind}>
          <p className={classes.title}>
            {titleOf(event)} <span className={classes.who}>by {actorWords[event.actor]}</span>
          </p>
          {!ownDoing.test(event.cause) && <p className={classes.cause}>{causeOf(event, currency)}</p>}
          <time className={classes.at} dateTime={event.at}>
            {nearMoment(event.at)}
          </time>
        </li>
      ))}
    </ol>
  </Card>
);

/** Says no more than who did it, which stands beside it already. */
const ownDoing = /^(\w+) by its owner$/;

const titleOf = ({ kind, cause }: OrderEvent): string =>
  sentence(ownDoing.exec(cause)?.[1] ?? kindWords[kind] ?? kind);

const causeOf = ({ cause, detail }: OrderEvent, currency: string): string =>
  `${sentence(cause)}${detail['price'] ? `, at ${formatPrice(detail['price'], currency)}` : ''}.`;
