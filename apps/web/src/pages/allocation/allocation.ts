import { keepPreviousData } from '@tanstack/react-query';
import type { AllocationKind } from '../../analysis/allocation-words.js';
import { api, client, type Schemas } from '../../api.js';

export type Allocation = Schemas['AllocationDto'];
export type Slice = Schemas['AllocationSliceDto'];
export type Rebalance = Schemas['RebalanceDto'];
export type PlannedTrade = Schemas['PlannedTradeDto'];

export const useAllocation = (id: string, by: AllocationKind) =>
  api.useQuery(
    'get',
    '/portfolios/{id}/allocation',
    { params: { path: { id }, query: { by } } },
    { placeholderData: keepPreviousData },
  );

/** Targets of one kind, in percent by key; they replace all of that kind. */
export async function saveTargets(
  id: string,
  by: AllocationKind,
  targets: Record<string, string>,
): Promise<void> {
  await client.PATCH('/portfolios/{id}/settings', {
    params: { path: { id } },
    body: { targets: { [by]: targets } },
  });
}

export type RebalanceWish = { cash: string; currency: string; maySell: boolean; wholeUnits: boolean };

/** What to buy and sell; without `cash`, with what the portfolio has. */
export async function planRebalance(id: string, wish: RebalanceWish): Promise<Rebalance | undefined> {
  const { cash, currency, maySell, wholeUnits } = wish;
  const { data } = await client.POST('/portfolios/{id}/rebalance', {
    params: { path: { id } },
    body: { maySell, wholeUnits, ...(cash && { cash: { amount: cash, currency } }) },
  });
  return data;
}
