/** Where an order can go, and what takes it there. An empty row is final. */
const transitions = {
  open: {
    fill: 'filled',
    fillPart: 'partly_filled',
    cancel: 'cancelled',
    expire: 'expired',
    reject: 'rejected',
  },
  partly_filled: { fill: 'filled', fillPart: 'partly_filled', cancel: 'cancelled', expire: 'expired' },
  filled: {},
  cancelled: {},
  expired: {},
  rejected: {},
} as const satisfies Record<string, Partial<Record<OrderAction, string>>>;

export type OrderStatus = keyof typeof transitions;
export type OrderAction = 'fill' | 'fillPart' | 'cancel' | 'expire' | 'reject';

export const orderStatuses = Object.keys(transitions) as readonly OrderStatus[];

/** The status after an action, or undefined where the action is not allowed. */
export const nextStatus = (status: OrderStatus, action: OrderAction): OrderStatus | undefined =>
  (transitions[status] as Partial<Record<OrderAction, OrderStatus>>)[action];
