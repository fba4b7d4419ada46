import type { ActivityType } from '../activity.js';
import { nameKey } from './file-table.js';

/** What files call the types, in English, German, Dutch, French, Spanish, Italian and Portuguese. */
const words: Readonly<Record<ActivityType, string>> = {
  buy: 'buy,bought,purchase,market buy,limit buy,b,kauf,koop,gekocht,aankoop,achat,compra,acquisto,reinvestment,savings plan,sparplan',
  sell: 'sell,sold,sale,market sell,limit sell,s,verkauf,verkoop,verkocht,vente,venta,vendita,venda',
  short: 'short,sell short,short sell,leerverkauf',
  cover: 'cover,buy to cover,short cover,eindeckung',
  dividend:
    'dividend,dividends,cash dividend,distribution,dividende,ausschüttung,dividenden,dividendo,dividendi',
  interest: 'interest,interest on cash,zinsen,zins,rente,intérêt,intérêts,interés,intereses,interessi,juros',
  fee: 'fee,fees,commission,charge,tax,taxes,gebühr,gebühren,kosten,steuer,steuern,belasting,frais,impôt,comisión,comisiones,commissione,commissioni,taxa,custo',
  deposit:
    'deposit,deposits,cash in,transfer in cash,einlage,einzahlung,storting,dépôt,versement,depósito,ingreso,deposito,versamento',
  withdrawal:
    'withdrawal,withdraw,removal,cash out,entnahme,auszahlung,opname,retrait,retirada,retiro,prelievo,levantamento',
  transfer_in: 'transfer in,delivery inbound,incoming transfer,receive,einlieferung,umbuchung eingang',
  transfer_out: 'transfer out,delivery outbound,outgoing transfer,send,auslieferung,umbuchung ausgang',
  split: 'split,stock split,aktiensplit,splitsing,fractionnement,frazionamento,desdobramento',
  merger: 'merger,acquisition,symbol change,fusion,fusie,fusión,fusione,fusão',
  spin_off: 'spin off,spinoff,abspaltung,afsplitsing,scission,escisión,scissione,cisão',
  liability: 'liability,debt,loan,verbindlichkeit,schuld,dette,deuda,debito,dívida',
  item: 'item,asset,sachwert',
};

const typeByWord = new Map<string, ActivityType>(
  (Object.entries(words) as [ActivityType, string][]).flatMap(([type, list]) =>
    list.split(',').map((word) => [nameKey(word), type] as const),
  ),
);

/** The type that a word of a file means, or nothing where none is known by it. */
export const typeOfWord = (word: string): ActivityType | undefined => typeByWord.get(nameKey(word));
