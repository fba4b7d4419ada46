import type { Order } from '../../account/account.js';
import classes from './OrderStatusBadge.module.css';
import { statusWords } from '../../orders/order-words.js';

export const OrderStatusBadge = ({ status }: Pick<Order, 'status'>) => (
  <span className={classes.badge} data-status={status}>
    {statusWords[status]}
  </span>
);
