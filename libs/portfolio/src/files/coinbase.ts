import { findCurrency } from '@tradeyard/kernel';
import type { ActivityDraft } from '../activity-draft.js';
import { fileAsset } from './file-asset.js';
import {
  beginningOf,
  clip,
  isNegative,
  isZero,
  magnitude,
  product,
  readNumber,
  sum,
} from './file-numbers.js';
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

const names = {
  id: ['ID'],
  timestamp: ['Timestamp'],
  type: ['Transaction Type'],
  asset: ['Asset'],
  quantity: ['Quantity Transacted'],
  currency: ['Price Currency', 'Spot Price Currency'],
  price: ['Price at Transaction', 'Spot Price at Transaction'],
  subtotal: ['Subtotal'],
  total: ['Total (inclusive of fees and/or spread)', 'Total (inclusive of fees)', 'Total'],
  fees: ['Fees and/or Spread', 'Fees'],
  notes: ['Notes'],
} as const;
type Column = keyof typeof names;

export const coinbaseDetects = (rows: readonly TableRow[]): boolean =>
  findHeader(rows, names, ['timestamp', 'type', 'asset', 'quantity']) !== undefined;

/** The transaction history of Coinbase: some lines, then the header. */
export function* readCoinbase(rows: readonly TableRow[], { currency }: ReadOptions): Steps<ReadResult> {
  const { index, header, positions } = needHeader<Column>(rows, names, [
    'timestamp',
    'type',
    'asset',
    'quantity',
  ]);
  const data = rows.slice(index + 1).filter((row) => !isBlankRow(row));
  const { numbers } = yield* decideStyle<Column>(data, positions, {
    numbers: ['quantity', 'price', 'subtotal', 'total', 'fees'],
    dates: [],
  });
  // A coin has eight places or more, which tells; with whole numbers only it is as Coinbase writes.
  const style = { numbers: numbers === 'unknown' ? ('.' as const) : numbers, dates: undefined };
  const gathering = new Gathering();
  yield* inSteps(data, (row) => {
    const cells = cellsOf(row, positions, style, header.cells);
    gathering.take(row.line, () =>
      readRow({ cells, fallback: currency, base: baseOf(cells, currency) }, gathering),
    );
  });
  return gathering.result();
}

type Base = {
  readonly day: string;
  readonly at: string | null;
  readonly currency: string;
  readonly note: string;
};
type Reading = { readonly cells: Cells<Column>; readonly fallback: string; readonly base: Base };

const baseOf = (cells: Cells<Column>, fallback: string): Base => ({
  ...cells.moment('timestamp'),
  currency: readCurrency(cells.text('currency') || fallback, 'Price Currency').code,
  note: cells.text('notes'),
});

const isFiat = (code: string): boolean => findCurrency(code)?.kind === 'fiat';

const rewards =
  /^(rewards? income|staking income|staking reward|learning reward|inflation reward|coinbase earn|interest payout|incentives? rewards? payout|subscription rebate|asset migration reward)/i;
const internal =
  /^((retail )?(un)?staking transfer|retail (un)?staking transfer|(exchange|pro|vault|prime) (deposit|withdrawal)|retail simple (earn|dust)|eth2 deprecation|wrap|unwrap)/i;

function readRow(reading: Reading, gathering: Gathering): ReadRow | readonly ReadRow[] {
  const { cells } = reading;
  const type = cells.need('type');
  const quantity = cells.needNumber('quantity');
  const coin = cells.need('asset');
  if (internal.test(type))
    return gathering.passOver(cells.line, 'Moves between wallets of one person at Coinbase');
  if (isZero(quantity))
    throw new RowProblem('missing_value', 'Quantity Transacted is zero: fill it in', 'Quantity Transacted');
  const isOut = isNegative(quantity);
  if (isFiat(coin)) return readCash(reading, type, coin, quantity);
  if (/^(advanced trade )?buy$|^instant buy$/i.test(type)) return readTrade(reading, 'buy');
  if (/^(advanced trade )?sell$/i.test(type)) return readTrade(reading, 'sell');
  if (/^convert$/i.test(type)) return readConversion(reading);
  if (rewards.test(type)) return readReward(reading);
  const draft = { ...reading.base, symbol: coin, quantity: magnitude(quantity) };
  const asset = coinAsset(coin, reading.base.currency);
  if (/^send$/i.test(type)) return { line: cells.line, draft: { ...draft, type: 'transfer_out' }, asset };
  // What it cost is not known to Coinbase: what it was worth when it came is another figure.
  if (/^(receive|airdrop)$/i.test(type))
    return { line: cells.line, draft: { ...draft, type: 'transfer_in' }, asset };
  if (/^(deposit|withdrawal)$/i.test(type)) {
    return {
      line: cells.line,
      draft: { ...draft, type: isOut || /^w/i.test(type) ? 'transfer_out' : 'transfer_in' },
      asset,
    };
  }
  throw unknownType(type, 'Transaction Type');
}

const coinAsset = (symbol: string, currency: string): ReadRow['asset'] =>
  fileAsset({ symbol, name: findCurrency(symbol)?.name ?? symbol, class: 'crypto', currency });

