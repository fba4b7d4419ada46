import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { formatDecimal } from '@tradeyard/kernel';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../test/eventually.js';
import { ProviderScene } from '../../test/provider-scene.js';
import { pour, sayJson } from '../../test/provider-server.js';
import { YahooProvider } from './yahoo.provider.js';

// Answers as Yahoo's /v7/finance/quote and /v8/finance/chart give them, a cookie and a crumb before.

const scene = new ProviderScene();
const now = Date.parse('2025-08-28T14:30:00Z');
const second = now / 1000;
let provider: YahooProvider;
/** What the console was told, by a library that likes to talk. */
const spoken = vi.fn();

beforeAll(async () => {
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, name).mockImplementation(spoken);
  await scene.start();
});
afterAll(async () => {
  await scene.close();
  vi.restoreAllMocks();
});
beforeEach(() => {
  scene.clock.set(new Date(now));
  spoken.mockClear();
  const env = { YAHOO_URL: `http://127.0.0.1:${scene.server.port}/` };
  provider = new YahooProvider(scene.config(env), scene.patience, scene.clock);
  scene.server.reset();
  limits = {};
});
afterEach(async () => {
  await scene.stop();
  expect(spoken).not.toHaveBeenCalled();
});

const quote = (price: unknown, changes: object = {}) => ({
  language: 'en-US',
  region: 'US',
  quoteType: 'EQUITY',
  symbol: 'AAPL',
  currency: 'USD',
  regularMarketPrice: price,
  regularMarketTime: second,
  regularMarketVolume: 1000,
  bid: 232.5,
  ask: 232.6,
  ...changes,
});
const quotes = (...result: unknown[]) => sayJson({ quoteResponse: { result, error: null } });
const good = quotes(quote(232.56));

/** For the first question. */
let limits: { connectMs?: number };

/** One answer after the other to the same question, the last of them again and again. */
function serve(...answers: RequestListener[]): void {
  let asked = 0;
  scene.server.answer = (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '', 'http://localhost').pathname;
    if (path === '/quote/AAPL')
      response.writeHead(200, { 'set-cookie': 'A1=x; Path=/; Domain=.yahoo.com' }).end('<html>');
    else if (path === '/v1/test/getcrumb') {
      if (asked === 0) scene.limit(limits);
      response.end('crumb');
    } else {
      asked += 1;
      scene.limit();
      answers[Math.min(asked, answers.length) - 1]?.(request, response);
    }
  };
}

const follow = () => scene.follow(provider, { AAPL: 'AAPL', 'SAP.DE': 'SAP.DE' }, 'stock');
const told = () => scene.told.map((each) => each.replace('AAPL ', ''));

it('asks for all instruments at once, with a crumb, and says nothing on the console', async () => {
  serve(good);
  follow();
  await eventually(() => expect(told()).toEqual(['232.56 232.5 232.6 0']));

  expect(scene.server.requests.slice(0, 2)).toEqual(['/quote/AAPL', '/v1/test/getcrumb']);
  expect(scene.server.requests[2]).toMatch(/^\/v7\/finance\/quote\?.*symbols=AAPL%2CSAP\.DE.*crumb=crumb/);
  expect(scene.health.state).toBe('live');
});

