import { api, type Schemas } from '../api.js';

export type Snapshot = Schemas['SnapshotDto'];
export type SnapshotPosition = Schemas['SnapshotPositionDto'];
export type Gain = Schemas['GainDto'];

/** Values follow prices. */
const refreshMs = 15_000;

/** What a portfolio, a group or all together hold and are worth. */
export const useSnapshot = (id: string) =>
  api.useQuery(
    'get',
    '/portfolios/{id}/snapshot',
    { params: { path: { id } } },
    { refetchInterval: refreshMs },
  );

/** Whether there is something of it now: bought, short or owed. */
export const isHeld = ({ quantity }: Pick<SnapshotPosition, 'quantity'>): boolean => /[1-9]/.test(quantity);

export const isCash = (position: Pick<SnapshotPosition, 'class'>): boolean => position.class === 'cash';

/** What is held and nobody knows a price of. */
export const unpricedOf = ({ positions, unpriced }: Snapshot): string[] => [
  ...new Set([
    ...unpriced,
    ...positions.filter((each) => isHeld(each) && each.price === null).map(({ symbol }) => symbol),
  ]),
];
