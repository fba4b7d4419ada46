import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { eventually } from '../../test/eventually.js';
import { ProviderScene } from '../../test/provider-scene.js';
import { FinnhubProvider } from './finnhub.provider.js';

// Messages as https://finnhub.io/docs/api/websocket-trades has them.

const key = 'a-secret-token';
const scene = new ProviderScene();
const now = Date.parse('2025-08-28T14:30:00Z');
let provider: FinnhubProvider;

beforeAll(() => scene.start());
afterAll(() => scene.close());
beforeEach(() => {
  scene.clock.set(new Date(now));
  const env = { FINNHUB_URL: `ws://127.0.0.1:${scene.server.port}/`, FINNHUB_KEY: key };
  provider = new FinnhubProvider(scene.config(env), scene.patience);
});
afterEach(async () => {
  await scene.stop();
  expect(JSON.stringify([scene.log, scene.health])).not.toContain(key);
});

const trade = (p: unknown, changes: object = {}) => ({ s: 'AAPL', p, v: 100, t: now, c: ['1'], ...changes });
const trades = (...data: unknown[]) => ({ type: 'trade', data });
const good = trades(trade(232.56));
const ping = { type: 'ping' };

const send = (...messages: unknown[]) => ({
  connected: (socket: WebSocket) => {
    for (const message of messages) {
      socket.send(
        typeof message === 'string' || message instanceof Buffer ? message : JSON.stringify(message),
      );
    }
  },
});

const follow = () => scene.follow(provider, { AAPL: 'AAPL', 'BTC-USD': 'BINANCE:BTCUSDT' }, 'stock');

it('asks for each instrument with its key', async () => {
  scene.server.reset(send(ping, good));
  follow();
  await eventually(() => expect(scene.told).toEqual(['AAPL 232.56 232.56 232.56 100']));
  await eventually(() => expect(scene.server.messages).toHaveLength(2));

  expect(scene.server.requests).toEqual([`/?token=${key}`]);
  expect(scene.server.messages).toEqual([
    { type: 'subscribe', symbol: 'AAPL' },
    { type: 'subscribe', symbol: 'BINANCE:BTCUSDT' },
  ]);
});

it('asks nobody without a key, and says what to do', async () => {
  provider = new FinnhubProvider(scene.config({}), scene.patience);
  scene.server.reset();
  follow();
  await eventually(() => expect(scene.health.state).toBe('waiting'));

  expect(scene.health.lastError).toBe('needs a key: set FINNHUB_KEY');
  expect(scene.server.requests).toEqual([]);
});

describe('messages', () => {
  it.each<[string, unknown[], string[], object]>([
    [
      'with several trades, in any order',
      [trades(trade(232.58, { t: now - 1 }), trade(232.57, { t: now - 2 }), trade(232.59))],
      ['232.57', '232.58', '232.59'],
      {},
    ],
    ['of small numbers', [trades(trade(1e-7, { v: 0.00000012 }))], ['0.0000001'], {}],
    ['twice the same', [good, good], ['232.56'], { duplicate: 1 }],
    ['out of order', [good, trades(trade(1, { t: now - 1 }))], ['232.56'], { late: 1 }],
    ['of a moment to come', [trades(trade(1, { t: now + 60_000 })), good], ['232.56'], { early: 1 }],
    ['that are no JSON', ['{"type":', 'hello', good], ['232.56'], { malformed: 2 }],
    ['that are binary', [Buffer.from([1, 2, 3]), good], ['232.56'], { malformed: 1 }],
    [
      'of another form',
      ['null', '[]', '7', { type: 'news' }, { type: 'trade' }, { type: 'trade', data: {} }, good],
      ['232.56'],
      { malformed: 6 },
    ],
    [
      'with wrong types',
      [
        trades(
          trade('232.56'),
          null,
          trade(null),
          trade(1, { t: '1' }),
          trade(1, { v: 'x' }),
          trade(1, { s: 7 }),
        ),
        good,
      ],
      ['232.56'],
      { malformed: 6 },
    ],
    [
      'of impossible prices',
      [trades(trade(0), trade(-1)), good],
      ['232.56'],
      { not_positive: 1, malformed: 1 },
    ],
    ['of a price far away', [good, trades(trade(2325.6, { v: 1 }))], ['232.56'], { jump: 1 }],
    [
      'of an instrument that nobody asked for',
      [trades(trade(1, { s: 'TSLA' })), good],
      ['232.56'],
      { malformed: 1 },
    ],
  ])('%s', async (_, messages, told, faults) => {
    const last = { type: 'trade', data: [trade(50_000, { s: 'BINANCE:BTCUSDT', v: 9 })] };
    scene.server.reset(send(...messages, last));
    follow();
    await eventually(() => expect(scene.told.at(-1)).toMatch(/^BTC-USD .* 9$/));

    expect(scene.told.slice(0, -1).map((each) => each.split(' ')[1])).toEqual(told);
    expect(scene.faults('finnhub')).toEqual(faults);
    expect(scene.health).toMatchObject({ state: 'live', reconnects: 0 });
  });
});

describe('a connection', () => {
  it.each<[string, object, string, object?]>([
    [
      'that is dropped',
      { connected: (socket: WebSocket) => socket.terminate() },
      'closed the connection with code 1006',
    ],
    [
      'that is closed',
      { connected: (socket: WebSocket) => socket.close(1001, `token=${key}`) },
      'closed the connection with code 1001',
    ],
    ['with a wrong key', { refuse: '401 Unauthorized' }, 'refused the connection with status 401'],
    [
      'that is refused for too many requests',
      { refuse: '429 Too Many Requests' },
      'refused the connection with status 429',
    ],
    ['that is not answered', { hang: true }, 'did not answer in time', { connectMs: 100 }],
    ['that says nothing', {}, 'showed no sign of life for 0 seconds', { silenceMsMax: 100 }],
    [
      'with a message far too large',
      send('x'.repeat(1024 * 1024 + 1)),
      'broke the protocol (WS_ERR_UNSUPPORTED_MESSAGE_LENGTH)',
    ],
    [
      'that takes no more subscriptions',
      send({ type: 'error', msg: `Subscribing to too many symbols with ${key}` }),
      'refused a subscription',
    ],
  ])('%s is made again', async (_, play, lastError, limits) => {
    scene.server.reset(play, send(good));
    if (limits) scene.limitFirst(limits);
    follow();

    await eventually(() => expect(scene.told).toHaveLength(1));
    // Of a short limit a busy machine may need more than one.
    const reconnects = limits ? expect.any(Number) : 1;
    expect(scene.health).toMatchObject({ state: 'live', reconnects, lastError });
  });

  it('says nothing of its address when nobody is there', async () => {
    const env = { FINNHUB_URL: 'ws://127.0.0.1:1/', FINNHUB_KEY: key };
    provider = new FinnhubProvider(scene.config(env), scene.patience);
    follow();

    await eventually(() => expect(scene.health.reconnects).toBeGreaterThan(1));
    expect(scene.health.lastError).toBe('cannot be reached (ECONNREFUSED)');
  });
});
