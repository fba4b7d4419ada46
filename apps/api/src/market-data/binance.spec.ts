import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { eventually } from '../../test/eventually.js';
import { ProviderScene } from '../../test/provider-scene.js';
import { sayJson } from '../../test/provider-server.js';
import { BinanceProvider } from './binance.provider.js';

// Frames as https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams has them.

const scene = new ProviderScene();
const now = Date.parse('2025-08-28T14:30:00Z');
let provider: BinanceProvider;

beforeAll(() => scene.start());
afterAll(() => scene.close());
beforeEach(() => {
  scene.clock.set(new Date(now));
  const origin = `127.0.0.1:${scene.server.port}`;
  const env = { BINANCE_STREAM_URL: `ws://${origin}/`, BINANCE_URL: `http://${origin}` };
  provider = new BinanceProvider(scene.config(env), scene.patience, scene.clock);
});
afterEach(() => scene.stop());

const trade = (price: unknown, changes: object = {}) => ({
  stream: 'btcusdt@trade',
  data: {
    e: 'trade',
    E: now,
    s: 'BTCUSDT',
    t: 1,
    p: price,
    q: '0.25000000',
    T: now,
    m: true,
    M: true,
    ...changes,
  },
});
const book = (bid: unknown, ask: unknown, changes: object = {}) => ({
  stream: 'btcusdt@bookTicker',
  data: { u: 400900217, s: 'BTCUSDT', b: bid, B: '31.21000000', a: ask, A: '40.66000000', ...changes },
});
const confirmed = { result: null, id: 1 };
const good = trade('100.50000000');

const send = (...frames: unknown[]) => ({
  connected: (socket: WebSocket) => {
    for (const frame of frames)
      socket.send(typeof frame === 'string' || frame instanceof Buffer ? frame : JSON.stringify(frame));
  },
});

const follow = (symbols: Record<string, string> = { 'BTC-USD': 'BTCUSDT', 'ETH-USD': 'ethusdt' }) =>
  scene.follow(provider, symbols, 'crypto');

it('asks for trades and best prices of each instrument, in a message of as many as may be', async () => {
  scene.server.reset(send(confirmed, good));
  follow();
  await eventually(() => expect(scene.told).toEqual(['BTC-USD 100.5 100.5 100.5 0.25']));

  expect(scene.server.requests).toEqual(['/stream']);
  expect(scene.server.messages).toEqual([
    {
      method: 'SUBSCRIBE',
      params: ['btcusdt@trade', 'btcusdt@bookTicker', 'ethusdt@trade', 'ethusdt@bookTicker'],
      id: 1,
    },
  ]);
  expect(scene.health.state).toBe('live');
});

it('opens more connections where one cannot carry all', async () => {
  scene.server.reset({});
  follow(Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`C${index}`, `c${index}usdt`])));

  await eventually(() => expect(scene.server.messages).toHaveLength(2));
  const [first, second] = scene.server.messages as { params: string[] }[];
  expect([first?.params.length, second?.params]).toEqual([200, ['c500usdt@trade', 'c500usdt@bookTicker']]);
});

describe('frames', () => {
  it.each<[string, unknown[], string[], object]>([
    [
      'of prices and of the book',
      [book('100.00', '101.00'), good, book('100.40', '100.60')],
      ['100.5 100 101 0', '100.5 100 101 0.25', '100.5 100.4 100.6 0'],
      {},
    ],
    ['twice the same', [good, good], ['100.5 100.5 100.5 0.25'], { duplicate: 1 }],
    [
      'of two trades that are alike',
      [good, trade('100.50000000', { t: 2 })],
      ['100.5 100.5 100.5 0.25', '100.5 100.5 100.5 0.25'],
      {},
    ],
    [
      'out of order',
      [trade('100', { t: 9, T: now - 10 }), trade('99', { t: 8, T: now - 20 }), trade('101', { t: 10 })],
      ['100 100 100 0.25', '101 101 101 0.25'],
      { late: 1 },
    ],
    [
      'of a trade that was on its way while the book moved',
      [book('100', '101'), trade('100', { T: now - 900 })],
      ['100.5 100 101 0', '100 100 101 0.25'],
      {},
    ],
    [
      'of a moment to come',
      [trade('100', { T: now + 60_000 }), good],
      ['100.5 100.5 100.5 0.25'],
      { early: 1 },
    ],
    ['that are no JSON', ['{"stream":', 'hello', good], ['100.5 100.5 100.5 0.25'], { malformed: 2 }],
    ['that are binary', [Buffer.from([1, 2, 3]), good], ['100.5 100.5 100.5 0.25'], { malformed: 1 }],
    [
      'of another form',
      ['null', '[]', '7', { data: null }, { data: 'x' }, { stream: 'x' }, good],
      ['100.5 100.5 100.5 0.25'],
      { malformed: 6 },
    ],
    [
      'with wrong types',
      [
        trade(100.5),
        trade(null),
        trade('100', { T: '1' }),
        trade('100', { t: null }),
        book(1, 2),
        book('a', 'b'),
        trade('100', { s: 7 }),
        good,
      ],
      ['100.5 100.5 100.5 0.25'],
      { malformed: 7 },
    ],
    [
      'of impossible prices',
      [trade('0.00000000'), trade('-1'), book('101', '100'), good],
      ['100.5 100.5 100.5 0.25'],
      { not_positive: 2, crossed: 1 },
    ],
    [
      'of a price far away',
      [good, trade('1000', { t: 2 }), trade('100.6', { t: 3 })],
      ['100.5 100.5 100.5 0.25', '100.6 100.6 100.6 0.25'],
      { jump: 1 },
    ],
    [
      'of an instrument that nobody asked for',
      [trade('1', { s: 'DOGEUSDT' }), good],
      ['100.5 100.5 100.5 0.25'],
      { malformed: 1 },
    ],
    ['of another event', [trade('1', { e: 'aggTrade' }), good], ['100.5 100.5 100.5 0.25'], {}],
  ])('%s', async (_, frames, told, faults) => {
    const last = trade('100.70000000', { t: 99, T: now, q: '9' });
    scene.server.reset(send(...frames, last));
    follow();
    await eventually(() => expect(scene.told.at(-1)).toMatch(/ 9$/));

    expect(scene.told.slice(0, -1).map((each) => each.replace('BTC-USD ', ''))).toEqual(told);
    expect(scene.faults('binance')).toEqual(faults);
    expect(scene.health).toMatchObject({ state: 'live', reconnects: 0 });
  });
});

