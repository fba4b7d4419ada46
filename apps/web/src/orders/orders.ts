import { api, client, type Schemas } from '../api.js';
import { waitingMs } from '../account/account.js';

export type PlaceOrder = Partial<Schemas['PlaceOrderDto']> & { symbol: string };
export type PlacedOrder = Schemas['PlacedOrderDto'];
export type OrderDetail = Schemas['OrderDetailDto'];
export type OrderEvent = Schemas['OrderEventDto'];
export type ReplaceOrder = Schemas['ReplaceOrderDto'];
export type Point = Schemas['PointDto'];
export type PlacePoint = Schemas['PlacePointDto'];
export type TradingState = Schemas['TradingStateDto'];

const pointsPageSize = 100;
/** Somebody else may stop trading for all. */
const tradingStateMs = 30_000;

/** One order with its history; read again for as long as it waits. */
export const useOrder = (id: string) =>
  api.useQuery(
    'get',
    '/orders/{id}',
    { params: { path: { id } } },
    { refetchInterval: ({ state }) => (state.data && isResting(state.data) ? waitingMs : false) },
  );

/** Whether something can still become of it. */
export const isResting = ({ actions }: Pick<Schemas['OrderDto'], 'actions'>): boolean => actions.length > 0;

/** Automated points that wait, newest first, page by page. */
export const usePoints = () =>
  api.useInfiniteQuery(
    'get',
    '/points',
    { params: { query: { limit: pointsPageSize } } },
    { pageParamName: 'cursor', initialPageParam: null, getNextPageParam: ({ next }) => next },
  );

/** Whether I can trade. */
export const useTradingState = () =>
  api.useQuery('get', '/trading/stop', {}, { refetchInterval: tradingStateMs });

const keyed = (key: string) => ({ header: { 'Idempotency-Key': key } });

export const placeOrder = async (body: PlaceOrder, key: string): Promise<PlacedOrder> =>
  answered(
    // What has a default may be left out, which the document cannot say.
    await client.POST('/orders', { params: keyed(key), body: body as Schemas['PlaceOrderDto'] }),
  );

export const commitOrder = async (id: string, key: string): Promise<PlacedOrder> =>
  answered(await client.POST('/orders/{id}/commit', { params: { path: { id }, ...keyed(key) } }));

export const cancelOrder = async (id: string, key: string): Promise<PlacedOrder> =>
  answered(await client.DELETE('/orders/{id}', { params: { path: { id }, ...keyed(key) } }));

export const replaceOrder = async (id: string, body: ReplaceOrder, key: string): Promise<PlacedOrder> =>
  answered(await client.PATCH('/orders/{id}', { params: { path: { id }, ...keyed(key) }, body }));

export const placePoint = async (body: PlacePoint, key: string): Promise<Point> =>
  answered(await client.POST('/points', { params: keyed(key), body }));

function answered<Answer>({ data }: { data?: Answer }): Answer {
  if (data === undefined) throw new Error('What was done about an order is answered with the order');
  return data;
}
