import { readDegiroOrders } from './degiro-orders.js';
import { type AccountLine, assetOfLine } from './degiro-line.js';
import { kindOfLine, tradeOf } from './degiro-words.js';
import {
  decideNumberStyle,
  isNegative,
  isZero,
  magnitude,
  negated,
  readNumber,
  sum,
} from './file-numbers.js';
import {
  cellsOf,
  findHeader,
  Gathering,
  isBlankRow,
  needHeader,
  readCurrency,
  unknownType,
} from './file-table.js';
import { type ReadResult, type ReadRow, RowProblem, type TableRow } from './import-row.js';

const names = {
  date: ['Date', 'Datum', 'Fecha', 'Data'],
  time: ['Time', 'Uhrzeit', 'Tijd', 'Heure', 'Hora', 'Ora', 'Uhrze'],
  valueDate: [
    'Value date',
    'Valutadatum',
    'Wertstellungsdatum',
    'Date de valeur',
    'Date de',
    'Fecha valor',
    'Data Valore',
    'Data Valor',
    'Data valuta',
  ],
  product: ['Product', 'Produkt', 'Produit', 'Producto', 'Prodotto', 'Produto'],
  isin: ['ISIN', 'Code ISIN'],
  description: ['Description', 'Omschrijving', 'Beschreibung', 'Descripción', 'Descrizione', 'Descrição'],
  change: ['Change', 'Mutatie', 'Änderung', 'Mouvements', 'Variación', 'Variazioni', 'Mudança', 'Variation'],
  orderId: ['Order Id', 'Order-ID', 'ID Ordre', 'ID Orden', 'ID Ordine', 'ID da Ordem'],
} as const;
type Column = keyof typeof names;

export const degiroAccountDetects = (rows: readonly TableRow[]): boolean =>
  findHeader(rows, names, ['date', 'time', 'valueDate', 'description', 'change']) !== undefined;

/** The account statement. An order is several lines: the trade, its fees, and what it was paid with if converted. */
export function readDegiroAccount(rows: readonly TableRow[]): ReadResult {
  const { index, header, positions } = needHeader<Column>(rows, names, [
    'date',
    'time',
    'description',
    'change',
  ]);
  const data = joined(rows.slice(index + 1), positions.get('date') ?? 0, positions.get('orderId'));
  const change = positions.get('change') ?? 0;
  // The named column has the currency, the one behind it the amount.
  const numbers = decideNumberStyle(data.map(({ cells }) => cells[change + 1] ?? ''));
  const gathering = new Gathering();
  const lines: AccountLine[] = [];
  for (const row of data) {
    gathering.take(row.line, () => {
      const cells = cellsOf(row, positions, { numbers, dates: 'DMY' }, header.cells);
      const [code = '', amount = ''] = [row.cells[change], row.cells[change + 1]].map((cell) => cell?.trim());
      const description = cells.need('description');
      if (amount === '') return gathering.passOver(row.line, 'Lines without an amount move no money');
      lines.push({
        line: row.line,
        ...cells.moment('date', 'time'),
        product: cells.text('product'),
        isin: cells.text('isin'),
        description,
        currency: readCurrency(code, header.cells[change]).code,
        amount: readNumber(amount, numbers, header.cells[change]),
        orderId: cells.text('orderId'),
        trade: tradeOf(description),
        style: numbers,
      });
      return [];
    });
  }
  readDegiroOrders(lines.filter(isOfTrade), gathering);
  readDividends(
    lines.filter((line) => isOfDividend(line)),
    gathering,
  );
  for (const line of lines) {
    if (!isOfTrade(line) && !isOfDividend(line)) gathering.take(line.line, () => readMoney(line, gathering));
  }
  const result = gathering.result();
  return { ...result, rows: [...result.rows].sort((a, b) => a.line - b.line) };
}

/** The trade itself, and whatever has the same order. */
const isOfTrade = ({ trade, orderId, description }: AccountLine): boolean =>
  trade !== undefined ||
  (orderId !== '' && ['tradeFee', 'conversion', 'fee'].includes(kindOfLine(description) ?? ''));