describe('a connection', () => {
  const drop = { connected: (socket: WebSocket) => socket.terminate() };
  const close = (code: number) => ({ connected: (socket: WebSocket) => socket.close(code, 'bye') });

  it.each<[string, object, string, object?]>([
    ['that is dropped', drop, 'closed the connection with code 1006'],
    ['that is closed, as once a day', close(1000), 'closed the connection with code 1000'],
    ['that is closed for too many messages', close(1008), 'closed the connection with code 1008'],
    ['that is refused', { refuse: '503 Service Unavailable' }, 'refused the connection with status 503'],
    [
      'that is refused for too many requests',
      { refuse: '429 Too Many Requests\r\nRetry-After: 0' },
      'refused the connection with status 429',
    ],
    ['that is not answered', { hang: true }, 'did not answer in time', { connectMs: 100 }],
    ['that says nothing', {}, 'showed no sign of life for 0 seconds', { silenceMsMax: 100 }],
    [
      'with a frame far too large',
      send('x'.repeat(1024 * 1024 + 1)),
      'broke the protocol (WS_ERR_UNSUPPORTED_MESSAGE_LENGTH)',
    ],
    [
      'whose subscription is refused',
      send({ error: { code: 2, msg: 'Invalid request' }, id: 1 }),
      'refused the subscription',
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

  it('is made again only when the server wants it', async () => {
    scene.server.reset({ refuse: '418 Teapot\r\nRetry-After: 1' }, send(good));
    const began = performance.now();
    follow();

    await eventually(() => expect(scene.told).toHaveLength(1));
    expect(performance.now() - began).toBeGreaterThan(950);
  });

  it('lives on pings alone', async () => {
    const heard = vi.fn();
    const ending = new AbortController();
    const bitcoin = {
      symbol: 'BTC-USD',
      providerSymbol: 'BTCUSDT',
      class: 'crypto',
      currency: 'USD',
    } as const;
    const session = { instruments: [bitcoin], emit: vi.fn(), heard, countMalformed: vi.fn() };
    scene.server.reset({});
    const running = provider.run({ ...session, signal: ending.signal });
    await eventually(() => expect(heard).toHaveBeenCalledTimes(1)); // it stands
    scene.server.sockets[0]?.ping();

    await eventually(() => expect(heard).toHaveBeenCalledTimes(2));
    ending.abort();
    await running;
  });
});

describe('history', () => {
  const kline = (day: string, ...texts: unknown[]) => [
    Date.parse(day),
    ...texts,
    '1',
    0,
    '0',
    0,
    '0',
    '0',
    '0',
  ];
  const read = () =>
    provider.readHistory(
      { symbol: 'BTC-USD', providerSymbol: 'BTCUSDT', class: 'crypto', currency: 'USD' },
      '2025-08-26',
      AbortSignal.timeout(5_000),
    );

  it('is read in days, without the one that is not over', async () => {
    scene.server.answer = sayJson([
      kline('2025-08-27', '1.0', '3.0', '0.5', '2.0', '10.5'),
      kline('2025-08-28', '2.0', '2.0', '2.0', '2.0', '1'),
    ]);
    scene.server.requests.length = 0;

    expect(await read()).toMatchObject([
      { at: new Date('2025-08-27'), high: { digits: 30n, scale: 1 }, volume: { digits: 105n, scale: 1 } },
    ]);
    expect(scene.server.requests).toEqual([
      `/api/v3/klines?symbol=BTCUSDT&interval=1d&startTime=${Date.parse('2025-08-26')}&limit=1000`,
    ]);
  });

  it.each<[string, Parameters<typeof sayJson>, string]>([
    ['a rate limit', [{}, 429, { 'retry-after': '7' }], 'answered with status 429'],
    ['an unknown symbol', [{ code: -1121, msg: 'Invalid symbol.' }, 400], 'answered with status 400'],
    ['no JSON', ['<html>'], 'answered with what is no JSON'],
    ['no list', [{}], 'answered with no list of candles'],
    [
      'a candle of numbers',
      [[kline('2025-08-27', 1, 2, 3, 4, 5)]],
      'answered with a candle that cannot be read',
    ],
    ['a candle too short', [[['x']]], 'answered with a candle that cannot be read'],
  ])('is not made of %s', async (_, said, message) => {
    scene.server.answer = sayJson(...said);
    await expect(read()).rejects.toThrow(message);
  });
});
