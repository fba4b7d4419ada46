import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseDecimal } from '@tradeyard/kernel';
import { median } from '../ledger/figures.mjs';
import { serve } from '../ledger/contender.mjs';

createRequire(import.meta.url)('reflect-metadata');
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const built = '../../apps/api/dist';
const { OrderBook } = await import(`${built}/trading/order-book.service.js`);
const { OrderEngine } = await import(`${built}/trading/order-engine.service.js`);
const { CorporateEvents } = await import(`${built}/trading/corporate-events.service.js`);
const { MarketHours } = await import(`${built}/trading/market-hours.service.js`);
const { TradingStops } = await import(`${built}/trading/trading-stops.service.js`);
const { TicksService } = await import(`${built}/market-data/ticks.service.js`);
const { QuotesService } = await import(`${built}/market-data/quotes.service.js`);
const { SplitsService } = await import(`${built}/market-data/splits.service.js`);

const instruments = 1_000;
const ringTicks = 100_000;
/** Each instrument ticks ten times a second. */
const tickMs = 100;
const beginMs = Date.parse('2026-01-05T15:00:00Z');
const placedAt = new Date(beginMs - 60_000);
const clock = { now: () => new Date(beginMs) };

const symbols = Array.from({ length: instruments }, (_, place) => `BENCH${String(place).padStart(4, '0')}`);
const text = (cents) => (cents / 100).toFixed(2);
const basis = (place) => 10_000 + 10 * place;

/** As a driver gives it: a string of its own for each. */
const idOf = (number) =>
  Buffer.from(`0199f0aa-7c00-7000-8000-${String(number).padStart(12, '0')}`).toString();

const kinds = [
  ({ price, away }) => ({ side: 'buy', type: 'limit', limitPrice: text(price - away) }),
  ({ price, away }) => ({ side: 'sell', type: 'limit', limitPrice: text(price + away) }),
  ({ price, away }) => ({ side: 'buy', type: 'stop', stopPrice: text(price + away) }),
  ({ price, away }) => ({ side: 'sell', type: 'stop', stopPrice: text(price - away) }),
  ({ price, away }) => ({
    side: 'sell',
    type: 'trailing_stop',
    trailAmount: text(away),
    watermark: text(price - (away % 7)),
  }),
  ({ price, away }) => ({
    side: 'buy',
    type: 'trailing_stop',
    trailPercent: String(1 + (away % 500) / 100),
    watermark: text(price + (away % 7)),
  }),
];

/** The number's order: limits, stops and trailing stops, from one to eleven in price away from the market. */
function makeOrder(number) {
  const place = number % instruments;
  const round = Math.floor(number / instruments);
  const [price, away] = [basis(place), 100 + ((round * 37) % 1_000)];
  return {
    ...{ limitPrice: null, stopPrice: null, trailAmount: null, trailPercent: null, watermark: null },
    ...kinds[round % kinds.length]({ price, away }),
    ...{ id: idOf(number), symbol: symbols[place], triggeredAt: null, activeFrom: null, metAt: placedAt },
  };
}

/** Ticks that go up and down by a few cents, and hit nothing. */
const makeTicks = () =>
  Array.from({ length: ringTicks }, (_, number) => {
    const [place, round] = [number % instruments, Math.floor(number / instruments)];
    const cents = basis(place) + (((round * 13) % 21) - 10);
    const [bid, ask, price] = [cents - 1, cents + 1, cents].map((each) => parseDecimal(text(each)));
    const symbol = symbols[place];
    return { symbol, bid, ask, price, volume: price, source: 'simulated', atMs: beginMs + round * tickMs };
  });

function openEngine(count) {
  const ticks = new TicksService(clock);
  const splits = new SplitsService();
  const quotes = new QuotesService(clock, { marketTickMs: tickMs }, ticks, splits);
  quotes.setMarkets(
    symbols.map((symbol) => ({ symbol, status: 'active', calendar: '24/7', provider: 'binance' })),
  );
  const book = new OrderBook();
  for (let number = 0; number < count; number += 1) book.watch(makeOrder(number), placedAt);
  const events = new CorporateEvents(...Array.from({ length: 7 }), splits, quotes, clock);
  const engine = new OrderEngine(
    ...[book, undefined, undefined, undefined, undefined],
    ...[new MarketHours(quotes), new TradingStops(), events, ticks, undefined, clock],
  );
  engine.isWatching = true; // which it is told by the owner of a lock, with a database
  return engine;
}

function heapBytes() {
  for (let time = 0; time < 3; time += 1) collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Ticks through the whole of the engine, beside many resting orders and beside few. */
serve(({ many, few }) => {
  const ring = makeTicks();
  const small = openEngine(few);
  const before = heapBytes();
  const large = openEngine(many);
  const bytesPerOrder = (heapBytes() - before) / many;
  const runOnce = (engine) => {
    for (const tick of ring) engine.take(tick);
  };
  const perSecond = (engine, seconds) => {
    const begin = performance.now();
    let count = 0;
    for (; performance.now() - begin < seconds * 1000; count += ring.length) runOnce(engine);
    return count / ((performance.now() - begin) / 1000);
  };
  for (let time = 0; time < 5; time += 1) [small, large].forEach(runOnce);
  return {
    measure: ({ seconds, rounds }) => {
      const rates = Array.from({ length: rounds }, () => ({
        few: perSecond(small, seconds),
        many: perSecond(large, seconds),
      }));
      if (large.size !== many || small.size !== few)
        throw new Error('Ticks hit orders that they should not.');
      return {
        bytesPerOrder,
        missTicksPerSecond: median(rates.map((each) => each.many)),
        missTicksPerSecondFew: median(rates.map((each) => each.few)),
      };
    },
  };
});
