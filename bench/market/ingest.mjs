import { createRequire } from 'node:module';
import { parseDecimal } from '@tradeyard/kernel';
import { serve } from '../ledger/contender.mjs';
import { symbols } from './instruments.mjs';

createRequire(import.meta.url)('reflect-metadata');

const { TicksService } = await import('../../apps/api/dist/market-data/ticks.service.js');
const { QuotesService } = await import('../../apps/api/dist/market-data/quotes.service.js');
const { SplitsService } = await import('../../apps/api/dist/market-data/splits.service.js');
const { LiveCandlesService } = await import('../../apps/api/dist/market-data/live-candles.service.js');
const { Clock } = await import('../../apps/api/dist/platform/clock.js');

const roundTicks = 20_000;
const warmUpRounds = 10;
/** One tick of each instrument every 10 ms of the market's time: a minute's candle is 6,000 ticks. */
const stepMs = 10;

/** Time goes as fast as the ticks do. */
class MarketClock extends Clock {
  nowMs = Date.parse('2026-01-05T15:00:00Z');
  now() {
    return new Date(this.nowMs);
  }
}

/** As a provider says it: `123.45`. */
const priceText = (cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/** A round of ticks that goes up and down by a cent; the last price of each instrument is the one it began with. */
function makeRound() {
  const prices = symbols.map((_, place) => 10_000 + 10 * place);
  return Array.from({ length: roundTicks }, (_, number) => {
    const place = number % symbols.length;
    const isBack = number >= roundTicks / 2;
    const cents = (prices[place] += isBack ? -1 : 1);
    const [bid, ask, price] = [cents - 1, cents + 1, cents].map(priceText);
    return { symbol: symbols[place], bid, ask, price, volume: '1.5', source: 'binance' };
  });
}

/** Ticks through the services that a server takes them through: what a provider says is text, and is judged. */
serve(() => {
  const clock = new MarketClock();
  const ticks = new TicksService(clock);
  const quotes = new QuotesService(clock, { marketTickMs: stepMs }, ticks, new SplitsService()); // which has read none
  const candles = new LiveCandlesService(ticks, quotes);
  const round = makeRound();
  for (const raw of round.slice(0, symbols.length)) {
    const [price, volume] = [parseDecimal(raw.price), parseDecimal(raw.volume)];
    const tick = { ...raw, bid: price, ask: price, price, volume, atMs: clock.nowMs };
    ticks.begin({ symbol: raw.symbol, class: 'stock', tickSize: '0.01' });
    quotes.begin(tick, { currency: 'USD', day: undefined, previousClose: price });
  }

  function run() {
    let accepted = 0;
    for (let number = 0; number < round.length; number += 1) {
      if (number % symbols.length === 0) clock.nowMs += stepMs;
      if (ticks.publish({ ...round[number], atMs: clock.nowMs })) accepted += 1;
    }
    return accepted;
  }

  for (let count = 0; count < warmUpRounds; count += 1) run();
  return {
    measure: ({ seconds }) => {
      const beginMs = performance.now();
      let [accepted, offered] = [0, 0];
      while (performance.now() - beginMs < seconds * 1000) {
        accepted += run();
        offered += round.length;
      }
      const perSecond = accepted / ((performance.now() - beginMs) / 1000);
      const isThere = candles.findLive(symbols[0], '1m') && quotes.findQuote(symbols[0]);
      if (accepted < offered || !isThere) throw new Error(`${accepted} of ${offered} ticks came through.`);
      return perSecond;
    },
  };
});
