import { DomainError } from '@tradeyard/kernel';
import type { ActivityDraft } from '../activity-draft.js';
import { clip, isNegative, isZero, magnitude, negated } from './file-numbers.js';
import { Gathering, readCurrency } from './file-table.js';
import { readCorporateActions } from './ibkr-corporate.js';
import { flexDetects, readFlex } from './ibkr-flex.js';
import { type IncomeLine, readIncome } from './ibkr-income.js';
import {
  assetFor,
  type Instruments,
  instrumentsOf,
  instrumentSection,
  isStatementHeader,
  type StatementCells,
  statementRows,
} from './ibkr-statement.js';
import { type ReadResult, type ReadRow, RowProblem, type TableRow } from './import-row.js';

/** Sections of which every statement has one; those of other languages are not read. */
const known =
  /^\ufeff?(statement|account information|trades|dividends|deposits & withdrawals|net asset value)$/i;

export const interactiveBrokersDetects = (rows: readonly TableRow[]): boolean =>
  rows.some((row) => isStatementHeader(row) && known.test(row.cells[0]?.trim() ?? '')) || flexDetects(rows);

/** The activity statement as CSV, or CSV of a Flex query of trades or of cash transactions. */
export function readInteractiveBrokers(rows: readonly TableRow[]): ReadResult {
  if (flexDetects(rows)) return readFlex(rows);
  const data = statementRows(rows);
  if (!rows.some(({ cells: [, kind = ''] }) => kind.trim() === 'Header')) {
    const message = 'The file has no sections of an activity statement: export the statement as CSV';
    throw new DomainError('csv_malformed', message, 'header');
  }
  const instruments = instrumentsOf(data);
  const gathering = new Gathering();
  const income: IncomeLine[] = [];
  const corporate: StatementCells[] = [];
  const hasOrders = data.some(
    ({ section, cells }) => /^trades$/i.test(section) && cells.text('discriminator') === 'Order',
  );
  for (const { section, cells } of data) {
    const key = section.toLowerCase();
    if (key === 'corporate actions') corporate.push(cells);
    else if (key === 'dividends' || key === 'payment in lieu of dividends' || key === 'withholding tax') {
      gathering.take(cells.line, () => {
        income.push(incomeLine(cells, key === 'withholding tax'));
        return [];
      });
    } else gathering.take(cells.line, () => readRow(section, cells, { instruments, hasOrders, gathering }));
  }
  readIncome(income, instruments, gathering);
  readCorporateActions(corporate, instruments, gathering);
  const result = gathering.result();
  return { ...result, rows: [...result.rows].sort((a, b) => a.line - b.line) };
}

type Context = {
  readonly instruments: Instruments;
  readonly hasOrders: boolean;
  readonly gathering: Gathering;
};

const incomeLine = (cells: StatementCells, isTax: boolean): IncomeLine => ({
  line: cells.line,
  isTax,
  day: cells.moment('date').day,
  currency: cells.need('currency'),
  description: cells.text('description'),
  amount: cells.needNumber('amount'),
});

/** Sections that say how things stand, and so no activities. */
const describing = new Set([
  instrumentSection.toLowerCase(),
  'statement',
  'account information',
  'codes',
  'notes/legal notes',
]);

function readRow(section: string, cells: StatementCells, context: Context): ReadRow | readonly ReadRow[] {
  const key = section.toLowerCase();
  if (key === 'trades') return readTrade(cells, context);
  if (key === 'transfers') return readTransfer(cells, context);
  if (key === 'deposits & withdrawals') return readMoney(cells, 'deposit');
  if (key === 'interest') return readMoney(cells, 'interest');
  if (key === 'fees') return readMoney(cells, 'fee');
  if (key === 'transaction fees') return readTransactionFee(cells, context);
  if (describing.has(key)) return [];
  return context.gathering.passOver(cells.line, `The section "${clip(section)}" is a report of other lines`);
}

function readMoney(cells: StatementCells, kind: 'deposit' | 'interest' | 'fee'): ReadRow {
  const amount = cells.needNumber('amount');
  const type = kind === 'deposit' && isNegative(amount) ? 'withdrawal' : kind;
  const written = kind === 'deposit' ? magnitude(amount) : kind === 'fee' ? negated(amount) : amount;
  const currency = readCurrency(cells.need('currency'), 'Currency').code;
  const day = cells.moment(cells.has('date') ? 'date' : 'dateTime').day;
  return {
    line: cells.line,
    draft: { day, type, amount: written, currency, note: cells.text('description') },
  };
}

