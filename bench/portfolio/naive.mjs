/**
 * The rules of the method as one would first write them down: for every day and every position all activities until
 * then are gone through again, once at the rates of their days and once at today's. Slow, and with nothing in common
 * with the library but the rules; what the two say has to be the same.
 */
export function naiveSnapshot({ base, first, today, assets, activities }) {
  const last = today - first;
  const dates = naiveDates(
    first,
    today,
    activities.map(({ day }) => day),
  );
  const positions = assets.map((asset, index) => {
    const own = activities
      .filter((activity) => activity.asset === index)
      .sort((a, b) => a.day - b.day || a.atMs - b.atMs);
    const views = {
      withCurrency: naiveDays(asset, own, (day) => asset.rates[day]),
      flat: naiveDays(asset, own, () => asset.rates[last]),
    };
    return {
      symbol: asset.symbol,
      views,
      ranges: naiveRanges(first, today, dates, views.withCurrency),
    };
  });
  const history = [];
  for (let day = 0; day <= last; day++) {
    const sum = (view, figure) => positions.reduce((total, { views }) => total + views[view][day][figure], 0);
    const row = { day: first + day };
    for (const view of ['flat', 'withCurrency']) {
      const net = sum(view, 'net');
      const weighed = sum(view, 'weighed');
      row[view] = {
        value: sum(view, 'value'),
        invested: sum(view, 'invested'),
        stake: sum(view, 'stake'),
        net,
        percent: weighed === 0 ? 0 : net / weighed,
      };
    }
    history.push(row);
  }
  const ofView = (view) => history.map((row) => row[view]);
  const ranges = {
    flat: naiveRanges(first, today, dates, ofView('flat')),
    withCurrency: naiveRanges(first, today, dates, ofView('withCurrency')),
  };
  return { base, positions, history, ranges };
}

/** A price for a day: its own, the last before, or else today's, which may itself be an older one. */
function naivePrice({ prices }, day) {
  for (let at = day; at >= 0; at--) if (!Number.isNaN(prices[at])) return prices[at];
  return day === prices.length - 1 ? 0 : naivePrice({ prices }, prices.length - 1);
}

function naiveDays(asset, activities, rateOf) {
  const rows = [];
  const weights = []; // [days, invested] until each day
  let before = { quantity: 0, invested: 0 };
  for (let day = 0; day < asset.prices.length; day++) {
    const moments = [];
    const state = replay(asset, activities, day, rateOf, moments);
    if (before.quantity !== 0) weights.push([1, Math.abs(before.invested)]);
    for (const invested of moments) weights.push([Number.EPSILON, invested]);
    const isToday = day === asset.prices.length - 1;
    if (isToday && state.tradesOnDay > 0 && state.quantity !== 0)
      weights.push([Number.EPSILON, Math.abs(state.invested)]);
    const value = state.quantity * naivePrice(asset, day) * rateOf(day);
    const daysHeld = weights.reduce((sum, [days]) => sum + days, 0);
    const mean = weights.reduce((sum, [days, invested]) => sum + days * invested, 0) / daysHeld;
    rows.push({
      value,
      invested: state.invested,
      stake: Math.abs(state.invested),
      net: value - state.invested + state.realised - state.fees,
      weighed: daysHeld > Number.EPSILON ? mean : Math.abs(state.invested),
      quantity: state.quantity,
    });
    before = state;
  }
  return rows;
}

/** All activities until a day from the beginning. `moments` gets what was invested between those of the day itself. */
function replay({ first }, activities, until, rateOf, moments) {
  const state = { quantity: 0, invested: 0, realised: 0, fees: 0, lots: [], tradesOnDay: 0 };
  for (const { day: date, type, quantity, price, fee } of activities) {
    const day = date - first;
    if (day > until) break;
    state.fees += fee * rateOf(day);
    if (type !== 'buy' && type !== 'sell') continue;
    if (day === until && state.tradesOnDay > 0 && state.quantity !== 0)
      moments.push(Math.abs(state.invested));
    if (day === until) state.tradesOnDay += 1;
    const side = type === 'buy' ? 1 : -1;
    const held = Math.abs(state.quantity);
    const closing = Math.sign(state.quantity) === -side ? Math.min(quantity, held) : 0;
    if (closing > 0) closeUnits(state, closing, price * rateOf(day));
    if (quantity > closing) openUnits(state, side, quantity - closing, price * rateOf(day));
  }
  return state;
}

/** Of all that was bought (or sold short) since nothing was held. */
const averageOf = (lots) =>
  lots.reduce((sum, { quantity, price }) => sum + quantity * price, 0) /
  lots.reduce((sum, { quantity }) => sum + quantity, 0);

function closeUnits(state, quantity, price) {
  const side = Math.sign(state.quantity);
  state.realised += side * (price - averageOf(state.lots)) * quantity;
  state.invested -= (state.invested * quantity) / Math.abs(state.quantity);
  state.quantity -= side * quantity;
  if (state.quantity === 0) Object.assign(state, { invested: 0, lots: [] });
}

function openUnits(state, side, quantity, price) {
  state.quantity += side * quantity;
  state.invested += side * quantity * price;
  state.lots.push({ quantity, price });
}

const dateOf = (day) => new Date(day * 86_400_000);
const dayOf = (date) => Math.round(date.getTime() / 86_400_000);
const utc = (year, month, day) => dayOf(new Date(Date.UTC(year, month, day)));

function naiveStarts(first, today) {
  const now = dateOf(today);
  const [year, month, date] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const lastOfFebruary = month === 1 && date === 29;
  const before = (years) => utc(year - years, month, lastOfFebruary ? 28 : date);
  const starts = {
    '1d': today - 1,
    wtd: today - ((now.getUTCDay() + 6) % 7) - 1,
    mtd: utc(year, month, 1) - 1,
    ytd: utc(year, 0, 1) - 1,
    '1y': before(1),
    '5y': before(5),
    max: first,
  };
  const ranges = Object.entries(starts).map(([key, start]) => [key, Math.max(start, first), today]);
  for (let past = dateOf(first).getUTCFullYear(); past < year; past++)
    ranges.push([`${past}`, Math.max(first, utc(past, 0, 1) - 1), utc(past, 11, 31)]);
  return ranges;
}

function naiveDates(first, today, activityDays) {
  const last = today - first;
  const step = Math.round(last / Math.min(last, 365));
  const dates = new Set([...activityDays, today]);
  for (let day = first; day <= today; day += step) dates.add(day);
  if (step > 1) {
    for (let day = today - 90; day <= today; day += 3) dates.add(day);
    for (let day = today - 30; day <= today; day++) dates.add(day);
  }
  for (const [, start, end] of naiveStarts(first, today)) dates.add(start).add(end);
  for (let day = first; day <= today; day++) {
    const text = dateOf(day).toISOString();
    if (text.includes('-01-01T') || text.includes('-12-31T')) dates.add(day);
  }
  return [...dates].filter((day) => day >= first).sort((a, b) => a - b);
}

function naiveRanges(first, today, dates, rows) {
  const gains = {};
  for (const [key, start, end] of naiveStarts(first, today)) {
    const begin = rows[start - first];
    const stakes = dates
      .filter((day) => day >= start && day <= end && rows[day - first].stake > 0)
      .map((day) => rows[day - first].stake + begin.value - begin.invested);
    const mean = stakes.reduce((sum, stake) => sum + stake, 0) / stakes.length;
    const net = rows[end - first].net - (key === 'max' ? 0 : begin.net);
    gains[key] = { net, percent: mean > 0 ? net / mean : 0 };
  }
  return gains;
}
