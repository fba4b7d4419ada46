import { ProblemError } from '@tradeyard/api-client';
import { useDebouncedValue } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { api, type Schemas } from '../../api.js';
import { amountFault, clean } from '../../forms/amount.js';
import { NotYet } from '../../forms/submit.js';

export type TransferPreview = Schemas['TransferPreviewDto'];
type TransferBody = Schemas['TransferDto'];

/** What stands in the form; `payWith` is empty until another currency was chosen than the one that is suggested. */
export type Transfer = { to: string; amount: string; currency: string; payWith: string; memo: string };

const typingMs = 350;

/** What a transfer would cost, asked while it is typed, and what to send so that it costs no more. */
export function useTransferPreview(values: Transfer) {
  const queries = useQueryClient();
  const [settled] = useDebouncedValue(values, typingMs);
  const body = previewBody(settled);
  const isCurrent = JSON.stringify(body) === JSON.stringify(previewBody(values));
  const query = api.useQuery(...previewQuery(body ?? nothing), {
    enabled: body !== null,
    ...frozen,
  });
  const shown = body && isCurrent ? query.data : undefined;

  /** The same body for the same form until the rate is known to have changed, so that a retry is a repetition. */
  const bodyOf = async (transfer: Transfer): Promise<TransferBody> => {
    const asked = previewBody(transfer) ?? nothing;
    const [method, path, init] = previewQuery(asked);
    const { cost, rate } = await queries.query(api.queryOptions(method, path, init, { ...frozen }));
    if (rate !== null && !shown) throw new NotYet('See below what this costs, and send it again.');
    const { from: _, ...plain } = asked;
    return {
      ...plain,
      ...(rate !== null && { from: cost }),
      ...(transfer.memo.trim() && { memo: transfer.memo }),
    };
  };

  /** Shows what it costs now where that is why the transfer was refused. */
  const learnFrom = async (error: unknown): Promise<void> => {
    if (error instanceof ProblemError && error.code === 'rate_changed') await query.refetch();
  };

  return {
    preview: shown ?? null,
    isAsking: previewBody(values) !== null && (!isCurrent || query.isFetching),
    error: body && isCurrent ? query.error : null,
    bodyOf,
    learnFrom,
  };
}

/** What is shown is what will be paid: it changes only when another transfer is typed, or when the API refuses it. */
const frozen = {
  staleTime: Infinity,
  gcTime: 0,
  retry: false,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;

const nothing: TransferBody = { to: '', amount: { amount: '', currency: '' } };

const previewQuery = (body: TransferBody) => ['post', '/wallet/transfers/preview', { body }] as const;

/** Null while there is nothing to ask yet. */
function previewBody({ to, amount, currency, payWith }: Transfer): TransferBody | null {
  if (!to.trim() || amountFault(amount, currency)) return null;
  return {
    to: to.trim(),
    amount: { amount: clean(amount), currency },
    ...(payWith && { from: { currency: payWith } }),
  };
}
