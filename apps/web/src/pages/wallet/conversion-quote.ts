import { useDebouncedValue } from '@mantine/hooks';
import { api, type Schemas } from '../../api.js';
import { amountFault, clean } from '../../forms/amount.js';

export type ConversionQuote = Schemas['ConversionQuoteDto'];

/** What stands in the form; `given` is the side whose amount was typed. */
export type Conversion = {
  given: 'from' | 'to';
  fromAmount: string;
  fromCurrency: string;
  toAmount: string;
  toCurrency: string;
  memo: string;
};

const typingMs = 350;

/** What a conversion comes to: quoted when the typing stops, and anew whenever something else is typed. */
export function useConversionQuote(values: Conversion) {
  const asked = JSON.stringify(quoteBody(values));
  const [settled] = useDebouncedValue(asked, typingMs);
  const body = JSON.parse(settled) as Schemas['AskQuoteDto'] | null;
  const query = api.useQuery(
    'post',
    '/wallet/quotes',
    { body: body ?? nothing },
    {
      enabled: body !== null,
      ...frozen,
    },
  );
  const isCurrent = body !== null && settled === asked;
  // A new offer that was refused leaves the old one in the query, and nobody is to take it for the new one.
  const isOffered = isCurrent && !query.isError;
  return {
    quote: isOffered ? (query.data ?? null) : null,
    /** When it arrived here, whatever the time is on the server. */
    quotedAtMs: query.dataUpdatedAt,
    isAsking: asked !== 'null' && (settled !== asked || query.isFetching),
    error: isCurrent ? query.error : null,
    renew: async (): Promise<void> => {
      await query.refetch();
    },
  };
}

/** What is shown is what will be booked: it changes only when something else is typed, or when somebody asks for it. */
const frozen = {
  staleTime: Infinity,
  gcTime: 0,
  retry: false,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;

const nothing: Schemas['AskQuoteDto'] = { from: { currency: '' }, to: { currency: '' } };

/** Null while there is nothing to ask yet. */
function quoteBody(values: Conversion): Schemas['AskQuoteDto'] | null {
  const { given, fromAmount, fromCurrency, toAmount, toCurrency } = values;
  const [amount, currency] = given === 'from' ? [fromAmount, fromCurrency] : [toAmount, toCurrency];
  if (amountFault(amount, currency) || fromCurrency === toCurrency) return null;
  return {
    from: { currency: fromCurrency, ...(given === 'from' && { amount: clean(fromAmount) }) },
    to: { currency: toCurrency, ...(given === 'to' && { amount: clean(toAmount) }) },
    side: given,
  };
}
