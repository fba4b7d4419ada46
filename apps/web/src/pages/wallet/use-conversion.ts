import { useForm } from '@mantine/form';
import { formatMoney } from '@tradeyard/ui';
import { useRefreshAccount, type Balance } from '../../account/account.js';
import { api, client, type Schemas } from '../../api.js';
import { amountFault, clean } from '../../forms/amount.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { crossRate } from './conversion.js';
import { mainCurrency } from './own-currencies.js';

/** What stands in the form; `given` is the side whose amount was typed. */
export type Conversion = {
  given: 'from' | 'to';
  fromAmount: string;
  fromCurrency: string;
  toAmount: string;
  toCurrency: string;
};

/** Every currency is rated against it by the central bank, so that rates of two currencies stay exact. */
const ratesBase = 'EUR';

/** The state of a conversion: the form, the rates behind it, and what it would come to now. */
export function useConversion(balances: readonly Balance[], to: string | null, onDone: () => void) {
  const refresh = useRefreshAccount();
  const rates = api.useQuery('get', '/rates', { params: { query: { base: ratesBase } } });
  const form = useForm<Conversion>({
    initialValues: initialConversion(balances, to),
    validate: {
      fromAmount: (amount, { given, fromCurrency }) =>
        given === 'from' ? amountFault(amount, fromCurrency) : null,
      toAmount: (amount, { given, toCurrency }) => (given === 'to' ? amountFault(amount, toCurrency) : null),
    },
  });
  const { fromCurrency, toCurrency } = form.values;
  const preview = rates.data ? crossRate(rates.data, fromCurrency, toCurrency) : null;
  const send = async (conversion: Conversion, retryKey: string): Promise<void> => {
    const { data } = await client.POST('/wallet/conversions', {
      params: { header: { 'Idempotency-Key': retryKey } },
      body: bodyOf(conversion),
    });
    await refresh();
    const got = data?.changes.find(({ amount }) => !amount.startsWith('-'));
    notifyDone(got ? `Received ${formatMoney(got.amount, got.asset)}` : 'Converted');
    onDone();
  };
  return { form, rates, preview, ...useSubmit(form, send, fieldOf) };
}

function initialConversion(balances: readonly Balance[], to: string | null): Conversion {
  const from = mainCurrency(balances.filter(({ currency }) => currency !== to));
  return {
    given: 'from',
    fromAmount: '',
    fromCurrency: from,
    toAmount: '',
    toCurrency: to ?? (from === 'USD' ? 'EUR' : 'USD'),
  };
}

const bodyOf = (conversion: Conversion): Schemas['ConversionDto'] => {
  const { given, fromAmount, fromCurrency, toAmount, toCurrency } = conversion;
  return {
    from: { currency: fromCurrency, ...(given === 'from' && { amount: clean(fromAmount) }) },
    to: { currency: toCurrency, ...(given === 'to' && { amount: clean(toAmount) }) },
  };
};

/** `from.amount` in the body is `fromAmount` in the form. */
const fieldOf = (path: string): string => path.replace(/\.(\w)/, (_, letter: string) => letter.toUpperCase());
