import type { Order } from '../../account/account.js';
import rows from '../DetailRows.module.css';
import { legWords } from '../../orders/order-words.js';

/** Which part an order has among those that belong together; nothing for one that stands alone. */
export const LegBadge = ({ legRole }: Pick<Order, 'legRole'>) =>
  legRole && <span className={rows.badge}>{legWords[legRole]}</span>;