const isOfDividend = (line: AccountLine): boolean =>
  !isOfTrade(line) &&
  line.isin !== '' &&
  ['dividend', 'dividendTax'].includes(kindOfLine(line.description) ?? '');

/** A long order id goes on in the next line, which has nothing else. */
function joined(rows: readonly TableRow[], date: number, orderId: number | undefined): TableRow[] {
  const found: TableRow[] = [];
  for (const row of rows) {
    if (isBlankRow(row)) continue;
    const last = found.at(-1);
    if (last && orderId !== undefined && (row.cells[date] ?? '').trim() === '') {
      const cells = [...last.cells];
      row.cells.forEach((cell, place) => {
        if (cell.trim() !== '') cells[place] = `${cells[place] ?? ''}${cell.trim()}`;
      });
      found[found.length - 1] = { line: last.line, cells };
    } else found.push(row);
  }
  return found;
}

function readDividends(lines: readonly AccountLine[], gathering: Gathering): void {
  const payments = Map.groupBy(lines, ({ day, isin, currency }) => `${day}|${isin}|${currency}`);
  for (const payment of payments.values()) {
    const isTax = (line: AccountLine): boolean => kindOfLine(line.description) === 'dividendTax';
    const dividends = payment.filter((line) => !isTax(line));
    const tax = sum(...payment.filter(isTax).map(({ amount }) => amount));
    const gross = sum(...dividends.map(({ amount }) => amount));
    const first = dividends[0] ?? payment[0];
    if (!first) continue;
    gathering.take(first.line, () => dividendRows(first, gross, tax, gathering));
  }
}

function dividendRows(
  line: AccountLine,
  gross: string,
  tax: string,
  gathering: Gathering,
): readonly ReadRow[] {
  const base = {
    day: line.day,
    at: line.at,
    symbol: line.isin,
    currency: line.currency,
    note: line.description,
  };
  const own = { line: line.line, asset: assetOfLine(line) };
  const isWithheld = isNegative(tax) && !isZero(gross);
  const rows: ReadRow[] = [];
  if (!isZero(gross)) {
    rows.push({
      ...own,
      draft: { ...base, type: 'dividend', amount: gross, fee: isWithheld ? magnitude(tax) : null },
    });
  }
  if (!isZero(tax) && !isWithheld)
    rows.push({ ...own, draft: { ...base, type: 'fee', amount: negated(tax) } });
  return rows.length > 0
    ? rows
    : gathering.passOver(line.line, 'Dividends that were taken back again come to nothing');
}

function readMoney(line: AccountLine, gathering: Gathering): ReadRow | readonly ReadRow[] {
  const kind = kindOfLine(line.description);
  if (kind === 'sweep')
    return gathering.passOver(line.line, 'Moves between DEGIRO and its bank stay in the account');
  if (kind === 'conversion') {
    return gathering.passOver(line.line, 'Currency conversions within the account move nothing in or out');
  }
  if (isZero(line.amount)) return gathering.passOver(line.line, 'Lines without an amount move no money');
  const base = { day: line.day, at: line.at, currency: line.currency, note: line.description };
  const row = (draft: ReadRow['draft']): ReadRow => ({ line: line.line, draft: { ...base, ...draft } });
  if (kind === 'deposit' || kind === 'withdrawal') {
    return row({ type: isNegative(line.amount) ? 'withdrawal' : 'deposit', amount: magnitude(line.amount) });
  }
  if (kind === 'interest') return row({ type: 'interest', amount: line.amount });
  if (kind === 'fee' || kind === 'tradeFee' || kind === 'dividendTax') {
    const about = line.isin === '' ? {} : { asset: assetOfLine(line) };
    const symbol = line.isin === '' ? null : line.isin;
    return { ...row({ type: 'fee', symbol, amount: negated(line.amount) }), ...about };
  }
  if (kind === 'dividend')
    throw new RowProblem('missing_value', 'The dividend names no ISIN: fill it in', 'ISIN');
  throw unknownType(line.description, 'Description');
}
