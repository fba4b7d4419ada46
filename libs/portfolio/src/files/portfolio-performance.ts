import type { ActivityType } from '../activity.js';
import { fileAsset } from './file-asset.js';
import { isNegative, isZero, magnitude, quotient, sum } from './file-numbers.js';
import {
  type Cells,
  cellsOf,
  decideStyle,
  findHeader,
  Gathering,
  isBlankRow,
  nameKey,
  needHeader,
  readCurrency,
  unknownType,
} from './file-table.js';
import { type ReadOptions, type ReadResult, type ReadRow, RowProblem, type TableRow } from './import-row.js';
import { inSteps, type Steps } from './steps.js';

/** `messages.properties` and `messages_de.properties` of Portfolio Performance, `CSVColumn_*`. */
const names = {
  date: ['Date', 'Datum'],
  time: ['Time', 'Uhrzeit'],
  type: ['Type', 'Typ'],
  value: ['Value', 'Wert'],
  currency: ['Transaction Currency', 'Buchungswährung'],
  grossCurrency: ['Currency Gross Amount', 'Währung Bruttobetrag'],
  fees: ['Fees', 'Gebühren'],
  taxes: ['Taxes', 'Steuern'],
  shares: ['Shares', 'Stück'],
  isin: ['ISIN'],
  wkn: ['WKN'],
  ticker: ['Ticker Symbol', 'Symbol', 'Ticker-Symbol'],
  name: ['Security Name', 'Wertpapiername'],
  note: ['Note', 'Notiz'],
} as const;
type Column = keyof typeof names;

/** `labels.properties` and `labels_de.properties`: what both kinds of transactions are called. */
const kinds = {
  buy: ['Buy', 'Kauf'],
  sell: ['Sell', 'Verkauf'],
  deliveryIn: ['Delivery (Inbound)', 'Einlieferung'],
  deliveryOut: ['Delivery (Outbound)', 'Auslieferung'],
  transferIn: ['Transfer (Inbound)', 'Umbuchung (Eingang)'],
  transferOut: ['Transfer (Outbound)', 'Umbuchung (Ausgang)'],
  deposit: ['Deposit', 'Einlage'],
  removal: ['Removal', 'Entnahme'],
  dividend: ['Dividend', 'Dividends', 'Dividende'],
  interest: ['Interest', 'Zinsen'],
  interestCharge: ['Interest Charge', 'Zinsbelastung'],
  fees: ['Fees', 'Gebühren'],
  feesRefund: ['Fees Refund', 'Gebührenerstattung'],
  taxes: ['Taxes', 'Steuern'],
  taxRefund: ['Tax Refund', 'Steuerrückerstattung'],
} as const;
type Kind = keyof typeof kinds;
const kindByKey = new Map(
  (Object.entries(kinds) as [Kind, readonly string[]][]).flatMap(([kind, labels]) =>
    labels.map((label) => [nameKey(label), kind] as const),
  ),
);

const telling: readonly Column[] = ['date', 'type', 'value', 'currency', 'shares'];

export const portfolioPerformanceDetects = (rows: readonly TableRow[]): boolean =>
  findHeader(rows, names, telling) !== undefined;

/**
 * Both exports of Portfolio Performance: account transactions and portfolio transactions, which have the fees. Values
 * are net: with the fees of a purchase, without those of a sale.
 */
export function* readPortfolioPerformance(
  rows: readonly TableRow[],
  { currency }: ReadOptions,
): Steps<ReadResult> {
  const { index, header, positions } = needHeader<Column>(rows, names, ['date', 'type', 'value']);
  const data = rows.slice(index + 1).filter((row) => !isBlankRow(row));
  const style = yield* decideStyle<Column>(data, positions, {
    numbers: ['value', 'fees', 'taxes', 'shares'],
    dates: ['date'],
  });
  const gathering = new Gathering();
  yield* inSteps(data, (row) => {
    const cells = cellsOf(row, positions, style, header.cells);
    gathering.take(row.line, () => readRow(cells, currency, gathering));
  });
  return gathering.result();
}

function readRow(cells: Cells<Column>, fallback: string, gathering: Gathering): ReadRow | readonly ReadRow[] {
  const label = cells.need('type');
  const kind = kindByKey.get(nameKey(label));
  if (kind === undefined) throw unknownType(label, 'type');
  if ((kind === 'buy' || kind === 'sell') && !cells.has('fees')) {
    return gathering.passOver(
      cells.line,
      'Purchases and sales of an account are in the export of portfolio transactions with their fees: import that file too',
    );
  }
  const shares = magnitude(cells.number('shares') ?? '0');
  const isOfUnits = !isZero(shares) && kind !== 'dividend';
  return isOfUnits ? unitsRow(cells, kind, shares, fallback) : moneyRow(cells, kind, fallback);
}

