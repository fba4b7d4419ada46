import { formatDay, formatPrice, formatQuantity, formatRate } from '@tradeyard/ui';
import type { Transaction } from './account.js';

/** A transaction in words: what it was, and what explains it. */
export function describeTransaction(transaction: Transaction): { title: string; detail: string | null } {
  const { memo, detail, counterparty } = transaction;
  const outgoing = transaction.changes.find(({ amount }) => amount.startsWith('-'));
  const incoming = transaction.changes.find(({ amount }) => !amount.startsWith('-'));
  switch (transaction.kind) {
    case 'deposit':
      return { title: 'Deposit', detail: memo };
    case 'withdrawal':
      return { title: 'Withdrawal', detail: memo };
    case 'transfer': {
      const name = counterparty?.displayName ?? 'somebody';
      return { title: outgoing ? `Sent to ${name}` : `Received from ${name}`, detail: memo };
    }
    case 'conversion':
      return {
        title: `Converted ${outgoing?.asset ?? ''} to ${incoming?.asset ?? ''}`,
        detail: rateWords(detail, outgoing?.asset, incoming?.asset),
      };
    case 'trade':
      return tradeWords(transaction);
    default:
      return { title: transaction.kind, detail: memo };
  }
}

function rateWords(detail: Transaction['detail'], from = '', to = ''): string | null {
  const { rate, rateDate, rateSource } = detail;
  if (!rate) return null;
  const source = rateDate ? `, ${rateSource ?? ''} ${formatDay(rateDate)}` : '';
  return `1 ${from} = ${formatRate(rate)} ${to}${source}`;
}

function tradeWords({ changes, detail }: Transaction): { title: string; detail: string | null } {
  const { symbol = '', side, price } = detail;
  // Cash moves in the currency of the price; the other change is what was traded.
  const traded = changes.find(({ asset, kind }) => kind === 'share' || symbol.startsWith(`${asset}-`));
  const cash = changes.find((change) => change !== traded);
  const quantity = traded?.amount.replace('-', '');
  return {
    title: `${side === 'sell' ? 'Sold' : 'Bought'} ${symbol}`,
    detail:
      quantity && price && cash ? `${formatQuantity(quantity)} at ${formatPrice(price, cash.asset)}` : null,
  };
}
