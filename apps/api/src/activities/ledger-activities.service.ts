import { Injectable } from '@nestjs/common';
import {
  assetExponent,
  assetName,
  dayOf,
  divide,
  formatDecimal,
  isShare,
  powerOfTen,
  unitExponent,
  type AssetCode,
} from '@tradeyard/kernel';
import { tradedAsset } from '@tradeyard/market';
import type { ActivityType } from '@tradeyard/portfolio';
import { DataSource } from 'typeorm';
import { v5 as derivedId } from 'uuid';
import type { InstrumentEntity } from '../market-data/instrument.entity.js';
import { InstrumentsService } from '../market-data/instruments.service.js';
import type { AssetRow, PortfolioActivities } from './activities-reader.service.js';
import { inTime, type ActivityRow } from './activity-rows.service.js';

const listJournals = `
  select coalesce(string_agg(concat(j.id, '|', j.kind, '|', (extract(epoch from j.at) * 1000)::bigint, '|',
      coalesce(j.detail ->> 'day', j.value_date::text), '|', a.asset, '|', p.amount, '|', j.detail ->> 'symbol', '|',
      coalesce(f.price::text, j.detail ->> 'price'), '|', j.detail ->> 'priceCurrency', '|', f.fee, '|',
      j.detail ->> 'ratio', '|', replace(j.memo, '|', '/')), E'\\x1e'), '') as journals
  from account a join posting p on p.account_id = a.id and p.amount <> 0 join journal j on j.id = p.journal_id
  left join fill f on f.order_id = (j.detail ->> 'orderId')::uuid and f.journal_id = j.id and j.kind = 'trade'
  where a.book_id = $1 and a.kind = 'customer' and a.asset not like 'dayshare:%' and j.reverses is null
    and not exists (select from journal r where r.reverses = j.id)`;

const readVersions = `
  select coalesce(md5(string_agg(last_journal_id::text, ',' order by id)), '') as version
  from account where book_id = $1 and kind = 'customer'`;

type Movement = { readonly asset: AssetCode; readonly amount: bigint };

type Journal = {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly day: string;
  readonly symbol: string;
  readonly price: string;
  readonly priceCurrency: string;
  readonly fee: string;
  readonly ratio: string;
  readonly memo: string;
  readonly movements: Movement[];
};

/** The instruments that what is in a book is traded as. */
type Names = ReadonlyMap<AssetCode, InstrumentEntity>;

/** What the ledger booked in a portfolio, as activities that nobody has to enter. */
@Injectable()
export class LedgerActivitiesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly instruments: InstrumentsService,
  ) {}

  /** All that happened in a book, but for what was taken back. */
  async read(bookId: string, currency: string): Promise<PortfolioActivities> {
    // The version first: what is booked meanwhile is there and not counted, which only makes somebody read it again.
    const version = await this.readVersion(bookId);
    const [read] = await this.dataSource.query<{ journals: string }[]>(listJournals, [bookId]);
    const journals = journalsOf(read?.journals ?? '');
    const names = await this.namesOf(journals);
    const activities = journals.flatMap((journal) => activitiesOf(journal, names)).sort(inTime);
    const named = new Set(activities.map(({ symbol }) => symbol));
    const assets = [...new Set(names.values())].filter(({ symbol }) => named.has(symbol)).map(assetOf);
    return { version, currency, keepsCash: true, activities, assets, prices: [] };
  }

  /** Differs after whatever was booked. */
  async readVersion(bookId: string): Promise<string> {
    const [read] = await this.dataSource.query<{ version: string }[]>(readVersions, [bookId]);
    return read?.version ?? '';
  }

  private async namesOf(journals: readonly Journal[]): Promise<Names> {
    const assets = [...new Set(journals.flatMap(({ movements }) => movements.map(({ asset }) => asset)))];
    const [shares, coins] = await Promise.all([
      this.instruments.listBySymbols(assets.filter(isShare).map(assetName)),
      this.instruments.listByBases(assets.filter((asset) => !isShare(asset))),
    ]);
    // Of several that trade the same coin it is always the same one, whichever it was bought as.
    const sorted = [...shares, ...coins].sort((a, b) => (a.symbol < b.symbol ? 1 : -1));
    return new Map(sorted.map((instrument) => [tradedAsset(instrument), instrument]));
  }
}

function journalsOf(packed: string): Journal[] {
  const journals = new Map<string, Journal>();
  if (packed === '') return [];
  for (const line of packed.split('\u001e')) {
    const [id = '', kind = '', atMs, day = '', asset = '', amount = '0', symbol = '', ...rest] =
      line.split('|');
    const [price = '', priceCurrency = '', fee = '', ratio = '', memo = ''] = rest;
    const known = journals.get(id);
    const movement = { asset, amount: BigInt(amount) };
    if (known) {
      known.movements.push(movement);
      continue;
    }
    const at = new Date(Number(atMs));
    journals.set(id, {
      ...{ id, kind, at: at.toISOString(), day: day || dayOf(at) },
      ...{ symbol, price, priceCurrency, fee, ratio, memo, movements: [movement] },
    });
  }
  return [...journals.values()];
}

const assetOf = ({ symbol, name, class: assetClass, currency }: InstrumentEntity): AssetRow => ({
  ...{ symbol, name, class: assetClass, currency, sector: null, country: null, instrument: symbol },
});

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

