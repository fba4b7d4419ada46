import { parseDecimal } from '@tradeyard/kernel';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { closeStreams, signIn, type TestStream } from '../../test/stream.js';
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
    await vi.waitFor(() => expect(price(stream, 'AAPL')).toBe('240.01'));
    tick('AAPL', '240.02');
    await vi.waitFor(() => expect(price(stream, 'AAPL')).toBe('240.02'));

    const change = stream.of('quotes:AAPL').at(-1);
    expect(change).toMatchObject({ type: 'change', data: { price: '240.02', bid: '240.02' } });
    expect(Object.keys(change?.data as object)).not.toContain('symbol');
    const now = await ada.get('/quotes?symbols=AAPL');
    expect(stream.value('quotes:AAPL')).toEqual(now.body.items[0]);
  });

  it('gets the newest of many, not all', async () => {
    const stream = await subscribe('quotes:AAPL', 'quotes:TSLA');
    const before = stream.received.length;
    for (let cents = 10; cents < 99; cents += 1) tick('AAPL', `250.${cents}`);
    tick('TSLA', '300.00');

    await vi.waitFor(() => {
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
    await vi.waitFor(() => expect(price(other, 'TSLA')).toBe('361.00'));
    expect(other.of('quotes:AAPL')).toEqual([]);
    expect(price(stream, 'AAPL')).not.toBe('261.00');
  });

  it('is told that a price has become stale, though no tick says so', async () => {
    const stream = await subscribe('quotes:AAPL');
    expect(stream.value('quotes:AAPL')).toMatchObject({ stale: false });
    app.clock.set(new Date(Date.now() + 6 * 60_000)); // five minutes without a tick, of which there is one a minute
    app.get(MarketChannelsService).lookAtAges();
    await vi.waitFor(() => expect(stream.value('quotes:AAPL')).toMatchObject({ stale: true }));
  });
});
