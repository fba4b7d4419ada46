import { useForm } from '@mantine/form';
import { formatMoney } from '@tradeyard/ui';
import { useRefreshAccount, type Balance } from '../../account/account.js';
import { client } from '../../api.js';
import { amountFault } from '../../forms/amount.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { mainCurrency } from './own-currencies.js';
import { useTransferPreview, type Transfer } from './transfer-preview.js';

/** The state of a transfer: the form, what it costs, and how it is sent. */
export function useTransfer(balances: readonly Balance[], onDone: () => void) {
  const refresh = useRefreshAccount();
  const form = useForm<Transfer>({
    initialValues: { to: '', amount: '', currency: mainCurrency(balances), payWith: '', memo: '' },
    validate: {
      to: (to) => (to.trim() ? null : 'Enter the email or handle of the person'),
      amount: (amount, { currency }) => amountFault(amount, currency),
    },
    // Another transfer is paid with whatever suits it, until something else is chosen.
    onValuesChange: ({ currency, payWith }, before) => {
      if (payWith && currency !== before.currency) form.setFieldValue('payWith', '');
    },
  });
  const { bodyOf, learnFrom, ...cost } = useTransferPreview(form.values);
  const send = async (transfer: Transfer, retryKey: string): Promise<void> => {
    const body = await bodyOf(transfer);
    const { data } = await client
      .POST('/wallet/transfers', { params: { header: { 'Idempotency-Key': retryKey } }, body })
      .catch(async (refusal: unknown) => {
        await learnFrom(refusal);
        throw refusal;
      });
    await refresh();
    const { amount, currency } = body.amount;
    notifyDone(`Sent ${formatMoney(amount, currency)}`, `To ${data?.counterparty?.displayName ?? body.to}`);
    onDone();
  };
  return { form, cost, ...useSubmit(form, send) };
}
