import { Injectable } from '@nestjs/common';
import {
  assetName,
  convert,
  DomainError,
  formatDecimal,
  formatMinor,
  getCurrency,
  isShare,
  money,
  multiplyRatios,
  parseDecimal,
  powerOfTen,
  ratio,
  ratioToDecimal,
  unitExponent,
  type AssetCode,
  type Decimal,
  type ExchangeRate,
  type Ratio,
} from '@tradeyard/kernel';
import { tradedAsset } from '@tradeyard/market';
import { holdingAfter, percentOf, worth, type Holding } from '@tradeyard/portfolio';
import { RatesAsOfDto } from '../currency/rates-as-of.dto.js';
import { RatesService } from '../currency/rates.service.js';
import { BalancesService, type Balance } from '../ledger/balances.service.js';
import type { InstrumentEntity } from '../market-data/instrument.entity.js';
import { InstrumentsService } from '../market-data/instruments.service.js';
import { QuotesService } from '../market-data/quotes.service.js';
import { MoneyDto } from '../platform/money.dto.js';
import { UsersService } from '../users/users.service.js';
import { CostsService } from './costs.service.js';
import type { PortfolioPageDto, PositionDto, PositionsDto } from './portfolio.dto.js';

/** Places of a price per unit; amounts are computed from the exact one. */
const unitPricePlaces = 8;

@Injectable()
export class PortfolioService {
  constructor(
    private readonly users: UsersService,
    private readonly balances: BalancesService,
    private readonly instruments: InstrumentsService,
    private readonly quotes: QuotesService,
    private readonly rates: RatesService,
    private readonly costs: CostsService,
  ) {}

  /** The main portfolio trades with the wallet and shares its book, whose id is the user's. */
  async list(userId: string): Promise<PortfolioPageDto> {
    const { baseCurrency } = await this.users.getUser(userId);
    return {
      items: [{ id: userId, name: 'Main portfolio', currency: baseCurrency, kind: 'trading' }],
      next: null,
    };
  }

  /** Throws `portfolio_not_found`, also for somebody else's. */
  async positions(userId: string, id: string): Promise<PositionsDto> {
    if (id !== userId) throw new DomainError('portfolio_not_found', 'You have no such portfolio', 'id');
    return this.value(await this.readHoldings(userId));
  }

  /** All that the value of the user's main portfolio depends on but for prices. */
  async readHoldings(userId: string): Promise<PortfolioHoldings> {
    const [{ baseCurrency }, balances] = await Promise.all([
      this.users.getUser(userId),
      this.balances.list(userId),
    ]);
    const instruments = await this.instrumentsOf(balances);
    const held = balances.filter(
      ({ asset, available, held }) => instruments.has(asset) && available + held > 0n,
    );
    const rest = balances.filter(({ asset }) => !instruments.has(asset) && !isShare(asset));
    const [costs, rates] = await Promise.all([
      this.costs.changesByAsset(
        userId,
        held.map(({ asset }) => asset),
        baseCurrency,
      ),
      this.rates.rateTable(
        [...[...instruments.values()].map(({ currency }) => currency), ...rest.map(({ asset }) => asset)],
        baseCurrency,
      ),
    ]);
    const cash = rest.reduce((sum, { asset, available, held }) => {
      const dated = rates.get(asset);
      return dated ? sum + convert(money(available + held, asset), dated.rate, 'halfEven').minor : sum;
    }, 0n);
    const holdings = held.map(({ asset }) => {
      const instrument = instruments.get(asset) as InstrumentEntity;
      const rate = rates.get(instrument.currency)?.rate;
      return { instrument, holding: holdingAfter(costs.get(asset) ?? []), rate };
    });
    return { baseCurrency, holdings, cash, asOf: RatesAsOfDto.from(rates.values()) };
  }

