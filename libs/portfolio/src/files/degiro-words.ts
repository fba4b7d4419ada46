import { beginningOf } from './file-numbers.js';

/** What a line of the account statement is, by its description, in the languages of DEGIRO's customers. */
export type AccountLineKind =
  | 'dividend'
  | 'dividendTax'
  | 'tradeFee'
  | 'conversion'
  | 'sweep'
  | 'deposit'
  | 'withdrawal'
  | 'interest'
  | 'fee';

/** The first that fits counts, so that a tax on dividends is no dividend and a fee of a deposit no deposit. */
const descriptions: readonly (readonly [AccountLineKind, RegExp])[] = [
  [
    'sweep',
    /cash sweep|geldrekening bij|cash account at|geldkonto bei|compte especes aupres|cuenta de efectivo|conto cassa|^reservation |^reservierung|^reserva |^processed flatex|^verarbeitete|prelievo processato|conta caixa/,
  ],
  [
    'tradeFee',
    /transactiekosten|third part|transaktionsgebuhr|transaktionskosten|fremdkosten|comissoes de transacao|frais degiro|courtage et|costi di transazione|costes de transaccion|costes de transac|autofx/,
  ],
  [
    'dividendTax',
    /dividendbelasting|dividend tax|dividendensteuer|quellensteuer|kapitalertrag.?steuer|impots? sur|imposto sobre|imposto de dividendo|retencion del dividendo|ritenuta|withholding/,
  ],
  [
    'fee',
    /aansluitingskosten|connection fee|verbindungskosten|einrichtung von handelsmodalitaten|costi di connessione|custo de conectividade|frais de connexion|conectividad|adr\/gdr|corporate action (cost|fee|kosten)|stamp duty|financial transaction tax|transaktionssteuer|taxe sur les transactions/,
  ],
  [
    'conversion',
    /valuta (creditering|debitering)|fx (credit|debit)|wahrungswechsel|operation de change|cambio de divisa|cambio di valuta|credito de divisa|levantamento de divisa|(prelievo|deposito|credito) cambio|change credit|change debit/,
  ],
  [
    'interest',
    /\brente\b|interest|zinsen|juros|interets?|interessi|interes(es)?\b|courtesy|promoti|geldmarktfonds|money market/,
  ],
  ['withdrawal', /withdrawal|terugstorting|opname|auszahlung|retrait|retirada|prelievo|levantamento/],
  ['deposit', /deposit|storting|einzahlung|versement de fonds|ingreso|deposito|sofort|ideal|trustly/],
  [
    'dividend',
    /^(cash )?(dividend|dividende|dividendo|ausschuttung|kapitalruckzahlung|capital return|kapitaalsuitkering|distribution)/,
  ],
];

export const plainOf = (description: string): string =>
  beginningOf(description)
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .trim();

export const kindOfLine = (description: string): AccountLineKind | undefined =>
  descriptions.find(([, words]) => words.test(plainOf(description)))?.[0];

export type TradeWords = {
  readonly isBuy: boolean;
  readonly quantity: string;
  readonly price: string;
  readonly currency: string;
  /** In front of a colon: what was not bought at an exchange, as in `STOCK SPLIT: Buy 40 @ 12 USD`. */
  readonly event: string;
};

const trade =
  /^(?:(.+?)\s*:\s*)?(buy|bought|koop|kauf|achat|compra|acquisto|sell|sold|verkoop|verkauf|vente|venta|venda|vendita)\s+([\d.,]+)\s.*?(?:@|zu je)\s*([\d.,]+)\s*([a-z]{3})\b/;
const purchases = /^(buy|bought|koop|kauf|achat|compra|acquisto)$/;

/** `Koop 1 @ 33,9 USD`, `Kauf 10 zu je 12,5 EUR (DE...)`, `Compra 6 NAME@49,785 EUR (IE...)`. */
export function tradeOf(description: string): TradeWords | undefined {
  // Thousands of the quantity may be divided by a space that does not break.
  const match = trade.exec(plainOf(description).replaceAll(/(\d)\s(?=\d{3}\b)/g, '$1'));
  if (!match) return undefined;
  const [, event = '', word = '', quantity = '', price = '', currency = ''] = match;
  return { isBuy: purchases.test(word), quantity, price, currency: currency.toUpperCase(), event };
}
