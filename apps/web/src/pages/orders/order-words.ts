import type { Order } from '../../account/account.js';

export const orderTitle = ({ side, symbol }: Pick<Order, 'side' | 'symbol'>): string =>
  `${side === 'buy' ? 'Buy' : 'Sell'} ${symbol}`;

export const statusWords: Record<Order['status'], string> = {
  pending: 'To be confirmed',
  waiting: 'Waits for its entry',
  open: 'Open',
  partly_filled: 'Partly filled',
  filled: 'Filled',
  cancelled: 'Cancelled',
  expired: 'Expired',
  rejected: 'Rejected',
};

export const timeInForceWords: Record<Order['timeInForce'], string> = {
  day: 'Today only',
  gtc: 'Until cancelled',
  ioc: 'At once, in part if need be',
  fok: 'At once and whole, or not at all',
};
