import { decideDateOrder, readMoment } from './file-dates.js';
import { decideNumberStyle } from './file-numbers.js';
import { cellsIn, type ColumnNames, findColumns, type Positions } from './file-table.js';
import { type ColumnMapping, type DateOrder, type MappedField } from './column-mapping.js';
import { type TableRow } from './import-row.js';
import { typeOfWord } from './type-words.js';

/** Names of columns in English, German, Dutch, French, Spanish, Italian and Portuguese; the first that is there counts. */
const names: ColumnNames<MappedField> = {
  type: split(
    'type,action,activity type,transaction type,transaction,side,buy/sell,kind,typ,art,vorgang,transaktionstyp,transactietype,soort,nature,opération,tipo,operación,tipo operazione,operazione,operação',
  ),
  day: split(
    'date,day,trade date,transaction date,date/time,datetime,timestamp,booking date,execution date,datum,buchungstag,buchungsdatum,handelsdatum,ausführungsdatum,transactiedatum,fecha,data,date opération,time',
  ),
  time: split('time,time of day,uhrzeit,zeit,tijd,heure,hora,ora'),
  symbol: split(
    'symbol,ticker,ticker symbol,ticker-symbol,code,instrument,asset,coin,symbole,símbolo,simbolo,kürzel',
  ),
  isin: split('isin,isin code,code isin'),
  name: split(
    'name,security name,security,product,description,company,company name,asset name,wertpapiername,wertpapier,bezeichnung,produkt,naam,nom,produit,libellé,nombre,producto,nome,prodotto,produto',
  ),
  class: split('class,asset class,asset type,anlageklasse,asset category'),
  quantity: split(
    'quantity,qty,shares,units,no. of shares,number of shares,volume,filled,stück,anzahl,menge,nominal,aantal,quantité,nombre de titres,cantidad,quantità,quantidade,número',
  ),
  price: split(
    'price,unit price,price per share,share price,price / share,t. price,trade price,kurs,preis,stückpreis,koers,prijs,cours,prix,precio,prezzo,quotazione,preço,cotação',
  ),
  amount: split(
    'amount,gross amount,total amount,value,total,net amount,proceeds,subtotal,betrag,bruttobetrag,wert,kurswert,bedrag,waarde,totaal,montant,valeur,importe,valor,importo,valore,montante',
  ),
  currency: split(
    'currency,ccy,currency code,transaction currency,price currency,currencyprimary,währung,buchungswährung,valuta,munt,devise,moneda,divisa,moeda',
  ),
  fee: split(
    'fee,fees,commission,comm/fee,costs,charges,brokerage,gebühr,gebühren,provision,kosten,transaktionskosten,transactiekosten,frais,commissions,comisión,comisiones,commissione,commissioni,taxas,custos',
  ),
  tax: split(
    'tax,taxes,withholding tax,steuer,steuern,quellensteuer,belasting,impôt,impôts,impuesto,imposta,imposto',
  ),
  ratioTo: split('ratio to,split to,new shares'),
  ratioFrom: split('ratio from,split from,old shares'),
  target: split('target,new symbol,target symbol'),
  costShare: split('cost share,cost allocation'),
  acquired: split('acquired,date acquired,acquisition date,anschaffungsdatum'),
  note: split(
    'note,notes,comment,comments,memo,remark,notiz,bemerkung,kommentar,opmerking,commentaire,nota,notas,commento',
  ),
};

function split(list: string): readonly string[] {
  return list.split(',');
}

/** The mapping that a file seems to need, and on which of the rows its header is. Both can be wrong: people see them. */
export type MappingSuggestion = {
  readonly headerIndex: number;
  readonly mapping: ColumnMapping;
  /** Names of columns that mean nothing known. */
  readonly unused: readonly string[];
  /** What the file calls types, and which of them is known: the others have to be told. */
  readonly typeWords: readonly { readonly word: string; readonly type: string | null }[];
};

/** Brokers write some lines before the header. */
const headerSearchMax = 30;
/** More different words are no types. */
const typeWordsMax = 40;

/** Guesses by names of columns in several languages and by what the cells of the first rows look like. */
export function suggestMapping(rows: readonly TableRow[]): MappingSuggestion {
  const headerIndex = likelyHeader(rows);
  const header = rows[headerIndex]?.cells ?? [];
  const data = rows.slice(headerIndex + 1);
  const positions = withoutDoubles(findColumns(header, names), header, data);
  const columns = Object.fromEntries(
    [...positions].map(([field, position]) => [field, header[position]?.trim() ?? '']),
  );
  const order = decideDateOrder(cellsIn(data, positions, ['day']));
  const style = decideNumberStyle(cellsIn(data, positions, ['quantity', 'price', 'amount', 'fee', 'tax']));
  const found = [...new Set(cellsIn(data, positions, ['type']))].slice(0, typeWordsMax);
  const typeWords = found.map((word) => ({ word, type: typeOfWord(word) ?? null }));
  const used = new Set(positions.values());
  const known = typeWords.flatMap(({ word, type }) => (type === null ? [] : [[word, type] as const]));
  return {
    headerIndex,
    unused: header
      .filter((name, position) => name.trim() !== '' && !used.has(position))
      .map((name) => name.trim()),
    typeWords,
    mapping: {
      columns,
      ...(known.length > 0 && { types: Object.fromEntries(known) }),
      ...(order !== undefined && order !== 'contradictory' && { dateOrder: order }),
      ...((style === '.' || style === ',') && { decimalMark: style }),
    },
  };
}

/** The row in which the most names are known. */
function likelyHeader(rows: readonly TableRow[]): number {
  let best = { index: 0, known: 0 };
  rows.slice(0, headerSearchMax).forEach(({ cells }, index) => {
    const known = new Set(findColumns(cells, names).values()).size;
    if (known > best.known) best = { index, known };
  });
  return best.index;
}

/**
 * One column is one thing. `Time` is the day where there is no column of dates, and the time of day beside one; a
 * column that is called `Date` and has none of them in it is not taken.
 */
function withoutDoubles(
  positions: Positions<MappedField>,
  header: readonly string[],
  data: readonly TableRow[],
): Positions<MappedField> {
  const taken = new Set<number>();
  const kept = new Map<MappedField, number>();
  for (const [field, position] of positions) {
    if (taken.has(position)) continue;
    if (field === 'day' && !looksLike(data, position, isDate)) continue;
    taken.add(position);
    kept.set(field, position);
  }
  if (!kept.has('day')) {
    const dated = header.findIndex(
      (_, position) => !taken.has(position) && looksLike(data, position, isDate),
    );
    if (dated >= 0) kept.set('day', dated);
  }
  return kept;
}

/** So many rows are looked at. */
const samplesMax = 20;

function looksLike(data: readonly TableRow[], position: number, is: (text: string) => boolean): boolean {
  const cells = data.slice(0, samplesMax).map((row) => (row.cells[position] ?? '').trim());
  const filled = cells.filter((cell) => cell !== '');
  return filled.length === 0 ? data.length === 0 : filled.filter(is).length * 2 > filled.length;
}

const orders: readonly DateOrder[] = ['DMY', 'MDY'];
const isDate = (text: string): boolean =>
  orders.some((order) => isWithoutProblem(() => readMoment(text, order)));

function isWithoutProblem(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
