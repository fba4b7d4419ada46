import { assetOfLine, type AccountLine } from './degiro-line.js';
import { kindOfLine } from './degiro-words.js';
import {
  isNegative,
  isZero,
  magnitude,
  negated,
  product,
  quotient,
  readNumber,
  rounded,
  sum,
} from './file-numbers.js';
import { type Gathering } from './file-table.js';
import { type ReadRow, RowProblem } from './import-row.js';

/** Trades with what belongs to them by the order's id, and those that are no trades but changes of the asset. */
export function readDegiroOrders(lines: readonly AccountLine[], gathering: Gathering): void {
  const isChange = (line: AccountLine): boolean => line.trade !== undefined && line.trade.event !== '';
  const orders = Map.groupBy(
    lines.filter((line) => !isChange(line)),
    ({ orderId, line }) => orderId || `line ${line}`,
  );
  const changes = Map.groupBy(lines.filter(isChange), ({ day, trade }) => `${day}|${trade?.event ?? ''}`);
  for (const order of orders.values()) {
    const [first] = order;
    if (first) gathering.take(first.line, () => orderRows(order, gathering));
  }
  for (const change of changes.values()) {
    const [first] = change;
    if (first) gathering.take(first.line, () => changeRow(change, first, gathering));
  }
}

/** Places of the cents in which an account pays. */
const centPlaces = 2;

function orderRows(order: readonly AccountLine[], gathering: Gathering): readonly ReadRow[] {
  const trades = order.filter((line) => line.trade !== undefined);
  const [first] = trades;
  if (!first) {
    for (const line of order) gathering.take(line.line, () => loneRow(line, gathering));
    return [];
  }
  const settled = settlement(order, first.currency);
  const currency = settled?.currency ?? first.currency;
  const costs = order.filter(
    (line) => line.trade === undefined && kindOfLine(line.description) !== 'conversion',
  );
  const own = costs.filter((line) => line.currency === currency);
  const paid = sum(...own.map(({ amount }) => amount));
  const traded = sum(...trades.map(({ amount }) => magnitude(amount)));
  const rows = trades.map((line, index): ReadRow => {
    const share = settled && !isZero(traded) ? quotient(magnitude(line.amount), traded) : '1';
    return {
      line: line.line,
      draft: {
        day: line.day,
        at: line.at,
        type: line.trade?.isBuy === true ? 'buy' : 'sell',
        symbol: line.isin,
        quantity: readNumber(line.trade?.quantity ?? '', line.style),
        amount: settled ? rounded(product(settled.amount, share), centPlaces) : magnitude(line.amount),
        currency,
        // An order that was filled in parts has its fees once.
        fee: index === 0 && isNegative(paid) ? magnitude(paid) : null,
      },
      asset: assetOfLine(line),
    };
  });
  const others = costs.filter((line) => line.currency !== currency || !isNegative(paid));
  const fees = others.filter((line) => !isZero(line.amount)).map(feeRow);
  const converted = order.filter((line) => kindOfLine(line.description) === 'conversion');
  for (const line of converted)
    gathering.passOver(line.line, 'Currency conversions of a trade are in its amount');
  return [...rows, ...fees];
}

const feeRow = (line: AccountLine): ReadRow => ({
  line: line.line,
  draft: {
    day: line.day,
    at: line.at,
    type: 'fee',
    symbol: line.isin || null,
    amount: negated(line.amount),
    currency: line.currency,
    note: line.description,
  },
  ...(line.isin !== '' && { asset: assetOfLine(line) }),
});

/** What belongs to an order that is not in this file. */
function loneRow(line: AccountLine, gathering: Gathering): ReadRow | readonly ReadRow[] {
  if (kindOfLine(line.description) === 'conversion') {
    return gathering.passOver(line.line, 'Currency conversions within the account move nothing in or out');
  }
  return feeRow(line);
}

/** What the account paid in its own currency for a trade in another. */
function settlement(
  order: readonly AccountLine[],
  currency: string,
): { currency: string; amount: string } | undefined {
  const lines = order.filter(
    (line) =>
      line.trade === undefined && line.currency !== currency && kindOfLine(line.description) === 'conversion',
  );
  const [first] = lines;
  if (!first || lines.some((line) => line.currency !== first.currency)) return undefined;
  const amount = magnitude(sum(...lines.map((line) => line.amount)));
  return isZero(amount) ? undefined : { currency: first.currency, amount };
}

/** A split, or a change of the name or ISIN, is written as a sale of all old units and a purchase of the new ones. */
function changeRow(
  change: readonly AccountLine[],
  first: AccountLine,
  gathering: Gathering,
): ReadRow | readonly ReadRow[] {
  if (/geldmarkt|money market|cash fund/.test(first.trade?.event ?? '')) {
    for (const line of change.slice(1)) gathering.passOver(line.line, cashFund);
    return gathering.passOver(first.line, cashFund);
  }
  const sold = change.filter((line) => line.trade?.isBuy === false);
  const bought = change.filter((line) => line.trade?.isBuy === true);
  const [from, to] = [sold[0], bought[0]];
  if (!from || !to || change.length !== 2) {
    throw new RowProblem(
      'not_supported',
      `"${first.description.slice(0, 80)}" cannot be read: enter this split, merger or spin-off by hand`,
      'Description',
    );
  }
  const units = (line: AccountLine): string =>
    readNumber(line.trade?.quantity ?? '', line.style, 'Description');
  const [ratioTo, ratioFrom] = [units(to), units(from)];
  if (from.isin === to.isin && ratioTo === ratioFrom) {
    for (const line of change.slice(1)) gathering.passOver(line.line, sameUnits);
    return gathering.passOver(first.line, sameUnits);
  }
  const base = {
    day: first.day,
    symbol: from.isin,
    ratioTo,
    ratioFrom,
    currency: from.currency,
    note: first.description,
  };
  return from.isin === to.isin
    ? { line: first.line, draft: { ...base, type: 'split' }, asset: assetOfLine(from) }
    : { line: first.line, draft: { ...base, type: 'merger', target: to.isin }, asset: assetOfLine(to) };
}

const cashFund = 'Moves between cash and its money market fund stay in the account';
const sameUnits = 'Changes of a name leave the units as they are';
