import { assetsOf } from './case-request.mjs';

/** A snapshot in the words of the file, to be compared with what a case expects. */
export function answerOf(test, snapshot) {
  const assets = [...assetsOf(test).values()];
  const positions = snapshot.positions.map((position) =>
    positionOf(
      position,
      assets.find(({ symbol }) => symbol === position.symbol),
    ),
  );
  const [held] = snapshot.positions;
  const history = snapshot.history.map(rowOf);
  return {
    snapshot: {
      currentValueInBaseCurrency: snapshot.value,
      errors: snapshot.unpriced.map((symbol) => ({
        dataSource: assets.find((asset) => asset.symbol === symbol).dataSource,
        symbol,
      })),
      hasErrors: snapshot.unpriced.length > 0,
      historicalData: history,
      positions,
      activitiesCount: test.activities.filter(({ type }) => type === 'BUY' || type === 'SELL').length,
      totalCashInBaseCurrency: snapshot.cash,
      totalFeesWithCurrencyEffect: snapshot.fees,
      totalInterestWithCurrencyEffect: snapshot.interest,
      totalInvestment: snapshot.invested.flat,
      totalInvestmentWithCurrencyEffect: snapshot.invested.withCurrency,
      totalLiabilitiesWithCurrencyEffect: snapshot.liabilities,
    },
    historicalData: history,
    investments: snapshot.investments.map(investmentOf),
    investmentsByMonth: snapshot.investmentsByMonth.map(investmentOf),
    investmentsByYear: snapshot.investmentsByYear.map(investmentOf),
    lastTransactionPointItem: held && {
      averagePrice: held.averagePrice,
      investment: snapshot.investments.at(-1).invested,
      quantity: held.quantity,
    },
  };
}

const investmentOf = ({ day, invested }) => ({ date: day, investment: invested });

function positionOf(position, { own, dataSource }) {
  const { gross, net, grossPercent, netPercent, ranges, isUnpriced } = position;
  const ofRanges = (figure) =>
    Object.fromEntries(Object.entries(ranges).map(([key, gain]) => [key, gain[figure]]));
  const known = (figure) => (isUnpriced ? null : figure);
  return {
    activitiesCount: position.activitiesCount,
    averagePrice: position.averagePrice,
    currency: position.currency,
    dataSource,
    dateOfFirstActivity: position.firstDay,
    dividend: position.dividend,
    dividendInBaseCurrency: position.dividendInBase,
    fee: position.fee,
    feeInBaseCurrency: position.feeInBase,
    grossPerformance: known(gross.flat),
    grossPerformancePercentage: known(grossPercent.flat),
    grossPerformancePercentageWithCurrencyEffect: known(grossPercent.withCurrency),
    grossPerformanceWithCurrencyEffect: known(gross.withCurrency),
    investment: position.invested.flat,
    investmentWithCurrencyEffect: position.invested.withCurrency,
    marketPrice: position.marketPrice ?? 1, // the file's word for none
    marketPriceInBaseCurrency: position.marketPriceInBase,
    netPerformance: known(net.flat),
    netPerformancePercentage: known(netPercent.flat),
    netPerformancePercentageWithCurrencyEffectMap: known(ofRanges('percent')),
    netPerformanceWithCurrencyEffectMap: known(ofRanges('net')),
    quantity: position.quantity,
    symbol: own,
    tags: [],
    timeWeightedInvestment: position.averageInvested.flat,
    timeWeightedInvestmentWithCurrencyEffect: position.averageInvested.withCurrency,
    valueInBaseCurrency: position.value,
  };
}

const rowOf = ({ day, value, invested, net, netPercent, investedChange, netWorth, cash }) => ({
  date: day,
  investmentValueWithCurrencyEffect: investedChange,
  netPerformance: net.flat,
  netPerformanceInPercentage: netPercent.flat,
  netPerformanceInPercentageWithCurrencyEffect: netPercent.withCurrency,
  netPerformanceWithCurrencyEffect: net.withCurrency,
  netWorth,
  totalCashInBaseCurrency: cash,
  totalInvestment: invested.flat,
  totalInvestmentValueWithCurrencyEffect: invested.withCurrency,
  value: value.flat,
  valueWithCurrencyEffect: value.withCurrency,
});
