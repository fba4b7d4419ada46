import { useForm } from '@mantine/form';
import { ProblemError } from '@tradeyard/api-client';
import { formatMoney } from '@tradeyard/ui';
import { useRefreshAccount, type Balance } from '../../account/account.js';
import { api, client } from '../../api.js';
import { amountFault } from '../../forms/amount.js';
import { notifyDone } from '../../forms/notify.js';
import { NotYet, useSubmit } from '../../forms/submit.js';
import { crossRate } from './conversion.js';
import { useConversionQuote, type Conversion } from './conversion-quote.js';
import { mainCurrency } from './own-currencies.js';

/** Every currency is rated against it by the central bank, so that rates of two currencies stay exact. */
const ratesBase = 'EUR';

/** The state of a conversion: the form, the rates, and the quote that it would be booked by. */
export function useConversion(balances: readonly Balance[], to: string | null, onDone: () => void) {
  const refresh = useRefreshAccount();
  const rates = api.useQuery('get', '/rates', { params: { query: { base: ratesBase } } });
  const form = useForm<Conversion>({
    initialValues: initialConversion(balances, to),
    validate: {
      fromAmount: (amount, { given, fromCurrency }) =>
        given === 'from' ? amountFault(amount, fromCurrency) : null,
      toAmount: (amount, { given, toCurrency }) => (given === 'to' ? amountFault(amount, toCurrency) : null),
      toCurrency: (currency, { fromCurrency }) =>
        currency === fromCurrency ? 'Choose another currency than the one you pay with' : null,
    },
  });
  const { given, fromCurrency, toCurrency } = form.values;
  const quoted = useConversionQuote(form.values);
  const { quote, renew } = quoted;

  const send = async ({ memo }: Conversion, retryKey: string): Promise<void> => {
    if (!quote) {
      await renew();
      throw new NotYet('See below what you get, and convert it then.');
    }
    // Also when its time seems to be over: the answer to the first attempt may have been lost on the way back.
    const { data } = await client
      .POST('/wallet/conversions', {
        params: { header: { 'Idempotency-Key': retryKey } },
        body: { quoteId: quote.id, ...(memo.trim() && { memo }) },
      })
      .catch(async (refusal: unknown) => {
        if (!isOver(refusal)) throw refusal;
        await renew();
        throw new NotYet('The time of this offer was over. See below what you get now, and convert again.');
      });
    await refresh();
    const got = data?.changes.find(({ amount }) => !amount.startsWith('-'));
    notifyDone(got ? `Received ${formatMoney(got.amount, got.asset)}` : 'Converted');
    onDone();
  };

  const listed = rates.data ? crossRate(rates.data, fromCurrency, toCurrency) : null;
  const shownRate = quote
    ? { from: fromCurrency, to: toCurrency, rate: quote.rate, date: quote.rateDate, source: quote.rateSource }
    : listed;
  // What is wrong with a quote is wrong with the amount that it was asked for.
  const fieldOf = (path: string) => (path === 'quoteId' ? `${given}Amount` : path);
  return { form, rates, quoted, shownRate, ...useSubmit(form, send, fieldOf) };
}

const isOver = (error: unknown): boolean =>
  error instanceof ProblemError && (error.code === 'quote_expired' || error.code === 'quote_not_found');

function initialConversion(balances: readonly Balance[], to: string | null): Conversion {
  const from = mainCurrency(balances.filter(({ currency }) => currency !== to));
  return {
    given: 'from',
    fromAmount: '',
    fromCurrency: from,
    toAmount: '',
    toCurrency: to ?? (from === 'USD' ? 'EUR' : 'USD'),
    memo: '',
  };
}