const quantityOf = ({ asset, amount }: Movement): string =>
  formatDecimal({ digits: magnitude(amount), scale: assetExponent(asset) });

function blank({ id, day, at, memo }: Journal, type: ActivityType, currency: string): ActivityRow {
  return {
    // What counts for an earlier day than it was booked on has no moment on that day.
    ...{
      id,
      day,
      at: at.startsWith(day) ? at : null,
      type,
      symbol: null,
      quantity: null,
      price: null,
      amount: null,
    },
    ...{
      currency,
      fee: '0',
      ratioTo: null,
      ratioFrom: null,
      target: null,
      costShare: null,
      acquired: null,
      lots: null,
    },
    ...{ note: memo, isInternal: false },
  };
}

function activitiesOf(journal: Journal, names: Names): ActivityRow[] {
  switch (journal.kind) {
    case 'trade':
      return tradeOf(journal, names);
    case 'conversion':
      return conversionOf(journal, names);
    case 'dividend':
      return journal.movements.map((paid) => ({
        ...blank(journal, 'dividend', paid.asset),
        symbol: journal.symbol,
        amount: quantityOf(paid),
      }));
    case 'split':
      return splitOf(journal, names);
    default:
      return journal.movements.map((movement) => movementOf(journal, movement, names));
  }
}

function tradeOf(journal: Journal, names: Names): ActivityRow[] {
  const units = journal.movements.find(({ asset }) => names.get(asset) && asset !== quoteOf(journal, names));
  const instrument = units && names.get(units.asset);
  if (!instrument) return [];
  const cash = journal.movements.find((movement) => movement !== units);
  const currency = cash?.asset ?? quoteOf(journal, names) ?? instrument.currency;
  const fee = BigInt(journal.fee || '0');
  // The fee left with the cash of a purchase and was kept from that of a sale.
  const gross = magnitude((cash?.amount ?? 0n) + fee);
  return [
    {
      ...blank(journal, units.amount > 0n ? 'buy' : 'sell', currency),
      symbol: instrument.symbol,
      quantity: quantityOf(units),
      price: journal.price,
      amount: quantityOf({ asset: currency, amount: gross }),
      fee: formatDecimal({ digits: fee, scale: assetExponent(currency) }),
    },
  ];
}

/** The currency of a trade between two coins, which both may be traded against others. */
function quoteOf({ symbol }: Journal, names: Names): string | undefined {
  for (const instrument of names.values()) if (instrument.symbol === symbol) return instrument.currency;
  return undefined;
}

function conversionOf(journal: Journal, names: Names): ActivityRow[] {
  const sold = journal.movements.find(({ amount }) => amount < 0n);
  const bought = journal.movements.find(({ amount }) => amount > 0n);
  if (!sold || !bought) return [];
  const [from, to] = [names.get(sold.asset), names.get(bought.asset)];
  if (!from === !to) {
    const gave = from ? undefined : { amount: quantityOf(sold), currency: sold.asset };
    const into = movementOf(journal, bought, names);
    const second = { ...into, id: derivedId('in', journal.id), ...(gave && { gave }) };
    return [movementOf(journal, sold, names), second].map((row) => ({ ...row, isInternal: true }));
  }
  const [units, cash] = to ? [bought, sold] : [sold, bought];
  const price = divide(
    magnitude(cash.amount) * powerOfTen(assetExponent(units.asset) + unitExponent),
    magnitude(units.amount),
    'halfEven',
  );
  return [
    {
      ...blank(journal, to ? 'buy' : 'sell', cash.asset),
      symbol: (to ?? from)?.symbol ?? null,
      quantity: quantityOf(units),
      price: formatDecimal({ digits: price, scale: assetExponent(cash.asset) + unitExponent }),
      amount: quantityOf(cash),
    },
  ];
}

function splitOf(journal: Journal, names: Names): ActivityRow[] {
  const [ratioTo = '', ratioFrom = ''] = journal.ratio.split(':');
  const cash = journal.movements.find(
    ({ asset }) => !isShare(asset) && names.get(asset)?.symbol !== journal.symbol,
  );
  if (ratioTo === '' || ratioFrom === '') return [];
  const currency = cash?.asset ?? quoteOf(journal, names) ?? '';
  const amount = cash ? quantityOf(cash) : null;
  return [{ ...blank(journal, 'split', currency), symbol: journal.symbol, ratioTo, ratioFrom, amount }];
}

/** Cash is an amount; a share or coin is units, that came at their price of that day. */
function movementOf(journal: Journal, movement: Movement, names: Names): ActivityRow {
  const { asset, amount } = movement;
  const isIn = amount > 0n;
  const instrument = names.get(asset);
  if (!instrument && !isShare(asset)) {
    const type =
      { deposit: 'deposit', withdrawal: 'withdrawal' }[journal.kind] ??
      (isIn ? 'transfer_in' : 'transfer_out');
    return { ...blank(journal, type as ActivityType, asset), amount: quantityOf(movement) };
  }
  const isPriced = isIn && journal.price !== '' && journal.priceCurrency !== '';
  const currency = isPriced ? journal.priceCurrency : (instrument?.currency ?? journal.priceCurrency);
  return {
    ...blank(journal, isIn ? 'transfer_in' : 'transfer_out', currency),
    symbol: instrument?.symbol ?? assetName(asset),
    quantity: quantityOf(movement),
    price: isPriced ? journal.price : null,
  };
}