/** Stamp duties and the like, which the commission does not have in it. */
function readTransactionFee(cells: StatementCells, { instruments }: Context): ReadRow {
  const currency = readCurrency(cells.need('currency'), 'Currency').code;
  const symbol = cells.need('symbol');
  return {
    line: cells.line,
    draft: {
      ...cells.moment(cells.has('dateTime') ? 'dateTime' : 'date'),
      type: 'fee',
      symbol,
      amount: negated(cells.needNumber('amount')),
      currency,
      note: cells.text('description'),
    },
    asset: assetFor(symbol, currency, instruments),
  };
}

function readTrade(
  cells: StatementCells,
  { instruments, hasOrders, gathering }: Context,
): ReadRow | readonly ReadRow[] {
  const category = cells.text('category');
  const kind = cells.text('discriminator');
  if (hasOrders ? kind !== 'Order' : !/^(trade|execution)$/i.test(kind)) {
    return gathering.passOver(cells.line, 'Executions and closed lots are parts of orders that are read');
  }
  if (/^forex/i.test(category)) {
    return gathering.passOver(cells.line, 'Currency conversions within the account move nothing in or out');
  }
  if (/futures|cfd/i.test(category)) {
    throw new RowProblem(
      'not_supported',
      `${clip(category)} are paid by margin, which is not kept here: enter their gain or loss as interest`,
      'Asset Category',
    );
  }
  const codes = cells
    .text('code')
    .split(/[;,]/)
    .map((code) => code.trim());
  if (codes.includes('Ca')) {
    throw new RowProblem(
      'not_supported',
      'This line cancels a trade: take both lines out of the file',
      'Code',
    );
  }
  const quantity = cells.needNumber('quantity');
  const isSale = isNegative(quantity);
  const [isOpening, isClosing] = [codes.includes('O'), codes.includes('C')];
  if (isOpening && isClosing) {
    throw new RowProblem(
      'not_supported',
      'This trade closes a position and opens the opposite: enter both by hand',
      'Code',
    );
  }
  const currency = readCurrency(cells.need('currency'), 'Currency').code;
  const symbol = cells.need('symbol');
  const draft: ActivityDraft = {
    ...cells.moment('dateTime'),
    type: isSale ? (isOpening ? 'short' : 'sell') : isClosing ? 'cover' : 'buy',
    symbol,
    quantity: magnitude(quantity),
    // Bonds are quoted in percent, options by one of their units.
    ...(/^(stocks|mutual funds|warrants)/i.test(category)
      ? { price: cells.needNumber('price') }
      : { amount: magnitude(cells.needNumber('proceeds')) }),
    currency,
  };
  const commission = cells.number('commission') ?? '0';
  const row: ReadRow = {
    line: cells.line,
    draft: { ...draft, fee: isNegative(commission) ? magnitude(commission) : '0' },
    asset: assetFor(symbol, currency, instruments, { category }),
  };
  // A rebate of the exchange was more than the commission.
  if (isNegative(commission) || isZero(commission)) return row;
  const rebate = { day: draft.day, at: draft.at, type: 'fee', symbol, amount: negated(commission), currency };
  return [row, { line: cells.line, draft: rebate }];
}

/** Of another broker or account; what the units cost is written for few of them. */
function readTransfer(cells: StatementCells, { instruments }: Context): ReadRow {
  const currency = readCurrency(cells.need('currency'), 'Currency').code;
  const day = cells.moment('date').day;
  const note = [cells.text('type'), cells.text('direction')].filter((text) => text !== '').join(' ');
  const quantity = cells.number('quantity') ?? '0';
  const isOut = /^out/i.test(cells.text('direction')) || isNegative(quantity);
  const type = isOut ? 'transfer_out' : 'transfer_in';
  if (/^cash/i.test(cells.text('category')) || isZero(quantity)) {
    const amount = magnitude(cells.needNumber('cash'));
    return { line: cells.line, draft: { day, type, amount, currency, note } };
  }
  const symbol = cells.need('symbol');
  const price = /^[\d.,]+$/.test(cells.text('price')) ? cells.number('price') : null;
  return {
    line: cells.line,
    draft: {
      day,
      type,
      symbol,
      quantity: magnitude(quantity),
      price: price === null || isZero(price) ? null : price,
      currency,
      note,
    },
    asset: assetFor(symbol, currency, instruments, { category: cells.text('category') }),
  };
}
