import { formatMoment, formatMoney, formatPrice, formatQuantity, formatTime } from '@tradeyard/ui';
import type { Order } from '../account/account.js';
import type { TradingState } from './orders.js';

type Named = Pick<Order, 'side' | 'symbol' | 'quantity' | 'notional'>;

/** What was asked for: `Buy 2 AAPL`, `Sell $500.00 of AAPL`. */
export function orderTitle({ side, symbol, quantity, notional }: Named): string {
  const verb = side === 'buy' ? 'Buy' : 'Sell';
  if (quantity !== null) return `${verb} ${formatQuantity(quantity)} ${symbol}`;
  if (notional !== null) return `${verb} ${formatMoney(notional.amount, notional.currency)} of ${symbol}`;
  return `${verb} ${symbol}`;
}

export const typeWords: Record<Order['type'], string> = {
  market: 'Market',
  limit: 'Limit',
  stop: 'Stop',
  stop_limit: 'Stop limit',
  trailing_stop: 'Trailing stop',
};

type Priced = Pick<Order, 'type' | 'limitPrice' | 'stopPrice' | 'trailAmount' | 'trailPercent' | 'amount'>;

/** The type of an order with its prices: `Stop $200.00, limit $199.00`, `Trails by 5%`. */
export function priceWords({
  type,
  limitPrice,
  stopPrice,
  trailAmount,
  trailPercent,
  amount,
}: Priced): string {
  const price = (text: string | null) => formatPrice(text ?? '0', amount.currency);
  switch (type) {
    case 'market':
      return 'Market order';
    case 'limit':
      return `Limit ${price(limitPrice)}`;
    case 'stop':
      return `Stop ${price(stopPrice)}`;
    case 'stop_limit':
      return `Stop ${price(stopPrice)}, limit ${price(limitPrice)}`;
    case 'trailing_stop':
      return trailPercent === null
        ? `Trails by ${price(trailAmount)}`
        : `Trails by ${formatQuantity(trailPercent)}%`;
  }
}

export const statusWords: Record<Order['status'], string> = {
  pending: 'To be confirmed',
  waiting: 'Waits for its entry',
  open: 'Open',
  partly_filled: 'Partly filled',
  filled: 'Filled',
  cancelled: 'Cancelled',
  expired: 'Expired',
  rejected: 'Rejected',
};

export const legWords: Record<NonNullable<Order['legRole']>, string> = {
  entry: 'Entry',
  take_profit: 'Take-profit',
  stop_loss: 'Stop-loss',
};

export const timeInForceWords: Record<Order['timeInForce'], string> = {
  day: 'Today only',
  gtc: 'Until cancelled',
  ioc: 'At once, in part if need be',
  fok: 'At once and whole, or not at all',
  opg: 'At the next opening',
  cls: 'At the close',
  gtd: 'Until a date',
};

/** How long it may wait, with the moment where that says more. */
export const validityWords = ({
  timeInForce,
  expiresAt,
}: Pick<Order, 'timeInForce' | 'expiresAt'>): string =>
  timeInForce === 'gtd' && expiresAt !== null
    ? `Until ${formatMoment(expiresAt)}`
    : timeInForceWords[timeInForce];

/** What an order waits for, as a sentence without its full stop; null when it waits for nothing any more. */
export function waitingWords({ waitingFor, amount }: Pick<Order, 'waitingFor' | 'amount'>): string | null {
  if (waitingFor === null) return null;
  const { code, text } = waitingFor;
  return sentence(ofPrices.includes(code) ? withWrittenPrices(text, amount.currency) : text);
}

/** Reasons whose numbers are prices, and nothing else. */
const ofPrices = ['limit_not_met', 'stop_not_hit'];

const withWrittenPrices = (text: string, currency: string): string =>
  text.replaceAll(/\d+(\.\d+)?/g, (price) => formatPrice(price, currency));

/** The API's words begin small and tell the time of Greenwich; people read a sentence in the time of their own. */
export function sentence(words: string): string {
  const local = words.replaceAll(
    /(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?) UTC/g,
    (_, day: string, time: string) => nearMoment(`${day}T${time}Z`),
  );
  // Quantities come with all their places; people read those that count.
  const short = local.replaceAll(/\b\d+\.\d{8}\b/g, (quantity) => formatQuantity(quantity));
  return short.charAt(0).toUpperCase() + short.slice(1);
}

/** To the second where it is of today: things happen one after the other. */
export const nearMoment = (at: string): string =>
  new Date(at).toDateString() === new Date().toDateString() ? formatTime(at) : formatMoment(at);

/** What is reserved for it: `$440.88`, `2 AAPL`; null for nothing. */
export function reservedWords({ reservedCash, reservedQuantity, symbol }: Order): string | null {
  if (reservedCash !== null && isSome(reservedCash.amount))
    return formatMoney(reservedCash.amount, reservedCash.currency);
  if (reservedQuantity !== null && isSome(reservedQuantity))
    return `${formatQuantity(reservedQuantity)} ${symbol}`;
  return null;
}

const isSome = (decimal: string): boolean => /[1-9]/.test(decimal);

/** What an order has come to: a title and a line below it. */
export function outcomeWords(order: Order): [title: string, message: string] {
  const { side, symbol, filledQuantity, averagePrice, amount, fee } = order;
  const money = formatMoney(amount.amount, amount.currency);
  const feeWords = isSome(fee.amount)
    ? `, ${side === 'buy' ? 'and' : 'less'} a fee of ${formatMoney(fee.amount, fee.currency)}`
    : '';
  return [
    `${side === 'buy' ? 'Bought' : 'Sold'} ${formatQuantity(filledQuantity)} ${symbol}`,
    `${averagePrice === null ? '' : `At ${formatPrice(averagePrice, amount.currency)} each. `}${
      side === 'buy' ? 'You paid' : 'You received'
    } ${money}${feeWords}.`,
  ];
}

/** That trading is stopped, for whom, since when and why; without its full stop. */
export const stoppedWords = ({ isForAll, since, reason }: TradingState): string =>
  `${isForAll ? 'Trading is stopped for everybody' : 'You have stopped your trading'}${
    since === null ? '' : ` since ${formatMoment(since)}`
  }${reason === null ? '' : `: ${reason.replace(/\.$/, '')}`}`;
