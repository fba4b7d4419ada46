import { formatDay, formatMoney, formatPrice, formatQuantity, formatRate } from '@tradeyard/ui';
import type { Transaction } from './account.js';

/** What a description needs of a transaction; an entry of a statement has all of it but the other currencies. */
export type Describable = Pick<
  Transaction,
  'kind' | 'memo' | 'detail' | 'counterparty' | 'changes' | 'valueDate' | 'reversedBy'
>;

type Words = { title: string; detail: string | null };

/** A transaction in words: what it was, and what explains it. */
export function describeTransaction(transaction: Describable): Words {
  const { title, detail } = plainWords(transaction);
  const { valueDate, reversedBy } = transaction;
  const notes = [valueDate && `counts for ${formatDay(valueDate)}`, reversedBy && 'taken back later'];
  const all = [detail, ...notes].filter(Boolean).join(' · ');
  // What people wrote stays as they wrote it.
  return { title, detail: (detail ? all : upperFirst(all)) || null };
}

function plainWords(transaction: Describable): Words {
  const { memo, detail, counterparty } = transaction;
  const name = counterparty?.displayName ?? 'somebody';
  const outgoing = transaction.changes.find(({ amount }) => amount.startsWith('-'));
  const incoming = transaction.changes.find(({ amount }) => !amount.startsWith('-'));
  switch (transaction.kind) {
    case 'deposit':
      return { title: 'Deposit', detail: memo };
    case 'withdrawal':
      return { title: 'Withdrawal', detail: memo };
    case 'transfer':
      return {
        title: outgoing ? `Sent to ${name}` : `Received from ${name}`,
        detail: transferDetail(transaction),
      };
    case 'conversion':
      return {
        title: ['Converted', outgoing?.asset, incoming && `to ${incoming.asset}`].filter(Boolean).join(' '),
        detail: rateWords(detail, outgoing?.asset, incoming?.asset),
      };
    case 'trade':
      return tradeWords(transaction);
    case 'hold':
      return { title: `Held for ${name}`, detail: memo };
    case 'release':
      return {
        title: `${detail['holdStatus'] === 'expired' ? 'Hold expired' : 'Hold released'}: ${name}`,
        detail: memo,
      };
    case 'capture':
      return {
        title: outgoing ? `Paid to ${name} from a hold` : `Received from ${name} from a hold`,
        detail: memo,
      };
    case 'reversal':
      return {
        title: counterparty ? givenBack(name, outgoing !== undefined) : takenBack(transaction),
        detail: memo,
      };
    case 'dividend':
      return { title: `Dividend of ${detail['symbol'] ?? 'shares'}`, detail: dividendWords(detail) };
    case 'split':
      return { title: `${detail['symbol'] ?? 'Shares'} split ${detail['ratio'] ?? ''}`.trim(), detail: null };
  }
}

const dividendWords = ({ quantity, amount, currency }: Describable['detail']): string | null =>
  quantity && amount && currency
    ? `${formatQuantity(quantity)} at ${formatPrice(amount, currency)} each`
    : null;

const givenBack = (name: string, isOutgoing: boolean): string =>
  isOutgoing ? `Given back to ${name}` : `Given back by ${name}`;

/** What was between a person and nobody else: what is opposed came in, left, or changed its currency. */
function takenBack({ changes: [first, ...others], detail }: Describable): string {
  if (others.length > 0 || detail['rate']) return 'Conversion taken back';
  return first?.amount.startsWith('-') ? 'Deposit taken back' : 'Withdrawal taken back';
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Who sent it sees what it was converted at; who received it was paid in that currency. */
const transferDetail = ({ memo, detail, changes }: Describable): string | null => {
  const isConverted = detail['rate'] && changes.some(({ amount }) => amount.startsWith('-'));
  return (
    [memo, isConverted && (memo ? 'converted on the way' : 'Converted on the way')]
      .filter(Boolean)
      .join(' · ') || null
  );
};

function rateWords(detail: Describable['detail'], from = '', to = ''): string | null {
  const { rate, rateDate, rateSource, fee, feeCurrency } = detail;
  if (!rate) return null;
  const day = rateDate ? `, ${rateSource ?? ''} ${formatDay(rateDate)}` : '';
  const source = fee && feeCurrency ? `${day}, fee ${formatMoney(fee, feeCurrency)}` : day;
  // A statement is of one currency, and knows one side of it.
  return from && to ? `1 ${from} = ${formatRate(rate)} ${to}${source}` : `at ${formatRate(rate)}${source}`;
}

function tradeWords({ changes, detail }: Describable): Words {
  const { symbol = '', side, price } = detail;
  // Cash moves in the currency of the price; the other change is what was traded.
  const traded = changes.find(({ asset, kind }) => kind === 'share' || symbol.startsWith(`${asset}-`));
  const cash = changes.find((change) => change !== traded);
  const quantity = traded?.amount.replace('-', '');
  return {
    title: `${side === 'sell' ? 'Sold' : 'Bought'} ${symbol}`,
    detail:
      quantity && price && cash
        ? `${formatQuantity(quantity)} at ${formatPrice(price, cash.asset)}`
        : price && cash
          ? `at ${formatPrice(price, cash.asset)} each`
          : null,
  };
}