describe('answers', () => {
  it.each<[string, RequestListener[], string[], object]>([
    ['that change nothing', [good], ['232.56 232.5 232.6 0'], {}],
    [
      'with what was traded meanwhile',
      [good, quotes(quote(232.57, { regularMarketTime: second + 1, regularMarketVolume: 1250 }))],
      ['232.56 232.5 232.6 0', '232.57 232.5 232.6 250'],
      {},
    ],
    [
      'of another day, whose volume begins anew',
      [
        quotes(quote(232.56, { regularMarketTime: second - 86_400, regularMarketVolume: 9000 })),
        quotes(quote(232.57, { regularMarketVolume: 100 })),
      ],
      ['232.56 232.5 232.6 0', '232.57 232.5 232.6 0'],
      {},
    ],
    ['without offers', [quotes(quote(232.56, { bid: 0, ask: 0 }))], ['232.56 232.56 232.56 0'], {}],
    ['with one offer', [quotes(quote(232.56, { ask: undefined }))], ['232.56 232.56 232.56 0'], {}],
    ['of an instrument that it does not know', [quotes(quote(232.56))], ['232.56 232.5 232.6 0'], {}],
    [
      'with wrong types',
      [
        quotes(
          quote('232.56'),
          quote(null),
          quote(1, { regularMarketTime: 'x' }),
          quote(1, { symbol: 7 }),
          quote(1, { symbol: 'TSLA' }),
          quote(232.56),
        ),
      ],
      ['232.56 232.5 232.6 0'],
      { malformed: 5 },
    ],
    [
      'in another currency',
      [quotes(quote(200, { currency: 'EUR' })), good],
      ['232.56 232.5 232.6 0'],
      { malformed: 1 },
    ],
    [
      'in no currency',
      [quotes(quote(200, { currency: undefined })), good],
      ['232.56 232.5 232.6 0'],
      { malformed: 1 },
    ],
    [
      'with a crossed market',
      [quotes(quote(232.56, { bid: 233, ask: 232 })), good],
      ['232.56 232.5 232.6 0'],
      { crossed: 1 },
    ],
    ['of no price', [quotes(quote(0)), good], ['232.56 232.5 232.6 0'], { not_positive: 1 }],
    [
      'of offers of the night',
      [quotes(quote(232.56, { bid: 0.01, ask: 199_999 })), good],
      ['232.56 232.5 232.6 0'],
      { wide: 1 },
    ],
    [
      'of a price far away',
      [good, quotes(quote(23.256, { regularMarketTime: second + 1, bid: 0, ask: 0 })), good],
      ['232.56 232.5 232.6 0'],
      { jump: 1, duplicate: 1 },
    ],
    [
      'out of order',
      [good, quotes(quote(232, { regularMarketTime: second - 60 })), good],
      ['232.56 232.5 232.6 0'],
      { late: 1, duplicate: 1 },
    ],
    [
      'of a moment to come',
      [quotes(quote(1, { regularMarketTime: second + 60 })), good],
      ['232.56 232.5 232.6 0'],
      { early: 1 },
    ],
  ])('%s', async (_, answers, expected, faults) => {
    serve(...answers);
    follow();
    await eventually(() => {
      expect(scene.server.requests.length).toBeGreaterThan(answers.length + 4);
      expect(told()).toEqual(expected);
    });

    const found = scene.faults('yahoo');
    expect(Object.keys(found).sort()).toEqual(Object.keys(faults).sort()); // how often depends on how often it was asked
    expect(scene.health).toMatchObject({ state: 'live', reconnects: 0 });
  });
});

it('is told of pence in pounds, exactly', async () => {
  serve(quotes(quote(72.345, { currency: 'GBp', bid: 72.3, ask: 72.4 })));
  scene.follow(provider, { AAPL: 'AAPL' }, 'stock', 'GBP');
  await eventually(() => expect(told()).toEqual(['0.72345 0.723 0.724 0']));
});

it('names an instrument whose currency is another there, once', async () => {
  serve(quotes(quote(200, { currency: 'EUR' })));
  follow();
  await eventually(() => expect(scene.server.requests.length).toBeGreaterThan(5));
  expect(scene.log).toEqual(['AAPL is not in USD there: its prices are left out']);
});

