import { fileAsset } from './file-asset.js';
import {
  decideNumberStyle,
  isNegative,
  isZero,
  magnitude,
  product,
  readNumber,
  sum,
} from './file-numbers.js';
import {
  type Cells,
  cellsIn,
  cellsOf,
  findHeader,
  Gathering,
  isBlankRow,
  nameKey,
  needHeader,
  readCurrency,
} from './file-table.js';
import { degiroAccountDetects, readDegiroAccount } from './degiro-account.js';
import { type ReadOptions, type ReadResult, type ReadRow, RowProblem, type TableRow } from './import-row.js';

/** English, German, Dutch, French, Spanish, Italian, Portuguese. */
const names = {
  date: ['Date', 'Datum', 'Fecha', 'Data'],
  time: ['Time', 'Uhrzeit', 'Tijd', 'Heure', 'Hora', 'Ora', 'Uhrze'],
  product: ['Product', 'Produkt', 'Produit', 'Producto', 'Prodotto', 'Produto'],
  isin: ['ISIN', 'Code ISIN'],
  quantity: ['Quantity', 'Anzahl', 'Aantal', 'Quantité', 'Número', 'Quantità', 'Quantidade'],
  price: ['Price', 'Kurs', 'Koers', 'Cours', 'Precio', 'Quotazione', 'Preço', 'Preços'],
  local: [
    'Local value',
    'Wert in Lokalwährung',
    'Lokale waarde',
    'Valeur locale',
    'Valor local',
    'Valore locale',
    'Montant devise locale',
  ],
  orderId: ['Order ID', 'Order-ID', 'ID Ordre', 'ID Orden', 'ID Ordine', 'ID da Ordem'],
} as const;
type Column = keyof typeof names;

/** Their names end with the account's currency in newer files: `Value EUR`; in older ones it is in the next column. */
const valueNames = ['Value', 'Wert', 'Waarde', 'Valeur', 'Valor', 'Valore', 'Montant'];
const feeWords =
  /(autofx|third part|fremdkosten|transaktions(kosten|gebuhr)|gebuhr|derden|transactiekosten|courtage|externos|transaccion|costi|custos|comisso|fees?$|frais)/;

const telling: readonly Column[] = ['date', 'time', 'product', 'isin', 'quantity', 'price'];

export const degiroDetects = (rows: readonly TableRow[]): boolean =>
  findHeader(rows, names, telling) !== undefined || degiroAccountDetects(rows);

/** Both exports of DEGIRO: transactions, or the account statement, which has dividends and money besides. */
export function readDegiro(rows: readonly TableRow[], options: ReadOptions): ReadResult {
  return degiroAccountDetects(rows) ? readDegiroAccount(rows) : readTransactions(rows, options);
}

/** Columns by their places: most of currencies have no name. */
type Places = {
  readonly value: number | undefined;
  readonly fees: readonly number[];
  readonly titles: readonly string[];
};

function readTransactions(rows: readonly TableRow[], options: ReadOptions): ReadResult {
  const { index, header, positions } = needHeader<Column>(rows, names, telling);
  const data = rows.slice(index + 1).filter((row) => !isBlankRow(row));
  const places = placesOf(header.cells);
  const money = new Map([...positions, ...moneyPlaces(places)]);
  const style = {
    numbers: decideNumberStyle(cellsIn(data, money, [...money.keys()].filter(isNumeric))),
    dates: 'DMY' as const,
  };
  const gathering = new Gathering();
  for (const row of data) {
    const cells = cellsOf(row, positions, style, header.cells);
    gathering.take(row.line, () => readTrade(cells, row, places, { ...options, style: style.numbers }));
  }
  return gathering.result();
}

const moneyPlaces = ({ value, fees }: Places): [string, number][] =>
  [value, ...fees].filter((place) => place !== undefined).map((place) => [`money${place}`, place]);
const isNumeric = (column: string): boolean => /^(quantity|price|money\d+)$/.test(column);

function placesOf(titles: readonly string[]): Places {
  const keys = titles.map((title) => nameKey(title.replace(/ [A-Z]{3}$/, '')));
  const known = valueNames.map(nameKey);
  const value = keys.findIndex((key) => known.includes(key));
  const fees = titles.flatMap((title, place) => {
    const plain = title
      .normalize('NFD')
      .replaceAll(/[\u0300-\u036f]/g, '')
      .toLowerCase()
      .replace(/ [a-z]{3}$/, '');
    return feeWords.test(plain) ? [place] : [];
  });
  return { value: value < 0 ? undefined : value, fees, titles };
}

/** The currency of an amount: in the name of its column, or in the cell beside it. */
const currencyAt = (place: number, titles: readonly string[], cells: readonly string[]): string =>
  / ([A-Z]{3})$/.exec(titles[place]?.trim() ?? '')?.[1] ??
  (titles[place + 1]?.trim() === '' ? (cells[place + 1] ?? '').trim() : '');

type Settings = ReadOptions & { readonly style: ReturnType<typeof decideNumberStyle> };

/** In the currency of the account, which paid it, as long as the file says how much. */
function readTrade(cells: Cells<Column>, row: TableRow, places: Places, settings: Settings): ReadRow {
  const quantity = cells.needNumber('quantity');
  if (isZero(quantity)) throw new RowProblem('missing_value', 'The quantity is zero: fill it in', 'quantity');
  const symbol = cells.need('isin');
  const pricePlace = places.titles.findIndex((title) =>
    names.price.some((name) => nameKey(name) === nameKey(title)),
  );
  const local = readCurrency((row.cells[pricePlace + 1] ?? '').trim() || settings.currency, 'price');
  const listed = cells.needNumber('price');
  const price = local.isHundredth ? product(listed, '0.01') : listed;
  const value = places.value === undefined ? '' : (row.cells[places.value] ?? '').trim();
  const accountCurrency =
    places.value === undefined || value === ''
      ? local.code
      : readCurrency(currencyAt(places.value, places.titles, row.cells) || settings.currency, 'value').code;
  const fee = sum(
    ...places.fees.map((place) => {
      const cell = (row.cells[place] ?? '').trim();
      return cell === '' || cell === '-'
        ? '0'
        : magnitude(readNumber(cell, settings.style, places.titles[place]));
    }),
  );
  const isSettled = accountCurrency !== local.code && value !== '';
  return {
    line: cells.line,
    draft: {
      ...cells.moment('date', 'time'),
      type: isNegative(quantity) ? 'sell' : 'buy',
      symbol,
      quantity: magnitude(quantity),
      ...(isSettled ? { amount: magnitude(readNumber(value, settings.style, 'value')) } : { price }),
      currency: accountCurrency,
      fee,
    },
    asset: fileAsset({ symbol, name: cells.text('product'), currency: local.code, isin: symbol }),
  };
}