function readCash({ cells, base }: Reading, type: string, code: string, quantity: string): ReadRow {
  const key = nameKey(type);
  if (!/^(deposit|withdrawal|send|receive|prodeposit|prowithdrawal)$/.test(key) && !rewards.test(type)) {
    throw unknownType(type, 'Transaction Type');
  }
  const isOut = isNegative(quantity) || key === 'withdrawal' || key === 'send';
  const kind = rewards.test(type) ? 'interest' : isOut ? 'withdrawal' : 'deposit';
  return { line: cells.line, draft: { ...base, type: kind, amount: magnitude(quantity), currency: code } };
}

/** What was paid or got without fees; by price and quantity where the file leaves it out. */
function subtotalOf({ cells }: Reading): string {
  const subtotal = cells.number('subtotal');
  if (subtotal !== null) return magnitude(subtotal);
  return product(magnitude(cells.needNumber('price')), magnitude(cells.needNumber('quantity')));
}

function readTrade(reading: Reading, type: 'buy' | 'sell'): readonly ReadRow[] {
  const { cells, base } = reading;
  const symbol = cells.need('asset');
  const amount = subtotalOf(reading);
  const fee = magnitude(cells.number('fees') ?? '0');
  const draft = { ...base, type, symbol, quantity: magnitude(cells.needNumber('quantity')), amount, fee };
  const row = { line: cells.line, draft, asset: coinAsset(symbol, base.currency) };
  const paid = paidIn(base.note, base.currency);
  if (paid === undefined) return [row];
  // Paid with another coin, of which the file has no row of its own.
  const counter: ActivityDraft = {
    ...base,
    type: type === 'buy' ? 'sell' : 'buy',
    symbol: paid.coin,
    quantity: paid.quantity,
    amount: type === 'buy' ? sum(amount, fee) : sum(amount, `-${fee}`),
  };
  return [row, { line: cells.line, draft: counter, asset: coinAsset(paid.coin, base.currency) }];
}

/** `Bought 0.1 BTC for 5000 USDC on BTC-USDC`: the coin that it was paid with, unless that was money. */
function paidIn(note: string, currency: string): { coin: string; quantity: string } | undefined {
  const [, quantity = '', coin = ''] = /\bfor ([\d.,]+) ([A-Z0-9]{2,10})\b/.exec(beginningOf(note)) ?? [];
  if (coin === '' || coin === currency || isFiat(coin)) return undefined;
  return { coin, quantity: readNumber(quantity, '.', 'Notes') };
}

/**
 * One row with both coins in its note, or in newer files a row for each, by the sign. What was given is sold for all
 * that it was worth, and the fee is of the purchase: both together move no money.
 */
function readConversion(reading: Reading): ReadRow | readonly ReadRow[] {
  const { cells, base } = reading;
  const symbol = cells.need('asset');
  const signed = cells.needNumber('quantity');
  const subtotal = subtotalOf(reading);
  const match = /Converted ([\d.,]+) (\S+) to ([\d.,]+) (\S+)/.exec(beginningOf(base.note));
  if (!match) {
    const [type, fee] = isNegative(signed) ? ['sell', '0'] : ['buy', magnitude(cells.number('fees') ?? '0')];
    const draft = { ...base, type, symbol, quantity: magnitude(signed), amount: subtotal, fee };
    return { line: cells.line, draft, asset: coinAsset(symbol, base.currency) };
  }
  const [, given = '', from = '', got = '', to = ''] = match;
  if (symbol !== from) {
    throw new RowProblem(
      'not_supported',
      `The note converts ${clip(from)}, the row is of ${clip(symbol)}: correct one of them`,
      'Notes',
    );
  }
  const total = magnitude(cells.number('total') ?? subtotal);
  const fee = isNegative(sum(total, `-${subtotal}`)) ? '0' : sum(total, `-${subtotal}`);
  return [
    {
      line: cells.line,
      draft: {
        ...base,
        type: 'sell',
        symbol: from,
        quantity: readNumber(given, '.', 'Notes'),
        amount: total,
      },
      asset: coinAsset(from, base.currency),
    },
    {
      line: cells.line,
      draft: {
        ...base,
        type: 'buy',
        symbol: to,
        quantity: readNumber(got, '.', 'Notes'),
        amount: sum(total, `-${fee}`),
        fee,
      },
      asset: coinAsset(to, base.currency),
    },
  ];
}

/** Income in a coin: as much came in as money, and bought the coin at what it was worth. */
function readReward(reading: Reading): readonly ReadRow[] {
  const { cells, base } = reading;
  const symbol = cells.need('asset');
  const amount = subtotalOf(reading);
  const asset = coinAsset(symbol, base.currency);
  const quantity = magnitude(cells.needNumber('quantity'));
  const purchase = { line: cells.line, draft: { ...base, type: 'buy', symbol, quantity, amount }, asset };
  if (isZero(amount)) return [purchase];
  return [{ line: cells.line, draft: { ...base, type: 'dividend', symbol, amount }, asset }, purchase];
}
