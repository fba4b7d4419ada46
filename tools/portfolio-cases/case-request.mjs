/**
 * A case of the file as a request that `calculationOf` and the API understand. The file keys its prices by symbol, its
 * rates by pair (`USDCHF`); `*` in place of a day is every day, and a day without a rate counts as 1.
 */
export function requestOf(test) {
  const assets = assetsOf(test);
  const activities = (test.activitiesBeforeSplit ?? test.activities).map((activity) =>
    activityOf(activity, assets),
  );
  const splits = (test.splits ?? []).map(({ symbol, date, numerator, denominator }) => ({
    symbol,
    day: date,
    to: decimalText(numerator),
    from: decimalText(denominator),
  }));
  const balanceDays = (test.accountBalanceItems ?? []).map(({ date }) => date);
  const days = [...activities.map(({ day }) => day), ...balanceDays, ...splits.map(({ day }) => day)].sort();
  const today = test.clock?.slice(0, 10) ?? days.at(-1);
  const first = addDays([days[0] ?? today, today].sort()[0], -1);
  const currencies = new Set([...assets.values()].map(({ currency }) => currency));
  currencies.delete(test.baseCurrency);
  return {
    currency: test.baseCurrency,
    today,
    activities,
    assets: [...assets.values()].map(({ symbol, currency, kind, isPricedByHand }) => ({
      symbol,
      currency,
      kind,
      isPricedByHand,
    })),
    prices: Object.fromEntries(
      [...assets.values()].map((asset) => [asset.symbol, pricesOf(asset, test, first, today)]),
    ),
    rates: Object.fromEntries(
      [...currencies].map((currency) => [currency, ratesOf(currency, test, first, today)]),
    ),
    splits,
    balanceDays,
  };
}

const dayMs = 86_400_000;
const addDays = (day, days) => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/**
 * What the activities are about, by `dataSource symbol`. An asset is named by its symbol, and by its source as well
 * where two sources have one of that name.
 */
export function assetsOf({ activities }) {
  const assets = new Map();
  const sources = new Map(activities.map(({ symbol, dataSource }) => [symbol, dataSource]));
  const isShared = ({ symbol, dataSource }) => sources.get(symbol) !== dataSource;
  const shared = new Set(activities.filter(isShared).map(({ symbol }) => symbol));
  for (const activity of activities) {
    const { symbol, currency, dataSource } = activity;
    const key = keyOf(activity);
    const kind =
      activity.assetSubClass === 'CASH' ? 'cash' : activity.type === 'LIABILITY' ? 'liability' : 'asset';
    const name = shared.has(symbol) ? `${symbol} ${dataSource}` : symbol;
    const isPricedByHand = dataSource === 'MANUAL';
    assets.set(key, { symbol: name, own: symbol, dataSource, currency, kind, isPricedByHand });
  }
  return assets;
}

const keyOf = ({ dataSource, symbol }) => `${dataSource} ${symbol}`;

function activityOf(activity, assets) {
  const { date, timestamp, type, quantity, unitPriceInAssetProfileCurrency: price } = activity;
  const { symbol, kind } = assets.get(keyOf(activity));
  const parts = {
    day: date,
    ...(timestamp && { at: timestamp }),
    symbol,
    fee: decimalText(activity.feeInAssetProfileCurrency ?? 0),
    feeInBase: decimalText(activity.feeInBaseCurrency ?? 0),
  };
  const isTrade = type === 'BUY' || type === 'SELL';
  if (isTrade && kind === 'cash') {
    return { ...parts, type: type === 'BUY' ? 'deposit' : 'withdrawal', amount: decimalText(quantity) };
  }
  if (isTrade || type === 'ITEM') {
    return { ...parts, type: type.toLowerCase(), quantity: decimalText(quantity), price: decimalText(price) };
  }
  return { ...parts, type: type.toLowerCase(), amount: decimalText(quantity * price) };
}

function pricesOf({ symbol, own, dataSource }, { marketPrices }, first, today) {
  const dated = marketPrices[symbol] ?? marketPrices[`${dataSource}:${own}`] ?? marketPrices[own] ?? {};
  return valuesOf(dated, first, today, undefined);
}

const ratesOf = (currency, { baseCurrency, exchangeRates }, first, today) =>
  valuesOf(exchangeRates[`${currency}${baseCurrency}`] ?? {}, first, today, 1);

/** A day without a value, or with none but 0, has what is `missing`: nothing, where that is undefined. */
function valuesOf(dated, first, today, missing) {
  const values = {};
  for (let day = first; day <= today; day = addDays(day, 1)) {
    const value = dated[day] || dated['*'] || missing;
    if (value !== undefined) values[day] = decimalText(value);
  }
  return values;
}

/** The shortest decimal that reads back as the number, without an exponent. */
export function decimalText(number) {
  const [, sign, whole, fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(
    String(number),
  );
  if (!exponent) return String(number);
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return (
    sign + digits.slice(0, point).padEnd(point, '0') + (digits.slice(point) && `.${digits.slice(point)}`)
  );
}