const common = (
  cells: Cells<Column>,
  fallback: string,
): { day: string; at: string | null; currency: string; note: string } => ({
  ...cells.moment('date', cells.has('time') ? 'time' : undefined),
  currency: readCurrency(cells.text('currency') || fallback, 'currency').code,
  note: cells.text('note'),
});

function symbolOf(cells: Cells<Column>): string {
  const symbol = cells.text('ticker') || cells.text('isin') || cells.text('wkn') || cells.text('name');
  if (symbol !== '') return symbol;
  throw new RowProblem(
    'missing_value',
    'The row names no security: fill in its ticker symbol or ISIN',
    'Ticker Symbol',
  );
}

function assetOf(cells: Cells<Column>, currency: string): ReadRow['asset'] {
  const own = cells.text('grossCurrency');
  return fileAsset({
    symbol: symbolOf(cells),
    name: cells.text('name'),
    currency: own === '' ? currency : readCurrency(own, 'Currency Gross Amount').code,
    isin: cells.text('isin'),
  });
}

const unitTypes: Partial<Record<Kind, ActivityType>> = {
  buy: 'buy',
  sell: 'sell',
  deliveryIn: 'transfer_in',
  deliveryOut: 'transfer_out',
  transferIn: 'transfer_in',
  transferOut: 'transfer_out',
};

function unitsRow(cells: Cells<Column>, kind: Kind, shares: string, fallback: string): ReadRow {
  const type = unitTypes[kind];
  if (type === undefined)
    throw new RowProblem('not_supported', `${cells.text('type')} has shares: empty that cell`, 'Shares');
  const base = common(cells, fallback);
  const value = magnitude(cells.needNumber('value'));
  const fee = sum(magnitude(cells.number('fees') ?? '0'), magnitude(cells.number('taxes') ?? '0'));
  const isIn = type === 'buy' || type === 'transfer_in';
  const gross = isIn ? sum(value, `-${fee}`) : sum(value, fee);
  if (isNegative(gross)) {
    throw new RowProblem(
      'not_supported',
      'Fees and taxes are more than the value: correct one of them',
      'Fees',
    );
  }
  const isTransfer = type === 'transfer_in' || type === 'transfer_out';
  // Of a transfer the price is the cost; what left has the cost that it had here.
  const worth = isTransfer
    ? type === 'transfer_in'
      ? { price: quotient(gross, shares) }
      : {}
    : { amount: gross };
  return {
    line: cells.line,
    draft: { ...base, type, symbol: symbolOf(cells), quantity: shares, fee, ...worth },
    asset: assetOf(cells, base.currency),
  };
}

/** What the amount of each kind is, in its type: a refund is a fee below zero. */
const moneyTypes: Partial<Record<Kind, { readonly type: ActivityType; readonly sign: 1 | -1 }>> = {
  deposit: { type: 'deposit', sign: 1 },
  removal: { type: 'withdrawal', sign: 1 },
  transferIn: { type: 'transfer_in', sign: 1 },
  transferOut: { type: 'transfer_out', sign: 1 },
  interest: { type: 'interest', sign: 1 },
  interestCharge: { type: 'interest', sign: -1 },
  fees: { type: 'fee', sign: 1 },
  feesRefund: { type: 'fee', sign: -1 },
  taxes: { type: 'fee', sign: 1 },
  taxRefund: { type: 'fee', sign: -1 },
};

function moneyRow(cells: Cells<Column>, kind: Kind, fallback: string): ReadRow {
  const base = common(cells, fallback);
  const value = magnitude(cells.needNumber('value'));
  const costs = sum(magnitude(cells.number('fees') ?? '0'), magnitude(cells.number('taxes') ?? '0'));
  if (kind === 'dividend') {
    return {
      line: cells.line,
      draft: { ...base, type: 'dividend', symbol: symbolOf(cells), amount: sum(value, costs), fee: costs },
      asset: assetOf(cells, base.currency),
    };
  }
  const found = moneyTypes[kind];
  if (found === undefined)
    throw new RowProblem('missing_value', `${cells.text('type')} needs shares: fill them in`, 'Shares');
  const isAboutAsset = ['interest', 'fee'].includes(found.type) && cells.text('name') !== '';
  return {
    line: cells.line,
    draft: {
      ...base,
      type: found.type,
      amount: found.sign < 0 ? `-${value}` : value,
      ...(isAboutAsset && { symbol: symbolOf(cells) }),
    },
    ...(isAboutAsset && { asset: assetOf(cells, base.currency) }),
  };
}
