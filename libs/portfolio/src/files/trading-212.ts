import type { ActivityDraft } from '../activity-draft.js';
import { fileAsset } from './file-asset.js';
import { clip, isZero, magnitude, product, quotient, readNumber, rounded, sum } from './file-numbers.js';
import {
  type Cells,
  cellsOf,
  findHeader,
  Gathering,
  isBlankRow,
  needHeader,
  nameKey,
  readCurrency,
  unknownType,
} from './file-table.js';
import { type ReadOptions, type ReadResult, type ReadRow, RowProblem, type TableRow } from './import-row.js';
import { inSteps, type Steps } from './steps.js';

const names = {
  action: ['Action'],
  time: ['Time', 'Time (UTC)'],
  isin: ['ISIN'],
  ticker: ['Ticker'],
  name: ['Name'],
  notes: ['Notes'],
  quantity: ['No. of shares'],
  price: ['Price / share'],
  priceCurrency: ['Currency (Price / share)'],
  total: ['Total'],
  totalCurrency: ['Currency (Total)'],
  tax: ['Withholding tax'],
  taxCurrency: ['Currency (Withholding tax)'],
} as const;
type Column = keyof typeof names;

/** Of trades; each has its currency in the next column or, in older files, in its own name: `Total (EUR)`. */
const feeNames = [
  'Currency conversion fee',
  'Stamp duty reserve tax',
  'Transaction fee',
  'Finra fee',
  'French transaction tax',
  'PTM Levy',
  'Stamp duty',
];

type AmountColumn = { readonly position: number; readonly currency: (cells: readonly string[]) => string };

/** Only these are there whatever happened in the time of the file. */
export const trading212Detects = (rows: readonly TableRow[]): boolean => {
  const found = findHeader(rows, names, ['action', 'time']);
  const header = found && rows[found.index]?.cells;
  if (!header) return false;
  const keys = header.map(nameKey);
  return keys.some((key) => key.startsWith('total')) && (keys.includes('id') || keys.includes('ticker'));
};

/** The CSV of Trading 212's history, in any order of its columns: which are there depends on what happened. */
export function* readTrading212(rows: readonly TableRow[], { currency }: ReadOptions): Steps<ReadResult> {
  const { index, header, positions } = needHeader<Column>(rows, names, ['action', 'time']);
  const titles = header.cells;
  const total = amountColumn(titles, 'Total');
  const fees = feeNames.map((name) => amountColumn(titles, name)).filter((fee) => fee !== undefined);
  const gathering = new Gathering();
  yield* inSteps(rows.slice(index + 1), (row) => {
    if (isBlankRow(row)) return;
    const cells = cellsOf(row, positions, { numbers: '.', dates: 'DMY' }, titles);
    const paid = (): Paid => paidIn(row, total, fees, titles, currency);
    gathering.take(row.line, () => readRow(cells, paid, gathering));
  });
  return gathering.result();
}

/** Where an amount stands and what its currency is. */
function amountColumn(titles: readonly string[], name: string): AmountColumn | undefined {
  const keys = titles.map(nameKey);
  const plain = keys.indexOf(nameKey(name));
  if (plain >= 0) {
    const place = keys.indexOf(nameKey(`Currency (${name})`));
    return { position: plain, currency: (cells) => (cells[place] ?? '').trim() };
  }
  const inTitle = titles.findIndex((title) => new RegExp(`^${name} \\([A-Z]{3}\\)$`, 'i').test(title.trim()));
  if (inTitle < 0) return undefined;
  const code = /\(([A-Z]{3})\)/i.exec(titles[inTitle] ?? '')?.[1] ?? '';
  return { position: inTitle, currency: () => code };
}

type Paid = {
  readonly total: string;
  readonly currency: string;
  /** In that currency. */
  readonly fees: string;
  /** Stamp duty of a foreign country is in its currency, though the account paid it in its own. */
  readonly foreign: { readonly currency: string; readonly amount: string } | undefined;
};

/** What the account paid or got, and the fees within it. */
function paidIn(
  { cells }: TableRow,
  total: AmountColumn | undefined,
  fees: readonly AmountColumn[],
  titles: readonly string[],
  fallback: string,
): Paid {
  const title = total === undefined ? 'Total' : titles[total.position];
  const amount = total === undefined ? '' : (cells[total.position] ?? '').trim();
  if (amount === '') {
    throw new RowProblem(
      'missing_value',
      `${title} has no amount: fill in what the account paid or got`,
      title,
    );
  }
  const code = readCurrency(total?.currency(cells) || fallback, title).code;
  const costs = fees.flatMap((fee) => {
    const cell = (cells[fee.position] ?? '').trim();
    const number = cell === '' ? '0' : magnitude(readNumber(cell, '.', titles[fee.position]));
    if (isZero(number)) return [];
    const { code: currency, isHundredth } = readCurrency(fee.currency(cells) || code, titles[fee.position]);
    return [{ currency, amount: isHundredth ? product(number, '0.01') : number }];
  });
  const others = costs.filter(({ currency }) => currency !== code);
  const [foreign] = others;
  if (others.some(({ currency }) => currency !== foreign?.currency)) {
    throw new RowProblem('not_supported', 'The fees are in three currencies: enter this trade by hand');
  }
  return {
    total: readNumber(amount, '.', title),
    currency: code,
    fees: sum(...costs.filter(({ currency }) => currency === code).map((cost) => cost.amount)),
    foreign: foreign && { currency: foreign.currency, amount: sum(...others.map((cost) => cost.amount)) },
  };
}

