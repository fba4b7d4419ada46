import { Injectable } from '@nestjs/common';
import { DomainError, findCurrency, formatDecimal, latestDay, parseDecimal } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { InstrumentsService } from '../market-data/instruments.service.js';
import { Clock } from '../platform/clock.js';
import { page, type PageQuery } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { isUsableDay } from '../platform/validation.js';
import { ActivitiesReader, type AssetRow, type HandPrice } from './activities-reader.service.js';
import { ActivityWriter, type NewAsset, type Step } from './activity-writer.service.js';
import { writePrices } from './hand-prices.service.js';
import {
  AssetDto,
  PriceDto,
  pricesMax,
  type AssetPageDto,
  type PricePageDto,
  type PricesQuery,
  type PutAssetDto,
} from './assets.dto.js';
import { ScopesService, type PortfolioRef } from './scopes.service.js';

const symbolCharactersMax = 100;
const priceDigitsMax = 15;
const pricePlacesMax = 18;

const assetColumns = 'symbol, name, class, currency, sector, country, instrument';

/** What tracked portfolios call by a symbol, and what those are worth that no market prices. */
@Injectable()
export class AssetsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly scopes: ScopesService,
    private readonly writer: ActivityWriter,
    private readonly reader: ActivitiesReader,
    private readonly instruments: InstrumentsService,
    private readonly clock: Clock,
  ) {}

  /** By symbol; of a portfolio of the ledger the instruments that were ever in it. Throws `portfolio_not_found`. */
  async list(userId: string, portfolioId: string, { limit, cursor }: PageQuery): Promise<AssetPageDto> {
    const portfolio = await this.scopes.get(userId, portfolioId);
    const found =
      portfolio.kind === 'tracked'
        ? await this.dataSource.query<AssetRow[]>(
            `select ${assetColumns} from tracked_asset where portfolio_id = $1 and ($2::text is null or symbol > $2)
             order by symbol limit $3`,
            [portfolioId, cursor ?? null, limit + 1],
          )
        : (await this.listBooked(userId, portfolio)).filter(({ symbol }) => symbol > (cursor ?? ''));
    const { items, next } = page(found, limit, ({ symbol }) => symbol);
    return { items: items.map(AssetDto.from), next };
  }

  private async listBooked(userId: string, portfolio: PortfolioRef): Promise<AssetRow[]> {
    const { assets } = await this.reader.readCurrent(userId, portfolio);
    return assets.toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1));
  }

  /** Throws `portfolio_not_found` and `asset_not_found`. */
  async get(userId: string, portfolioId: string, symbol: string): Promise<AssetDto> {
    const portfolio = await this.scopes.get(userId, portfolioId);
    const asset =
      portfolio.kind === 'tracked'
        ? await this.find(portfolioId, symbol)
        : (await this.listBooked(userId, portfolio)).find((each) => each.symbol === symbol);
    if (!asset) throw assetNotFound();
    return AssetDto.from(asset);
  }

  /**
   * Makes the asset or changes what is sent of it. Throws what `ActivityWriter` does, `too_many_assets`,
   * `instrument_not_found`, `unknown_currency`, and `currency_mismatch` where it has the prices of another currency.
   */
  async put(userId: string, portfolioId: string, symbol: string, body: PutAssetDto): Promise<AssetDto> {
    const portfolio = await this.scopes.requireTracked(userId, portfolioId);
    requireSymbol(symbol);
    const instrument =
      typeof body.instrument === 'string'
        ? await this.instruments.getInstrument(body.instrument, 'instrument')
        : undefined;
    const { answer } = await this.writer.change(userId, portfolioId, async (step) => {
      const before = await this.find(portfolioId, symbol, step);
      const bound = body.instrument === undefined ? (before?.instrument ?? null) : body.instrument;
      const after: AssetRow = {
        symbol,
        name: body.name ?? before?.name ?? instrument?.name ?? symbol,
        class: body.class ?? before?.class ?? instrument?.class ?? 'other',
        currency: body.currency ?? instrument?.currency ?? before?.currency ?? portfolio.currency,
        sector: body.sector === undefined ? (before?.sector ?? null) : body.sector,
        country: body.country === undefined ? (before?.country ?? null) : body.country,
        instrument: bound,
      };
      requireCurrency(after, instrument?.currency ?? (bound === null ? undefined : before?.currency));
      if (before) await update(step, after);
      else await this.writer.addAssets(step, [newAsset(after)]);
      return { answer: AssetDto.from(after), change: { kind: 'asset', count: 1 } };
    });
    return answer;
  }

  private async find(portfolioId: string, symbol: string, step?: Step): Promise<AssetRow | undefined> {
    const [asset] = await (step?.manager ?? this.dataSource).query<AssetRow[]>(
      `select ${assetColumns} from tracked_asset where portfolio_id = $1 and symbol = $2`,
      [portfolioId, symbol],
    );
    return asset;
  }

  /** By symbol, of a tracked portfolio that the caller has looked up as its owner. */
  async listCurrencies(portfolioId: string): Promise<Map<string, string>> {
    const found = await this.dataSource.query<{ symbol: string; currency: string }[]>(
      'select symbol, currency from tracked_asset where portfolio_id = $1',
      [portfolioId],
    );
    return new Map(found.map(({ symbol, currency }) => [symbol, currency]));
  }

  /** Newest first. Throws `portfolio_not_found` and `asset_not_found`. */
  async listPrices(
    userId: string,
    portfolioId: string,
    symbol: string,
    { limit, cursor, from, to }: PricesQuery,
  ): Promise<PricePageDto> {
    await this.get(userId, portfolioId, symbol);
    if (cursor !== undefined) requireDay(cursor, 'cursor', '9999-12-31');
    const found = await this.dataSource.query<HandPrice[]>(
      `select day::text as day, price from tracked_price where portfolio_id = $1 and symbol = $2 and price is not null
         and ($3::date is null or day < $3) and ($4::date is null or day >= $4) and ($5::date is null or day <= $5)
       order by day desc limit $6`,
      [portfolioId, symbol, cursor ?? null, from ?? null, to ?? null, limit + 1],
    );
    const { items, next } = page(found, limit, ({ day }) => day);
    return { items: items.map(PriceDto.from), next };
  }

  /**
   * Sets prices by day, or takes them away where they are null. They are kept, and not used, while the asset has an
   * instrument. Throws what `ActivityWriter` does, `asset_not_found`, `not_a_decimal`, `number_too_large`,
   * `too_many_decimals` and `date_out_of_range`.
   */
  async putPrices(
    userId: string,
    portfolioId: string,
    symbol: string,
    prices: Readonly<Record<string, string | null>>,
    fieldOf: (day: string) => string = (day) => `prices.${day}`,
  ): Promise<void> {
    await this.scopes.requireTracked(userId, portfolioId);
    const read = this.readPrices(prices, fieldOf);
    await this.writer.change(userId, portfolioId, async (step) => {
      if (!(await this.find(portfolioId, symbol, step))) throw assetNotFound();
      const changed = await writePrices(
        step,
        read.map(([day, price]) => ({ symbol, day, price })),
      );
      return { answer: null, change: changed === 0 ? null : { kind: 'price', count: changed } };
    });
  }

  private readPrices(
    prices: Readonly<Record<string, string | null>>,
    fieldOf: (day: string) => string,
  ): [day: string, price: string | null][] {
    const entries = Object.entries(prices);
    if (entries.length > pricesMax) throw invalid('prices', `At most ${pricesMax} prices are sent at once`);
    const today = latestDay(this.clock.now());
    return entries.map(([day, price]) => {
      requireDay(day, fieldOf(day), today);
      if (price !== null && typeof price !== 'string')
        throw invalid(fieldOf(day), 'A price is a text or null');
      return [day, price === null ? null : readPrice(price, fieldOf(day))];
    });
  }
}

