import { ended } from '../../tools/leash.mjs';
import { Refusal } from '../../tools/refusal.mjs';
import { startApi } from '../ledger/api.mjs';
import { createDatabase, startDatabase, withClient } from '../ledger/database.mjs';
import { registerPeople } from '../ledger/people.mjs';
import { generatePortfolio } from './generate.mjs';

const size = { activities: 10_000, symbols: 50 };
/** Portfolios that are asked for once each before it counts: a server that has just started has not compiled itself yet. */
const warmUps = 3;
/** Each measurement takes a portfolio of its own, which is imported first. */
const roundsMax = 12;
const dayMs = 86_400_000;

/**
 * Milliseconds from asking the built API for the whole snapshot of a portfolio, which it has never calculated, to the
 * last byte of its answer: activities, prices and rates are read from Postgres. One portfolio for each measurement.
 */
export async function measureHttp({ rounds }, progress, end) {
  const server = await startDatabase({ gigabytesNeeded: 2 });
  const running = {};
  try {
    const work = async () => {
      const url = await createDatabase(server.url, 'bench_portfolio');
      await (await startApi(url)).stop(); // has brought the schema
      const portfolio = generatePortfolio(size);
      await withClient(url, (client) => writeMarket(client, portfolio));
      running.api = await startApi(url);
      const ask = await preparePeople(
        `http://127.0.0.1:${running.api.port}`,
        Math.min(rounds, roundsMax) + warmUps,
        portfolio,
      );
      const ms = [];
      for (const each of ask) {
        end.throwIfAborted();
        ms.push(await each());
      }
      return { first: ms[0], ms: ms.slice(warmUps) };
    };
    const measured = progress.step('http', 'asking …', work, ({ first, ms }) => `${ms.length} times, the first of a new server ${Math.round(first)} ms`); // prettier-ignore
    return (await Promise.race([measured, ended(end).then(() => end.throwIfAborted())])).ms;
  } finally {
    await running.api?.stop();
    await server.stop();
  }
}

/** Instruments with a close for each day of five years that has one, and the rates of their currencies. */
async function writeMarket(client, { base, first, assets }) {
  const moved = shiftToToday(first, assets[0].prices.length);
  const symbols = assets.map(({ symbol }) => symbol);
  await client.query(
    `insert into instrument (symbol, name, exchange, class, currency, tick_size, start_price, yearly_volatility_bp,
       spread_bp, daily_volume, status)
     select symbol, symbol, 'BENCH', 'stock', currency, 0.01, 100, 2000, 1, 1000000, 'halted'
     from unnest($1::text[], $2::text[]) as made (symbol, currency)`,
    [symbols, assets.map(({ currency }) => currency)],
  );
  for (const { symbol, prices } of assets) {
    const days = [...prices.keys()].filter((day) => !Number.isNaN(prices[day]));
    await client.query(
      `insert into candle select $1, '1d', to_timestamp(day * 86400), close, close, close, close, 1, 'imported'
       from unnest($2::int[], $3::numeric[]) as made (day, close)`,
      [symbol, days.map((day) => moved + day), days.map((day) => prices[day])],
    );
  }
  // Units of the base currency for one of the others, as the bank would tell them: units of each for one euro.
  const euro = assets.find(({ currency }) => currency === 'EUR').rates;
  const rates = new Map(assets.map(({ currency, rates: own }) => [currency, own]));
  await client.query('delete from rate');
  for (const [currency, own] of rates) {
    if (currency === 'EUR') continue;
    const perEuro = Array.from(own, (rate, day) => euro[day] / (currency === base ? 1 : rate));
    await client.query(
      `insert into rate (currency, date, per_euro, source)
       select $1, date '1970-01-01' + day, round(per_euro, 6), 'ECB' from unnest($2::int[], $3::numeric[]) as made (day, per_euro)`,
      [currency, perEuro.map((_, day) => moved + day), perEuro],
    );
  }
  await client.query('analyze');
}

/** The generator's days end in a year to come; here they end today. */
const shiftToToday = (first, days) => first + Math.floor(Date.now() / dayMs) - (first + days - 1);

/** A person each with the same activities in a portfolio of their own; what to call to have its snapshot timed. */
async function preparePeople(origin, count, { base, first, assets, activities }) {
  const moved = shiftToToday(first, assets[0].prices.length) - first;
  const dayText = (day) => new Date((day + moved) * dayMs).toISOString().slice(0, 10);
  const header = 'type,day,symbol,quantity,price,amount,currency,fee';
  const rows = activities.map(({ type, day, asset, quantity, price, amount, fee }) => {
    const { symbol, currency } = assets[asset];
    const paid = type === 'dividend' ? `,,${amount}` : `${quantity},${price},`;
    return `${type},${dayText(day)},${symbol},${paid},${currency},${fee}`;
  });
  const file = [header, ...rows].join('\n');
  const asks = [];
  for (const token of await (await registerPeople(origin, count)).tokens()) {
    const headers = { authorization: `Bearer ${token}` };
    const path = `${origin}/api/v1/portfolios`;
    const { id } = await post(path, { kind: 'tracked', name: 'Bench', currency: base }, headers);
    const report = await post(`${path}/${id}/import?format=tradeyard-csv`, file, headers);
    if (report.added !== activities.length) {
      throw new Refusal(`Not all was imported: ${JSON.stringify(report).slice(0, 500)}`);
    }
    asks.push(async () => {
      const before = performance.now();
      const { positions } = await (await fetch(`${path}/${id}/snapshot`, { headers })).json();
      const ms = performance.now() - before;
      if (positions?.length !== size.symbols) throw new Refusal('The snapshot lacks positions.');
      return ms;
    });
  }
  return asks;
}

/** A text is sent as CSV, anything else as JSON. */
async function post(url, body, headers) {
  const isText = typeof body === 'string';
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': isText ? 'text/csv' : 'application/json', ...headers },
    body: isText ? body : JSON.stringify(body),
  });
  return answer.json();
}