function readRow(cells: Cells<Column>, paid: () => Paid, gathering: Gathering): ReadRow | readonly ReadRow[] {
  const action = cells.need('action');
  const moment = cells.moment('time');
  const draft = { ...moment, note: cells.text('notes') || null };
  if (/^(market|limit|stop|stop limit|pie)?\s*(buy|sell)$/i.test(action))
    return readTrade(cells, paid(), draft);
  if (/^dividend/i.test(action)) return readDividend(cells, paid, draft);
  const money = (type: string, isSigned = false): ReadRow => {
    const { total, currency } = paid();
    return {
      line: cells.line,
      draft: { ...draft, type, amount: isSigned ? total : magnitude(total), currency },
    };
  };
  if (/^(interest on cash|lending interest|share lending interest)/i.test(action))
    return money('interest', true);
  if (/^deposit/i.test(action)) return money('deposit');
  if (/^withdrawal/i.test(action)) return money('withdrawal');
  if (/^(spending )?cashback/i.test(action)) return money('interest', true);
  if (/^(card debit|card credit|new card cost)/i.test(action)) {
    return money(paid().total.startsWith('-') || /debit|cost/i.test(action) ? 'withdrawal' : 'deposit');
  }
  if (/^currency conversion/i.test(action)) {
    return gathering.passOver(cells.line, 'Currency conversions within the account move nothing in or out');
  }
  if (/^result adjustment/i.test(action)) {
    return gathering.passOver(
      cells.line,
      'Result adjustments correct what the account shows, not what it holds',
    );
  }
  if (/^stock (distribution|split)|^(stock )?(split|merger|spin)/i.test(action)) {
    throw new RowProblem(
      'not_supported',
      `Trading 212 does not write the ratio of "${clip(action)}": enter the split, merger or spin-off by hand`,
      'Action',
    );
  }
  throw unknownType(action, 'Action');
}

/** In the currency in which the account paid, which is not always the one of the price. */
function readTrade(cells: Cells<Column>, paid: Paid, draft: ActivityDraft): ReadRow {
  const quantity = magnitude(cells.needNumber('quantity'));
  if (isZero(quantity)) {
    throw new RowProblem('missing_value', 'No. of shares is zero: fill it in', 'No. of shares');
  }
  const isBuy = /buy$/i.test(cells.text('action'));
  const { code, isHundredth } = readCurrency(cells.need('priceCurrency'), 'Currency (Price / share)');
  const listed = cells.needNumber('price');
  const price = isHundredth ? product(listed, '0.01') : listed;
  const fee = sum(paid.fees, foreignFee(paid, isBuy, code, product(price, quantity)));
  const gross = isBuy ? sum(magnitude(paid.total), `-${fee}`) : sum(magnitude(paid.total), fee);
  return {
    line: cells.line,
    draft: {
      ...draft,
      type: isBuy ? 'buy' : 'sell',
      symbol: cells.need('ticker'),
      quantity,
      // In one currency the price is as it was listed; the total is rounded to the cent.
      ...(code === paid.currency ? { price } : { amount: gross }),
      currency: paid.currency,
      fee,
    },
    asset: assetOf(cells, code),
  };
}

/** A fee in the currency of the price, at the rate at which the account paid for all of the trade. */
function foreignFee({ total, fees, foreign }: Paid, isBuy: boolean, code: string, traded: string): string {
  if (foreign === undefined) return '0';
  const [paid, listed] = isBuy
    ? [sum(magnitude(total), `-${fees}`), sum(traded, foreign.amount)]
    : [sum(magnitude(total), fees), sum(traded, `-${foreign.amount}`)];
  if (foreign.currency !== code || isZero(listed)) {
    throw new RowProblem(
      'not_supported',
      `A fee is in ${foreign.currency}, which neither the price nor the total is in: enter this trade by hand`,
    );
  }
  return rounded(product(foreign.amount, quotient(paid, listed)), 4);
}

/** The total is what came in, after tax; where the tax is in another currency, the price and the units say it too. */
function readDividend(cells: Cells<Column>, paid: () => Paid, draft: ActivityDraft): ReadRow {
  const symbol = cells.need('ticker');
  const { code, isHundredth } = readCurrency(cells.text('priceCurrency') || paid().currency);
  const tax = magnitude(cells.number('tax') ?? '0');
  const taxCurrency = isZero(tax) ? undefined : readCurrency(cells.text('taxCurrency') || code);
  const owed = taxCurrency?.isHundredth ? product(tax, '0.01') : tax;
  const asset = assetOf(cells, code);
  const { total, currency } = paid();
  if (taxCurrency === undefined || taxCurrency.code === currency) {
    const amount = sum(magnitude(total), owed);
    return {
      line: cells.line,
      draft: { ...draft, type: 'dividend', symbol, amount, currency, fee: owed },
      asset,
    };
  }
  if (taxCurrency.code !== code) {
    throw new RowProblem(
      'not_supported',
      `The tax is in ${taxCurrency.code}, which neither the price nor the total is in: enter this dividend by hand`,
      'Currency (Withholding tax)',
    );
  }
  const listed = product(cells.needNumber('price'), magnitude(cells.needNumber('quantity')));
  const net = rounded(isHundredth ? product(listed, '0.01') : listed, 4);
  return {
    line: cells.line,
    draft: { ...draft, type: 'dividend', symbol, amount: sum(net, owed), currency: code, fee: owed },
    asset,
  };
}

const assetOf = (cells: Cells<Column>, currency: string): ReadRow['asset'] =>
  fileAsset({ symbol: cells.need('ticker'), name: cells.text('name'), currency, isin: cells.text('isin') });
