/** Where an order can go, and what takes it there. An empty row is final. */
const transitions = {
  /** Reserved, and waits for its owner's word. */
  pending: { commit: 'open', cancel: 'cancelled', expire: 'expired' },
  /** A leg that waits for its entry. */
  waiting: { activate: 'open', replace: 'waiting', cancel: 'cancelled', expire: 'expired' },
  open: {
    trigger: 'open',
    fill: 'filled',
    fillPart: 'partly_filled',
    replace: 'open',
    cancel: 'cancelled',
    expire: 'expired',
    reject: 'rejected',
  },
  partly_filled: {
    fill: 'filled',
    fillPart: 'partly_filled',
    replace: 'partly_filled',
    cancel: 'cancelled',
    expire: 'expired',
  },
  filled: {},
  cancelled: {},
  expired: {},
  rejected: {},
} as const satisfies Record<string, Partial<Record<OrderAction, string>>>;

export type OrderStatus = keyof typeof transitions;
export type OrderAction =
  'commit' | 'activate' | 'trigger' | 'fill' | 'fillPart' | 'replace' | 'cancel' | 'expire' | 'reject';

export const orderStatuses = Object.keys(transitions) as readonly OrderStatus[];

/** The status after an action, or undefined where the action is not allowed. */
export const nextStatus = (status: OrderStatus, action: OrderAction): OrderStatus | undefined =>
  (transitions[status] as Partial<Record<OrderAction, OrderStatus>>)[action];

/** Whether an order can still change. */
export const isResting = (status: OrderStatus): boolean => Object.keys(transitions[status]).length > 0;

/** Whether the market can fill it. */
export const isLive = (status: OrderStatus): boolean => nextStatus(status, 'fill') !== undefined;

/** What its owner may do about an order at the moment: the API's checks and the web's buttons alike. */
export const ownerActions = ['commit', 'replace', 'cancel'] as const satisfies OrderAction[];
export type OwnerAction = (typeof ownerActions)[number];

export const actionsOf = (status: OrderStatus): OwnerAction[] =>
  ownerActions.filter((action) => nextStatus(status, action) !== undefined);