const update = ({ manager, portfolioId, version }: Step, asset: AssetRow): Promise<unknown> =>
  manager.query(
    `update tracked_asset set name = $3, class = $4, currency = $5, sector = $6, country = $7, instrument = $8, version = $9
     where portfolio_id = $1 and symbol = $2`,
    [
      ...[portfolioId, asset.symbol, asset.name, asset.class, asset.currency],
      ...[asset.sector, asset.country, asset.instrument, version],
    ],
  );

const newAsset = ({ sector, country, ...asset }: AssetRow): NewAsset => ({
  ...asset,
  ...(sector !== null && { sector }),
  ...(country !== null && { country }),
});

const invalid = (field: string, message: string): Problem =>
  new Problem('validation_failed', message, [{ field, message }]);

export const assetNotFound = (): DomainError =>
  new DomainError('asset_not_found', 'There is no such asset in this portfolio', 'symbol');

export const isSymbol = (symbol: string): boolean =>
  symbol !== '' && symbol.length <= symbolCharactersMax && symbol.trim() === symbol && !/\p{C}/u.test(symbol);

function requireSymbol(symbol: string): void {
  if (!isSymbol(symbol))
    throw invalid('symbol', `A symbol has 1 to ${symbolCharactersMax} visible characters`);
}

function requireCurrency({ currency }: AssetRow, ofInstrument: string | undefined): void {
  if (!findCurrency(currency)) {
    const message = `"${currency}" is not a currency that Tradeyard knows`;
    throw new DomainError('unknown_currency', message, 'currency');
  }
  if (ofInstrument !== undefined && ofInstrument !== currency) {
    const message = `The instrument is priced in ${ofInstrument}`;
    throw new DomainError('currency_mismatch', message, 'currency');
  }
}

function requireDay(day: string, field: string, last: string): void {
  const isDay: boolean = isUsableDay(day);
  if (!isDay) throw invalid(field, `"${day.slice(0, 40)}" is not a day such as 2024-05-17`);
  if (day > last) throw new DomainError('date_out_of_range', `${day} is not over yet`, field);
}

/** Of a file. Throws what is wrong with a price, or its day. */
export function readPriceOf(day: string, price: string, today: string): string {
  if (!isUsableDay(day)) throw new DomainError('date_out_of_range', 'This is not a day such as 2024-05-17');
  if (day > today) throw new DomainError('date_out_of_range', `${day} is not over yet`);
  return readPrice(price, 'price');
}

function readPrice(text: string, field: string): string {
  try {
    const price = parseDecimal(text);
    const [whole = '', places = ''] = formatDecimal(price).split('.');
    if (price.digits < 0n) throw new DomainError('amount_must_be_positive', 'A price is zero or more');
    if (whole.length > priceDigitsMax)
      throw new DomainError('number_too_large', `${text} is no price of anything`);
    if (places.length > pricePlacesMax)
      throw new DomainError('too_many_decimals', `A price has at most ${pricePlacesMax} decimal places`);
    return formatDecimal(price);
  } catch (error) {
    throw error instanceof DomainError ? new DomainError(error.code, error.message, field) : error;
  }
}
