import { useEffect } from 'react';
import { useRefreshAccount, type Order } from '../account/account.js';
import { notifyNews } from '../forms/notify.js';
import { useStream } from '../stream/stream-context.js';
import { outcomeWords, orderTitle } from './order-words.js';

/** A busy market fills many orders in a moment: what shows them is read again once for all of these. */
const gatherMs = 300;
/** Whoever placed an order sees what becomes of it at once; later it is news. */
const newsAfterMs = 3_000;

/** Has what shows orders read again when one changes, and says in a corner what became of one that waited. */
export function OrderListener() {
  const { stream } = useStream();
  const refresh = useRefreshAccount();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = stream?.watch('orders', ({ data, isEvent }) => {
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(), gatherMs);
      if (isEvent) tell(data as Order);
    });
    return () => {
      clearTimeout(timer);
      leave?.();
    };
  }, [stream, refresh]);
  return null;
}

function tell(order: Order): void {
  const { status, createdAt, updatedAt, pendingUntil } = order;
  if (pendingUntil !== null || Date.parse(updatedAt) - Date.parse(createdAt) < newsAfterMs) return;
  if (status === 'filled') notifyNews(...outcomeWords(order));
  if (status === 'rejected') notifyNews(`${orderTitle(order)}: rejected`);
}