  /** What it is worth at the prices of this moment; waits for nothing. */
  value({ baseCurrency, holdings, cash, asOf }: PortfolioHoldings): PositionsDto {
    const positions = holdings.map(({ instrument, holding, rate }) =>
      this.position(instrument, holding, baseCurrency, rate),
    );
    return { ...summary(positions, cash, baseCurrency), asOf };
  }

  private async instrumentsOf(balances: readonly Balance[]): Promise<Map<AssetCode, InstrumentEntity>> {
    const assets = balances.map(({ asset }) => asset);
    const [shares, coins] = await Promise.all([
      this.instruments.listBySymbols(assets.filter(isShare).map(assetName)),
      this.instruments.listByBases(assets.filter((asset) => !isShare(asset))),
    ]);
    return new Map([...shares, ...coins].map((instrument) => [tradedAsset(instrument), instrument]));
  }

  private position(
    instrument: InstrumentEntity,
    holding: Holding,
    currency: string,
    rate?: ExchangeRate,
  ): Valued {
    const { symbol, name, class: kind } = instrument;
    const quote = this.quotes.findQuote(symbol);
    const value = quote && rate ? worth(holding.quantity, quote.price, rate).minor : null;
    const gain = value === null ? null : value - holding.cost;
    const percent = gain === null ? null : percentOf(gain, holding.cost);
    return {
      cost: holding.cost,
      value,
      dto: {
        symbol,
        name,
        class: kind,
        quantity: formatMinor(holding.quantity, unitExponent),
        averageCost: unitPrice(averageCost(holding, currency), currency),
        price: quote && rate ? unitPrice(priceIn(quote.price, rate), currency) : null,
        cost: MoneyDto.from(money(holding.cost, currency)),
        value: value === null ? null : MoneyDto.from(money(value, currency)),
        gain: gain === null ? null : MoneyDto.from(money(gain, currency)),
        gainPercent: percent && formatMinor(percent.digits, percent.scale),
        source: quote?.source ?? null,
      },
    };
  }
}

/** `cash` is in minor units of `baseCurrency`; without a rate an instrument has no value in it. */
export type PortfolioHoldings = {
  readonly baseCurrency: string;
  readonly holdings: readonly {
    readonly instrument: InstrumentEntity;
    readonly holding: Holding;
    readonly rate: ExchangeRate | undefined;
  }[];
  readonly cash: bigint;
  readonly asOf: RatesAsOfDto | null;
};

type Valued = { readonly cost: bigint; readonly value: bigint | null; readonly dto: PositionDto };

function summary(positions: readonly Valued[], cash: bigint, currency: string): Omit<PositionsDto, 'asOf'> {
  const priced = positions.filter(({ value }) => value !== null);
  const cost = priced.reduce((sum, position) => sum + position.cost, 0n);
  const value = priced.reduce((sum, position) => sum + (position.value ?? 0n), 0n);
  const percent = percentOf(value - cost, cost);
  const amount = (minor: bigint): MoneyDto => MoneyDto.from(money(minor, currency));
  return {
    items: positions.map(({ dto }) => dto),
    next: null,
    total: {
      cost: amount(cost),
      value: amount(value),
      gain: amount(value - cost),
      gainPercent: percent && formatMinor(percent.digits, percent.scale),
    },
    cash: amount(cash),
    netWorth: amount(value + cash),
    currency,
  };
}

const one = parseDecimal('1');

const priceIn = (price: Decimal, { rate }: ExchangeRate): Ratio => multiplyRatios(ratio(price, one), rate);

/** Cost per whole unit, in whole units of the currency. */
const averageCost = ({ quantity, cost }: Holding, currency: string): Ratio => ({
  numerator: cost * powerOfTen(unitExponent),
  denominator: quantity * powerOfTen(getCurrency(currency).exponent),
});

const unitPrice = (price: Ratio, currency: string): MoneyDto => ({
  amount: formatDecimal(ratioToDecimal(price, unitPricePlaces)),
  currency,
});