describe('a question', () => {
  const hang: RequestListener = () => undefined;
  const drop: RequestListener = (request) => request.destroy();

  it.each<[string, RequestListener, string]>([
    [
      'that is refused for too many requests',
      sayJson('Too Many Requests', 429, { 'retry-after': '0' }),
      'answered with status 429',
    ],
    [
      'with a crumb that is not taken',
      sayJson({ finance: { error: { code: 'Unauthorized' } } }, 401),
      'answered with status 401',
    ],
    ['that fails there', sayJson('oops', 502), 'answered with status 502'],
    ['that is not answered', hang, 'did not answer in time'],
    ['whose answer is cut off', drop, 'cannot be reached'],
    ['whose answer is no JSON', sayJson('<html>'), 'answered with what could not be understood'],
    [
      'whose answer has another form',
      sayJson({ quoteResponse: { result: 7 } }),
      'answered with what could not be understood',
    ],
    ['whose answer has no end', pour, 'answered with more than 4194304 bytes'],
  ])('%s is asked again', async (_, answer, lastError) => {
    serve(answer, good);
    if (answer === hang) limits = { connectMs: 100 };
    follow();

    await eventually(() => expect(scene.told).toHaveLength(1));
    expect(scene.health).toMatchObject({ state: 'live', lastError });
    if (answer !== hang) expect(scene.health.reconnects).toBe(1); // of a short limit it may need more
    expect(JSON.stringify([scene.log, scene.health])).not.toContain('crumb');
  });

  it('is asked again only when the server wants it', async () => {
    serve(sayJson('', 429, { 'retry-after': '1' }), good);
    const began = performance.now();
    follow();

    await eventually(() => expect(scene.told).toHaveLength(1));
    expect(performance.now() - began).toBeGreaterThan(950);
  });
});

describe('history', () => {
  const chart = (timestamp: unknown, indicators: unknown, currency = 'USD') =>
    sayJson({
      chart: {
        result: [{ meta: { symbol: 'AAPL', currency }, timestamp, indicators: { quote: [indicators] } }],
        error: null,
      },
    });
  const at = (day: string) => Date.parse(`${day}T13:30:00Z`) / 1000;
  const read = (currency = 'USD') =>
    provider.readHistory(
      { symbol: 'AAPL', providerSymbol: 'AAPL', class: 'stock', currency },
      '2025-08-01',
      AbortSignal.timeout(5_000),
    );

  it('is read in days, without holidays and the day that is not over', async () => {
    serve(
      chart([at('2025-08-26'), at('2025-08-27'), at('2025-08-28')], {
        open: [230.1, null, 231],
        high: [233.5, null, 231],
        low: [229.02, null, 231],
        close: [232.55999755859375, null, 231],
        volume: [38074700, null, 7],
      }),
    );
    const candles = await read();

    expect(
      candles.map(({ at: day, ...numbers }) => [
        day.toISOString(),
        ...[numbers.open, numbers.high, numbers.low, numbers.close, numbers.volume].map(formatDecimal),
      ]),
    ).toEqual([['2025-08-26T00:00:00.000Z', '230.1', '233.5', '229.02', '232.559998', '38074700']]);
    expect(scene.server.requests.at(-1)).toMatch(/^\/v8\/finance\/chart\/AAPL\?.*period1=1754006400/);
  });

  it('is in the currency of the instrument, or refused', async () => {
    const numbers = { open: [72.3], high: [73], low: [72], close: [72.345], volume: [5] };
    serve(chart([at('2025-08-26')], numbers, 'GBp'));

    expect((await read('GBP')).map(({ close }) => formatDecimal(close))).toEqual(['0.72345']);
    await expect(read('USD')).rejects.toThrow('tells it in another currency than USD');
  });

  it.each<[string, RequestListener, string]>([
    ['a rate limit', sayJson('', 429), 'answered with status 429'],
    [
      'an unknown symbol',
      sayJson({ chart: { result: null, error: { code: 'Not Found', description: 'No data found' } } }, 404),
      'answered with status 404',
    ],
    ['no JSON', sayJson('<html>'), 'answered with what could not be understood'],
    ['another form', sayJson({ chart: 7 }), 'answered with what could not be understood'],
  ])('is not made of %s', async (_, answer, message) => {
    serve(answer);
    await expect(read()).rejects.toThrow(message);
  });
});
