import { formatDay, formatMoment, formatMoney, formatPrice, formatRate } from '@tradeyard/ui';
import type { Transaction } from '../../account/account.js';
import type { Fact } from '../FactList.js';

/** All that is known about a transaction beside its amounts. */
export function transactionFacts(transaction: Transaction): Fact[] {
  const { id, at, valueDate, memo, counterparty, detail } = transaction;
  const { rate, rateDate, rateSource, fee, feeCurrency, price, priceCurrency, priceDate } = detail;
  const facts: (Fact | false)[] = [
    { label: 'Booked', value: formatMoment(at) },
    valueDate !== null && { label: 'Counts for', value: formatDay(valueDate) },
    counterparty !== null && {
      label: isOutgoing(transaction) ? 'To' : 'From',
      value: `${counterparty.displayName} (@${counterparty.handle})`,
    },
    memo !== null && { label: 'Note', value: memo },
    rate !== undefined && { label: 'Rate', value: rateValue(transaction, rate) },
    rateDate !== undefined && { label: 'Rate of', value: `${formatDay(rateDate)} (${rateSource ?? ''})` },
    fee !== undefined &&
      feeCurrency !== undefined && { label: 'Fee in it', value: formatMoney(fee, feeCurrency) },
    price !== undefined &&
      priceCurrency !== undefined && { label: 'Price of one', value: formatPrice(price, priceCurrency) },
    priceDate !== undefined && { label: 'Price of', value: formatDay(priceDate) },
    { label: 'Number', value: id },
  ];
  return facts.filter((fact) => fact !== false);
}

const isOutgoing = ({ changes }: Transaction): boolean =>
  changes.some(({ amount, held }) => amount.startsWith('-') || (!/[1-9]/.test(amount) && /[1-9]/.test(held)));

function rateValue({ changes }: Transaction, rate: string): string {
  const from = changes.find(({ amount }) => amount.startsWith('-'))?.asset;
  const to = changes.find(({ amount }) => !amount.startsWith('-'))?.asset;
  return from && to ? `1 ${from} = ${formatRate(rate)} ${to}` : formatRate(rate);
}
