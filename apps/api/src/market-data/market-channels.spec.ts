import { parseDecimal } from '@tradeyard/kernel';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { eventually } from '../../test/eventually.js';
import { closeStreams, signIn, type TestStream } from '../../test/stream.js';
import { InstrumentsService } from './instruments.service.js';
import { MarketChannelsService } from './market-channels.service.js';
import { MarketJob } from './market.job.js';
import { TicksService } from './ticks.service.js';

let app: TestApp;
let ada: TestPerson;

beforeAll(async () => {
  app = await createTestApp();
  app.get(MarketJob).stop();
  ada = await app.register();
});
afterEach(closeStreams);
afterAll(() => app.close());

async function subscribe(...channels: readonly string[]): Promise<TestStream> {
  const stream = await signIn(app.origin, ada.accessToken);
  return stream.subscribe(channels);
}

let moment = Date.now();

function tick(symbol: string, price: string): void {
  moment += 1;
  const value = parseDecimal(price);
  const volume = parseDecimal('1');
  const good = app
    .get(TicksService)
    .publish({ symbol, bid: value, ask: value, price: value, volume, atMs: moment, source: 'simulated' });
  expect(good).toBe(true);
}

const price = (stream: TestStream, symbol: string) => stream.value(`quotes:${symbol}`)?.['price'];

describe('whoever watches quotes', () => {
  it('gets the whole quote first, and then what changes of it', async () => {
    const stream = await subscribe('quotes:AAPL');
    const { body } = await ada.get('/quotes?symbols=AAPL');
    await stream.see({ type: 'snapshot', channel: 'quotes:AAPL', data: body.items[0] });

    tick('AAPL', '240.01');
    await eventually(() => expect(price(stream, 'AAPL')).toBe('240.01'));
    tick('AAPL', '240.02');
    await eventually(() => expect(price(stream, 'AAPL')).toBe('240.02'));

    const change = stream.of('quotes:AAPL').at(-1);
    expect(change).toMatchObject({ type: 'change', data: { price: '240.02', bid: '240.02' } });
    expect(Object.keys(change?.data as object)).not.toContain('symbol');
    const now = await ada.get('/quotes?symbols=AAPL');
    expect(stream.value('quotes:AAPL')).toEqual(now.body.items[0]);
  });

  it('may name many that are not there, for one look into the database', async () => {
    const lookUp = vi.spyOn(app.get(InstrumentsService), 'listBySymbols');
    const channels = Array.from({ length: 100 }, (_, number) => `quotes:NONE${number}`);
    const stream = await subscribe(...channels, 'candles:NONE:1m', 'quotes:AAPL');
    await stream.see({ type: 'error', channels: [...channels, 'candles:NONE:1m'] });
    await stream.see({ type: 'subscribed', channels: ['quotes:AAPL'] });

    expect(lookUp).toHaveBeenCalledTimes(1);
    lookUp.mockRestore();
  });

  it('gets the newest of many, not all', async () => {
    const stream = await subscribe('quotes:AAPL', 'quotes:TSLA');
    const before = stream.received.length;
    for (let cents = 10; cents < 99; cents += 1) tick('AAPL', `250.${cents}`);
    tick('TSLA', '300.00');

    await eventually(() => {
      expect(price(stream, 'AAPL')).toBe('250.98');
      expect(price(stream, 'TSLA')).toBe('300.00');
    });
    expect(stream.received.length - before).toBeLessThan(8);
  });

  it('gets nothing of other instruments, and nothing after leaving', async () => {
    const stream = await subscribe('quotes:AAPL');
    const other = await subscribe('quotes:TSLA');
    stream.send({ type: 'unsubscribe', channels: ['quotes:AAPL'] });
    await stream.see({ type: 'subscribed', channels: [] });

    tick('AAPL', '261.00');
    tick('TSLA', '361.00');
    await eventually(() => expect(price(other, 'TSLA')).toBe('361.00'));
    expect(other.of('quotes:AAPL')).toEqual([]);
    expect(price(stream, 'AAPL')).not.toBe('261.00');
  });

  it('is told that a price has become stale, though no tick says so', async () => {
    const stream = await subscribe('quotes:AAPL');
    expect(stream.value('quotes:AAPL')).toMatchObject({ stale: false });
    app.clock.set(new Date(Date.now() + 6 * 60_000)); // five minutes without a tick, of which there is one a minute
    app.get(MarketChannelsService).lookAtAges();
    await eventually(() => expect(stream.value('quotes:AAPL')).toMatchObject({ stale: true }));
  });
});

describe('whoever watches candles', () => {
  /** A minute that no other test has ticked in. */
  let minuteMs: number;
  beforeEach(() => {
    minuteMs = Math.ceil((moment + 60_000) / 60_000) * 60_000;
    app.clock.set(new Date(minuteMs));
    moment = minuteMs;
  });

  it('sees one grow, and what it came to when the next begins', async () => {
    const stream = await subscribe('candles:BTC-USD:1m', 'candles:BTC-USD:1h');
    const candle = () => stream.value('candles:BTC-USD:1m');
    tick('BTC-USD', '42000.00');
    await eventually(() =>
      expect(candle()).toMatchObject({ open: '42000.00', close: '42000.00', volume: '1' }),
    );
    tick('BTC-USD', '42010.00');
    tick('BTC-USD', '41990.00');
    await eventually(() =>
      expect(candle()).toMatchObject({ high: '42010.00', low: '41990.00', volume: '3' }),
    );
    expect(stream.of('candles:BTC-USD:1m').at(-1)).toMatchObject({ type: 'change' });

    // The last tick of a minute and the first of the next between two frames.
    tick('BTC-USD', '42001.00');
    moment = minuteMs + 60_000;
    app.clock.set(new Date(moment));
    tick('BTC-USD', '42005.00');
    const at = new Date(minuteMs).toISOString();
    await eventually(() => {
      expect(candle()).toMatchObject({
        at: new Date(minuteMs + 60_000).toISOString(),
        open: '42005.00',
        volume: '1',
      });
      expect(candle()?.['previous']).toMatchObject({ at, open: '42000.00', close: '42001.00', volume: '4' });
    });
    await eventually(() => expect(stream.value('candles:BTC-USD:1h')).toMatchObject({ close: '42005.00' }));
  });

  it.each(['candles:AAPL', 'candles:AAPL:2m', 'candles:NOPE:1m', 'candles::1m', 'candles:1m'])(
    'is told that there is no %s',
    async (channel) => {
      const stream = await subscribe(channel);
      await stream.see({ type: 'error', code: 'channel_not_found', channels: [channel] });
    },
  );
});

it('lets an instrument be watched that has no price yet', async () => {
  await app.query(
    `insert into instrument (symbol, name, exchange, class, currency, tick_size, start_price, yearly_volatility_bp,
       spread_bp, daily_volume)
     values ('NEW', 'New', 'NASDAQ', 'stock', 'USD', 0.01, 10, 100, 2, 1000)`,
  );
  const stream = await subscribe('quotes:NEW');
  await stream.see({ type: 'subscribed', channels: ['quotes:NEW'] });
  expect(stream.of('quotes:NEW')).toEqual([]);
});
