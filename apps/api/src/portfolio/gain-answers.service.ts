import { formatDecimal } from '@tradeyard/kernel';
import type {
  Disposal,
  DisposedLot,
  GainSums,
  LotBook,
  LotMethod,
  MethodComparison,
  MethodOutcome,
  WashSale,
  YearGains,
} from '@tradeyard/portfolio';
import { exactMoney } from './figures.dto.js';
import type {
  DisposalDto,
  DisposedLotDto,
  GainSumsDto,
  MethodOutcomeDto,
  PortfolioGainsDto,
  PortfolioMethodsDto,
  YearGainsDto,
} from './lots.dto.js';

type Report = {
  readonly years: readonly YearGains[];
  readonly washSales: readonly WashSale[];
  /** Whose sales are told one by one. */
  readonly year: string | undefined;
};

/** Exact gains as an answer tells them; only the year that was asked for has its sales. */
export function gainsDto(
  { method, currency }: LotBook,
  { years, washSales, year }: Report,
): Omit<PortfolioGainsDto, 'portfolioId' | 'name'> {
  const isShown = ({ year: { label } }: YearGains) => year === undefined || label === year;
  const shown = years.filter(isShown);
  const inYears = (day: string) => shown.some((each) => day >= each.year.first && day <= each.year.last);
  return {
    method,
    years: shown.map((each) => yearDto(each, currency, year !== undefined)),
    washSales: washSales
      .filter(({ day }) => inYears(day))
      .map(({ activityId, day, symbol, loss, washed }) => ({
        activityId,
        day,
        symbol,
        loss: exactMoney(loss, currency),
        washed: exactMoney(washed, currency),
      })),
  };
}

function yearDto(gains: YearGains, currency: string, withSales: boolean): YearGainsDto {
  const { year, symbols, disposals, transfers } = gains;
  const amount = (minor: bigint) => exactMoney(minor, currency);
  return {
    year: year.label,
    first: year.first,
    last: year.last,
    ...sumsDto(gains, currency),
    dividends: amount(gains.dividends),
    interest: amount(gains.interest),
    taxes: amount(gains.taxes),
    fees: amount(gains.fees),
    tradeFees: amount(gains.tradeFees),
    symbols: symbols.map((each) => ({
      symbol: each.symbol,
      disposals: each.disposals,
      ...sumsDto(each, currency),
    })),
    disposals: withSales ? disposals.map((each) => disposalDto(each, currency)) : [],
    transfers: withSales ? transfers.map((each) => disposalDto(each, currency)) : [],
  };
}

const sumsDto = (
  { proceeds, cost, gain, shortTerm, longTerm }: GainSums,
  currency: string,
): Pick<GainSumsDto, keyof GainSumsDto> => ({
  proceeds: exactMoney(proceeds, currency),
  cost: exactMoney(cost, currency),
  gain: exactMoney(gain, currency),
  shortTerm: exactMoney(shortTerm, currency),
  longTerm: exactMoney(longTerm, currency),
});

const disposalDto = (disposal: Disposal, currency: string): DisposalDto => ({
  activityId: disposal.activityId,
  day: disposal.day,
  symbol: disposal.symbol,
  kind: disposal.kind,
  side: disposal.side,
  quantity: formatDecimal(disposal.quantity),
  cost: exactMoney(disposal.cost, currency),
  proceeds: exactMoney(disposal.proceeds, currency),
  gain: exactMoney(disposal.gain, currency),
  lots: disposal.lots.map((lot) => disposedLotDto(lot, currency)),
});

const disposedLotDto = (lot: DisposedLot, currency: string): DisposedLotDto => ({
  activityId: lot.lotId,
  acquired: lot.acquired,
  quantity: formatDecimal(lot.quantity),
  cost: exactMoney(lot.cost, currency),
  proceeds: exactMoney(lot.proceeds, currency),
  gain: exactMoney(lot.gain, currency),
  heldDays: lot.heldDays,
  term: lot.term,
  costKnown: lot.isCostKnown,
});

/** All methods beside the one in use, or that and one other. */
export function methodsDto(
  { method, value, outcomes, unpriced }: MethodComparison,
  currency: string,
  only?: LotMethod,
): Omit<PortfolioMethodsDto, 'portfolioId' | 'name'> {
  const shown = outcomes.filter(
    (each) => only === undefined || each.method === only || each.method === method,
  );
  return {
    method,
    value: exactMoney(value, currency),
    outcomes: shown.map((each) => outcomeDto(each, currency)),
    unpriced: [...unpriced],
  };
}

const outcomeDto = (outcome: MethodOutcome, currency: string): MethodOutcomeDto => ({
  method: outcome.method,
  years: outcome.years.map((each) => ({
    year: each.year.label,
    ...sumsDto(each, currency),
    shift: exactMoney(each.shift, currency),
  })),
  realised: sumsDto(outcome.realised, currency),
  heldCost: exactMoney(outcome.heldCost, currency),
  unrealised: exactMoney(outcome.unrealised, currency),
  total: exactMoney(outcome.total, currency),
  realisedShift: exactMoney(outcome.realisedShift, currency),
  unrealisedShift: exactMoney(outcome.unrealisedShift, currency),
});
