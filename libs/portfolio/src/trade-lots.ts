import {
  addDecimals,
  divide,
  getCurrency,
  multiplyDecimals,
  multiplyRatios,
  roundToMinor,
  type Day,
  type Decimal,
} from '@tradeyard/kernel';
import type { Activity } from './activity.js';
import type { LotLedger } from './lot-ledger.js';
import type { LotQueue } from './lot-queue.js';
import { unitCost } from './unit-cost.js';
import { unitsOf } from './unit-count.js';

/** What comes for the units or goes for them: exact, in the activity's currency, and the day whose rate it has. */
type Consideration = { readonly exact: Decimal; readonly day: Day; readonly isTransfer: boolean };

const nothing: Decimal = { digits: 0n, scale: 0 };
const negated = ({ digits, scale }: Decimal): Decimal => ({ digits: -digits, scale });

/** All of it without the fee: the amount where it is given, which is what was really paid. Unknown counts as nothing. */
export function grossOf({ quantity, price, amount }: Activity): Decimal {
  return amount ?? (quantity && price ? multiplyDecimals(quantity, price) : nothing);
}

/** What units come and go with: trades, transfers of assets and items. All others change no lot. */
export function bookTrade(ledger: LotLedger, activity: Activity): void {
  const { type, day, fee } = activity;
  const gross = grossOf(activity);
  if (type === 'buy' || type === 'cover' || type === 'item') {
    enter(ledger, activity, { exact: addDecimals(gross, fee), day, isTransfer: false });
  } else if (type === 'sell' || type === 'short') {
    leave(ledger, activity, { exact: addDecimals(gross, negated(fee)), day, isTransfer: false });
  } else if (type === 'transfer_in') {
    enter(ledger, activity, { exact: gross, day: activity.acquired ?? day, isTransfer: true });
  } else if (type === 'transfer_out') {
    leave(ledger, activity, { exact: nothing, day, isTransfer: true });
  }
}

/** Pays back what is owed, and holds the rest. */
function enter(ledger: LotLedger, activity: Activity, consideration: Consideration): void {
  const { long, short } = ledger.of(activity.symbol ?? '');
  exchange(ledger, activity, consideration, { closed: short, opened: long });
}

/** Gives what is held, and owes the rest. */
function leave(ledger: LotLedger, activity: Activity, consideration: Consideration): void {
  const { long, short } = ledger.of(activity.symbol ?? '');
  exchange(ledger, activity, consideration, { closed: long, opened: short });
}

function exchange(
  ledger: LotLedger,
  activity: Activity,
  { exact, day, isTransfer }: Consideration,
  { closed, opened }: { closed: LotQueue; opened: LotQueue },
): void {
  const { symbol, currency, quantity } = activity;
  if (symbol === null || !quantity) return;
  const units = unitsOf(quantity);
  if (units <= 0n) return;
  const value = ledger.valueOf(exact, currency, day);
  const closing = units < closed.total ? units : closed.total;
  const closingValue = part(value, closing, units);
  if (closing > 0n) {
    const kind = isTransfer ? 'transfer' : closed.side === 'long' ? 'sale' : 'cover';
    const pieces = ledger.take(closed, closing, activity);
    ledger.dispose({
      activity,
      symbol,
      kind,
      side: closed.side,
      pieces,
      amount: isTransfer ? null : closingValue,
    });
  }
  const opening = units - closing;
  if (opening === 0n) return;
  const own = roundToMinor(exact, getCurrency(currency).exponent, 'halfEven');
  opened.add({
    id: activity.id,
    acquired: activity.acquired ?? activity.day,
    order: ledger.nextOrder(),
    quantity: opening,
    cost: value - closingValue,
    own: own - part(own, closing, units),
    ownCurrency: currency,
    isCostKnown: !isTransfer || activity.price !== null,
    unitCost: ledger.rules.method === 'hifo' ? perUnit(ledger, exact, { quantity, currency, day }) : null,
  });
}

const part = (amount: bigint, quantity: bigint, whole: bigint): bigint =>
  quantity === whole ? amount : divide(amount * quantity, whole, 'halfEven');

function perUnit(
  ledger: LotLedger,
  exact: Decimal,
  { quantity, currency, day }: { quantity: Decimal; currency: string; day: Day },
) {
  // Over a common power of ten, so that the parts stay short and comparing is quick.
  const scale = Math.max(exact.scale, quantity.scale);
  const perOwn = {
    numerator: roundToMinor(exact, scale, 'down'),
    denominator: roundToMinor(quantity, scale, 'down'),
  };
  return unitCost(multiplyRatios(perOwn, ledger.rateOf(currency, day)));
}
