import { once } from 'node:events';
import { parseDecimal } from '@tradeyard/kernel';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { MarketJob } from './market.job.js';
import type { ServerMessage } from './stream.dto.js';
import { TicksService } from './ticks.service.js';

let app: TestApp;
let ada: TestPerson;
const opened: StreamClient[] = [];

beforeAll(async () => {
  app = await createTestApp();
  app.get(MarketJob).stop();
  ada = await app.register();
});
afterEach(() => opened.splice(0).forEach((client) => client.socket.terminate()));
afterAll(() => app.close());

/** Keeps what the server sent. */
class StreamClient {
  readonly received: ServerMessage[] = [];
  closeCode: number | undefined;

  constructor(readonly socket: WebSocket) {
    opened.push(this);
    socket.on('message', (data: Buffer) => this.received.push(JSON.parse(data.toString()) as ServerMessage));
    socket.on('close', (code) => (this.closeCode = code));
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  prices(): string[] {
    return this.received.flatMap((message) => (message.type === 'quote' ? message.quote.price : []));
  }

  /** Waits for a message that looks like this. */
  async see(expected: object): Promise<void> {
    await vi.waitFor(() => expect(this.received).toContainEqual(expect.objectContaining(expected)));
  }

  async seeClose(code: number): Promise<void> {
    await vi.waitFor(() => expect(this.closeCode).toBe(code));
  }
}

async function open(): Promise<StreamClient> {
  const client = new StreamClient(new WebSocket(`${app.origin.replace('http', 'ws')}/api/v1/stream`));
  await once(client.socket, 'open');
  return client;
}

async function subscribe(...channels: readonly string[]): Promise<StreamClient> {
  const client = await open();
  client.send({ type: 'auth', token: ada.accessToken });
  await client.see({ type: 'ready' });
  client.send({ type: 'subscribe', channels });
  await client.see({ type: 'subscribed' });
  return client;
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

describe('whoever has subscribed', () => {
  it('gets the newest price at once, and each that follows', async () => {
    const client = await subscribe('quotes:AAPL');
    expect(client.received).toContainEqual({ type: 'subscribed', channels: ['quotes:AAPL'] });
    const { body } = await ada.get('/quotes?symbols=AAPL');
    await client.see({ type: 'quote', channel: 'quotes:AAPL', quote: body.items[0] });

    tick('AAPL', '240.01');
    await vi.waitFor(() => expect(client.prices()).toContain('240.01'));
    tick('AAPL', '240.02');
    await vi.waitFor(() => expect(client.prices().at(-1)).toBe('240.02'));
  });

  it('gets the newest of many, not all', async () => {
    const client = await subscribe('quotes:AAPL', 'quotes:TSLA');
    const before = client.received.length;
    for (let cents = 10; cents < 99; cents += 1) tick('AAPL', `250.${cents}`);
    tick('TSLA', '300.00');

    await vi.waitFor(() => expect(client.prices()).toEqual(expect.arrayContaining(['250.98', '300.00'])));
    expect(client.received.length - before).toBeLessThan(8);
  });

  it('gets nothing of other instruments, and nothing after leaving', async () => {
    const client = await subscribe('quotes:AAPL');
    const other = await subscribe('quotes:TSLA');
    client.send({ type: 'unsubscribe', channels: ['quotes:AAPL'] });
    await client.see({ type: 'subscribed', channels: [] });

    tick('AAPL', '261.00');
    tick('TSLA', '361.00');
    await vi.waitFor(() => expect(other.prices()).toContain('361.00'));
    expect(other.prices()).not.toContain('261.00');
    expect(client.prices()).not.toContain('261.00');
  });

  it('hears of a channel that is not there, and gets the others', async () => {
    const client = await subscribe('quotes:NOPE', 'quotes:AAPL', 'AAPL', 'quotes:');
    expect(client.received).toContainEqual({ type: 'subscribed', channels: ['quotes:AAPL'] });
    await client.see({ type: 'error', code: 'instrument_not_found' });
  });
});

describe('a connection', () => {
  it.each([
    ['subscribes first', { type: 'subscribe', channels: ['quotes:AAPL'] }],
    ['has a wrong token', { type: 'auth', token: 'no.such.token' }],
  ])('that %s is closed', async (_, message) => {
    const client = await open();
    client.send(message);
    await client.see({ type: 'error', code: 'unauthenticated' });
    await client.seeClose(4401);
  });

  it('that says nothing is closed after ten seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const client = await open();
      vi.advanceTimersByTime(9_999);
      expect(client.socket.readyState).toBe(WebSocket.OPEN);
      vi.advanceTimersByTime(1);
      const [code] = (await once(client.socket, 'close')) as [number];
      expect(code).toBe(4401);
    } finally {
      vi.useRealTimers();
    }
  });

  it('cannot pass to another person', async () => {
    const client = await subscribe('quotes:AAPL');
    const grace = await app.register();
    client.send({ type: 'auth', token: grace.accessToken });
    await client.seeClose(4401);
  });

  it('stays when its own person signs in again', async () => {
    const client = await subscribe('quotes:AAPL');
    client.send({ type: 'auth', token: ada.accessToken });
    await vi.waitFor(() => expect(client.received.filter(({ type }) => type === 'ready')).toHaveLength(2));
  });

  it.each(['not JSON', '[]', 'null', '{"type":"dance"}', '{"type":"subscribe","channels":"quotes:AAPL"}'])(
    'hears what is wrong with %s and stays',
    async (message) => {
      const client = await subscribe('quotes:AAPL');
      client.send(message);
      await client.see({ type: 'error', code: 'validation_failed' });
      tick('AAPL', '270.00');
      await vi.waitFor(() => expect(client.prices()).toContain('270.00'));
    },
  );

  it('that sends too much at once or too often is closed', async () => {
    const large = await subscribe('quotes:AAPL');
    large.send('x'.repeat(5000));
    await large.seeClose(1009);

    const fast = await subscribe('quotes:AAPL');
    for (let count = 0; count < 30; count += 1) fast.send({ type: 'unsubscribe', channels: ['quotes:AAPL'] });
    await fast.see({ type: 'error', code: 'too_many_requests' });
    await fast.seeClose(4429);
  });
});
