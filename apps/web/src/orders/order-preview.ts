import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData } from '@tanstack/react-query';
import { api, type Schemas } from '../api.js';
import { fieldProblems, problemSentence, refusalSentence } from '../problem.js';
import type { PlaceOrder } from './orders.js';

export type OrderPreview = Schemas['OrderPreviewDto'];

const typingMs = 350;
/** Prices go on meanwhile. */
const askAgainMs = 5_000;

/** What an order would come to: asked when the typing stops, and again while one thinks about it. Null asks nothing. */
export function useOrderPreview(order: PlaceOrder | null) {
  const asked = JSON.stringify(order);
  const [settled] = useDebouncedValue(asked, typingMs);
  const body = JSON.parse(settled) as Schemas['PlaceOrderDto'] | null;
  const query = api.useQuery(
    'post',
    '/orders/preview',
    { body: body ?? nothing },
    {
      enabled: body !== null,
      placeholderData: keepPreviousData,
      refetchInterval: askAgainMs,
      retry: false,
      gcTime: 0,
    },
  );
  const isCurrent = body !== null && settled === asked && !query.isPlaceholderData;
  return {
    /** Of what was typed before, until the answer to what is typed now is there. */
    preview: order === null || query.isError ? null : (query.data ?? null),
    refusals: isCurrent ? refusalsOf(query.data, query.error) : [],
  };
}

const nothing = { symbol: '' } as Schemas['PlaceOrderDto'];

/** Why the order would be refused, in the words of a person; `field` is a path into the order. */
export type Refusal = { readonly field: string | null; readonly message: string };

function refusalsOf(preview: OrderPreview | undefined, error: unknown): Refusal[] {
  if (error) {
    const faults = fieldProblems(error);
    return faults.length > 0 ? [...faults] : [{ field: null, message: problemSentence(error) }];
  }
  return (preview?.refusals ?? [])
    .filter(({ code }) => !saidElsewhere.includes(code))
    .map(({ code, message, field }) => ({ field, message: refusalSentence(code, message) }));
}

/** A notice above the form says that trading is stopped, and an order's twin is asked about when it is sent. */
const saidElsewhere = ['trading_stopped', 'duplicate_order'];
