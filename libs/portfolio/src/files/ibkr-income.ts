import type { ActivityDraft } from '../activity-draft.js';
import { beginningOf, isNegative, isZero, magnitude, negated, sum } from './file-numbers.js';
import { type Gathering, readCurrency } from './file-table.js';
import { assetFor, type Instruments } from './ibkr-statement.js';
import { type ReadRow } from './import-row.js';

/** A line of dividends or of the tax on them, of a statement or a Flex query. */
export type IncomeLine = {
  readonly line: number;
  readonly isTax: boolean;
  readonly day: string;
  readonly currency: string;
  readonly description: string;
  readonly amount: string;
};

type Income = { readonly line: IncomeLine; gross: string; tax: string; hasDividend: boolean };

const about = /^(.+?)\s*\(([A-Z0-9]+)\)\s*(.*)$/;

/**
 * One payment of one asset on one day: what is in front of the country of the tax or the kind of the dividend is the
 * same in all of its lines. Corrections take back a line and write it anew, so that they are added up.
 */
const paymentKey = ({ day, currency, description }: IncomeLine): string => {
  const [, symbol = '', id = ''] = about.exec(beginningOf(description)) ?? [];
  const perUnit = /\b[A-Z]{3} ?[\d.]+ per share/i.exec(beginningOf(description))?.[0] ?? '';
  const isInLieu = /in lieu/i.test(description);
  return [day, currency, symbol, id, perUnit.toLowerCase(), isInLieu].join('|');
};

/** Dividends with the tax that was withheld from them; tax without a dividend is a fee (a refund one below zero). */
export function readIncome(
  lines: readonly IncomeLine[],
  instruments: Instruments,
  gathering: Gathering,
): void {
  const payments = new Map<string, Income>();
  for (const line of lines) {
    const key = paymentKey(line);
    const payment = payments.get(key) ?? { line, gross: '0', tax: '0', hasDividend: false };
    if (line.isTax) payment.tax = sum(payment.tax, line.amount);
    else payment.gross = sum(payment.gross, line.amount);
    payment.hasDividend ||= !line.isTax;
    payments.set(key, payment);
  }
  for (const payment of payments.values()) {
    gathering.take(payment.line.line, () => incomeRows(payment, instruments, gathering));
  }
}

function incomeRows(
  { line, gross, tax, hasDividend }: Income,
  instruments: Instruments,
  gathering: Gathering,
): readonly ReadRow[] {
  const [, symbol = '', id = ''] = about.exec(beginningOf(line.description)) ?? [];
  const currency = readCurrency(line.currency, 'Currency').code;
  const base: ActivityDraft = { day: line.day, currency, note: line.description };
  const asset = symbol === '' ? undefined : assetFor(symbol, currency, instruments, { isin: id });
  const named = asset === undefined ? {} : { asset };
  const rows: ReadRow[] = [];
  const isWithheld = hasDividend && !isZero(gross) && symbol !== '' && isNegative(tax);
  if (!isZero(gross)) {
    const isOfAsset = symbol !== '';
    rows.push({
      line: line.line,
      draft: {
        ...base,
        type: isOfAsset ? 'dividend' : 'interest',
        symbol: isOfAsset ? symbol : null,
        amount: gross,
        fee: isWithheld ? magnitude(tax) : null,
      },
      ...named,
    });
  }
  if (!isZero(tax) && !isWithheld) {
    const draft = { ...base, type: 'fee', symbol: symbol === '' ? null : symbol, amount: negated(tax) };
    rows.push({ line: line.line, draft, ...named });
  }
  return rows.length > 0
    ? rows
    : gathering.passOver(line.line, 'Dividends that were taken back again come to nothing');
}
