/** Five years, the last of them a leap year's. */
export const days = 1_827;
const first = 18_992; // 2021-12-31
const base = 'CHF';
const currencies = ['CHF', 'USD', 'EUR', 'GBP'];

/** Numbers from 0 to 1 that are the same at every run; mulberry32 of T. Ettinger, 2017 (public domain). */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const cents = (amount) => Math.round(amount * 100) / 100;
const isWeekend = (day) => [2, 3].includes((first + day) % 7); // 1970-01-01 was a Thursday

/**
 * A portfolio made up of so many activities in so many assets of four currencies: purchases, sales of what is held, now
 * and then a dividend, spread evenly over five years and listed by day as a ledger would. Prices have no weekends.
 */
export function generatePortfolio({ activities: count, symbols: symbolCount, seed = 7 }) {
  const random = randomOf(seed);
  const walk = (start, step) => {
    let value = start;
    return Float64Array.from({ length: days }, () => (value *= 1 + (random() - 0.495) * step));
  };
  const rates = new Map(currencies.map((code) => [code, walk(0.8 + random() / 3, 0.008)]));
  rates.set(base, new Float64Array(days).fill(1));
  const known = []; // on weekends too: somebody always trades
  const assets = Array.from({ length: symbolCount }, (_, index) => {
    const currency = currencies[index % currencies.length];
    const prices = walk(20 + random() * 300, 0.04).map(cents);
    known.push(prices);
    const closes = prices.map((price, day) => (isWeekend(day) ? NaN : price));
    const symbol = `S${String(index).padStart(4, '0')}`;
    return { symbol, currency, kind: 'asset', isPricedByHand: false, first, prices: closes, rates: rates.get(currency) }; // prettier-ignore
  });
  const held = new Float64Array(symbolCount);
  const activities = Array.from({ length: count }, (_, index) => {
    const day = 1 + Math.floor((index * (days - 1)) / count);
    const asset = index < symbolCount ? index : Math.floor(random() * symbolCount);
    const activity = activityOf(random, held[asset], known[asset][day]);
    if (activity.type !== 'dividend')
      held[asset] += activity.type === 'buy' ? activity.quantity : -activity.quantity;
    activity.asset = asset;
    activity.day = first + day;
    return activity;
  });
  return { base, first, today: first + days - 1, assets, activities };
}

function activityOf(random, held, close) {
  const kind = random();
  const price = cents(close * (0.99 + random() / 50));
  const fee = cents(1 + random() * 5);
  const activity = { id: '', asset: 0, day: 0, atMs: 0, type: 'buy', quantity: 0, price, amount: 0, fee };
  if (held > 0 && kind < 0.05) {
    activity.type = 'dividend';
    activity.amount = cents(held * close * 0.005);
  } else if (held > 0 && kind < 0.4) {
    activity.type = 'sell';
    activity.quantity = kind < 0.1 ? held : Math.ceil(held * random() * 0.9);
  } else activity.quantity = 1 + Math.floor(random() * 40);
  return activity;
}

/** As `followPosition` wants them: an input for each asset, its activities in order. */
export function positionInputs({ assets, activities }) {
  const inputs = assets.map((asset) => ({ ...asset, activities: [] }));
  for (const activity of activities) inputs[activity.asset].activities.push(activity);
  for (const { activities: own } of inputs) own.sort((a, b) => a.day - b.day || a.atMs - b.atMs);
  return inputs;
}
