import { isNegative, isZero, magnitude, negated, product } from './file-numbers.js';
import {
  type Cells,
  cellsOf,
  findHeader,
  Gathering,
  isBlankRow,
  needHeader,
  readCurrency,
  unknownType,
} from './file-table.js';
import { type IncomeLine, readIncome } from './ibkr-income.js';
import { assetFor } from './ibkr-statement.js';
import { type ReadResult, type ReadRow, RowProblem, type TableRow } from './import-row.js';

const tradeNames = {
  side: ['Buy/Sell'],
  day: ['DateTime', 'Date/Time', 'TradeDate'],
  isin: ['ISIN'],
  symbol: ['Symbol'],
  description: ['Description'],
  category: ['AssetClass', 'Asset Category'],
  multiplier: ['Multiplier'],
  quantity: ['Quantity'],
  price: ['TradePrice', 'Price'],
  currency: ['CurrencyPrimary', 'Currency'],
  commission: ['IBCommission', 'Commission'],
  commissionCurrency: ['IBCommissionCurrency'],
  level: ['LevelOfDetail'],
} as const;
type TradeColumn = keyof typeof tradeNames;

const cashNames = {
  type: ['Type'],
  day: ['SettleDate', 'Date/Time', 'DateTime', 'ReportDate'],
  isin: ['ISIN'],
  description: ['Description'],
  amount: ['Amount'],
  currency: ['CurrencyPrimary'],
  level: ['LevelOfDetail'],
} as const;
type CashColumn = keyof typeof cashNames;

const findTrades = (rows: readonly TableRow[]): boolean =>
  findHeader(rows, tradeNames, ['side', 'day', 'quantity', 'price', 'currency', 'commission']) !== undefined;
const findCash = (rows: readonly TableRow[]): boolean =>
  findHeader(rows, cashNames, ['type', 'day', 'description', 'amount', 'currency']) !== undefined;

export const flexDetects = (rows: readonly TableRow[]): boolean => findTrades(rows) || findCash(rows);

/** CSV of a Flex query with one section: trades, or cash transactions. */
export const readFlex = (rows: readonly TableRow[]): ReadResult =>
  findTrades(rows) ? readTrades(rows) : readCash(rows);

const style = { numbers: '.', dates: 'MDY' } as const;

function readTrades(rows: readonly TableRow[]): ReadResult {
  const { index, header, positions } = needHeader<TradeColumn>(rows, tradeNames, [
    'side',
    'day',
    'quantity',
    'price',
  ]);
  const gathering = new Gathering();
  for (const row of rows.slice(index + 1)) {
    if (isBlankRow(row)) continue;
    const cells = cellsOf(row, positions, style, header.cells);
    gathering.take(row.line, () => readTrade(cells, gathering));
  }
  return gathering.result();
}

function readTrade(cells: Cells<TradeColumn>, gathering: Gathering): ReadRow | readonly ReadRow[] {
  const level = cells.text('level').toUpperCase();
  if (level !== '' && level !== 'EXECUTION' && level !== 'ORDER') {
    return gathering.passOver(cells.line, 'Summaries and closed lots are parts of trades that are read');
  }
  const isin = cells.text('isin');
  const symbol = cells.text('symbol') || isin;
  if (cells.text('category') === 'CASH' || symbol === '' || /^[A-Z]{3}\.[A-Z]{3}$/.test(symbol)) {
    return gathering.passOver(cells.line, 'Currency conversions within the account move nothing in or out');
  }
  const currency = readCurrency(cells.need('currency'), 'CurrencyPrimary').code;
  const side = cells.need('side').toUpperCase();
  if (side !== 'BUY' && side !== 'SELL') throw unknownType(side, 'Buy/Sell');
  const factor = cells.number('multiplier') ?? '1';
  const commission = cells.number('commission') ?? '0';
  const feeCurrency = readCurrency(cells.text('commissionCurrency') || currency).code;
  const isOwnFee = feeCurrency === currency && (isNegative(commission) || isZero(commission));
  const moment = cells.moment('day');
  const row: ReadRow = {
    line: cells.line,
    draft: {
      ...moment,
      type: side === 'BUY' ? 'buy' : 'sell',
      symbol,
      quantity: magnitude(cells.needNumber('quantity')),
      price: product(cells.needNumber('price'), isZero(factor) ? '1' : factor),
      currency,
      fee: isOwnFee ? magnitude(commission) : '0',
    },
    asset: assetFor(symbol, currency, new Map(), { name: cells.text('description'), isin }),
  };
  if (isOwnFee || isZero(commission)) return row;
  const fee = { ...moment, type: 'fee', symbol, amount: negated(commission), currency: feeCurrency };
  return [row, { line: cells.line, draft: fee }];
}

type PlainKind = 'interest' | 'fee' | 'money';
const plainTypes: ReadonlyMap<string, PlainKind> = new Map<string, PlainKind>([
  ['broker interest paid', 'interest'],
  ['broker interest received', 'interest'],
  ['bond interest paid', 'interest'],
  ['bond interest received', 'interest'],
  ['other fees', 'fee'],
  ['commission adjustments', 'fee'],
  ['deposits/withdrawals', 'money'],
  ['deposits & withdrawals', 'money'],
]);

function readCash(rows: readonly TableRow[]): ReadResult {
  const { index, header, positions } = needHeader<CashColumn>(rows, cashNames, ['type', 'day', 'amount']);
  const gathering = new Gathering();
  const income: IncomeLine[] = [];
  for (const row of rows.slice(index + 1)) {
    if (isBlankRow(row)) continue;
    const cells = cellsOf(row, positions, style, header.cells);
    gathering.take(row.line, () => readCashRow(cells, income, gathering));
  }
  readIncome(income, new Map(), gathering);
  const result = gathering.result();
  return { ...result, rows: [...result.rows].sort((a, b) => a.line - b.line) };
}

function readCashRow(
  cells: Cells<CashColumn>,
  income: IncomeLine[],
  gathering: Gathering,
): ReadRow | readonly ReadRow[] {
  if (/^summary$/i.test(cells.text('level'))) {
    return gathering.passOver(cells.line, 'Summaries are parts of lines that are read');
  }
  const type = cells.need('type');
  const amount = cells.needNumber('amount');
  const { day } = cells.moment('day');
  const description = cells.text('description');
  const currency = readCurrency(cells.need('currency'), 'CurrencyPrimary').code;
  if (/^(dividends|payment in lieu of dividends|withholding tax)$/i.test(type)) {
    income.push({ line: cells.line, isTax: /tax$/i.test(type), day, currency, description, amount });
    return [];
  }
  const kind = plainTypes.get(type.toLowerCase());
  if (kind === undefined) throw unknownType(type, 'Type');
  if (isZero(amount)) throw new RowProblem('missing_value', 'Amount is zero: fill it in', 'Amount');
  const written = kind === 'interest' ? amount : kind === 'fee' ? negated(amount) : magnitude(amount);
  const named = kind === 'money' ? (isNegative(amount) ? 'withdrawal' : 'deposit') : kind;
  return { line: cells.line, draft: { day, type: named, amount: written, currency, note: description } };
}
