import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { quote } from '../../test/market.js';
import { closeStreams, signIn, type TestStream } from '../../test/stream.js';
import { PortfolioChannelService } from './portfolio-channel.service.js';
import { PortfolioService } from './portfolio.service.js';

let app: TestApp;
let ada: TestPerson;

beforeAll(async () => {
  app = await createTestApp();
});
afterEach(closeStreams);
afterAll(() => app.close());

beforeEach(async () => {
  ada = await app.register({ baseCurrency: 'USD' });
  await deposit('10000.00');
  quote(app, 'AAPL', '200.00', '200.00');
  quote(app, 'BTC-USD', '40000.00', '40000.00');
});

const usd = (amount: string) => ({ amount, currency: 'USD' });
const deposit = (amount: string) => ada.post('/wallet/deposits', { amount: usd(amount) });
const buy = (quantity: string, symbol = 'AAPL') =>
  ada.post('/orders', { symbol, side: 'buy', type: 'market', quantity });

async function watch(person = ada): Promise<TestStream> {
  const stream = await signIn(app.origin, person.accessToken);
  return stream.subscribe(['portfolio']);
}

/** What the client has put together is what the API says. */
const agrees = (stream: TestStream) =>
  vi.waitFor(async () => {
    const { body } = await ada.get(`/portfolios/${ada.user.id}/positions`);
    const { items, next: _, asOf: __, ...rest } = body;
    const positions = Object.fromEntries(items.map((item: { symbol: string }) => [item.symbol, item]));
    expect(merged(stream)).toEqual(merge({}, { positions, ...rest }));
  }, 4_000);

type Data = Record<string, unknown>;
/** RFC 7396: null is for what is not there. */
function merge(known: unknown, change: Data): Data {
  const merged = new Map(Object.entries((known ?? {}) as Data));
  for (const [name, value] of Object.entries(change)) {
    if (value === null) merged.delete(name);
    else merged.set(name, typeof value === 'object' ? merge(merged.get(name), value as Data) : value);
  }
  return Object.fromEntries(merged);
}
const merged = (stream: TestStream) =>
  stream
    .of('portfolio')
    .reduce<Data>((known, { type, data }) => merge(type === 'change' ? known : {}, data as Data), {});

describe('whoever watches their portfolio', () => {
  it('begins with all of it, exactly as the API says', async () => {
    await buy('10');
    await buy('0.5', 'BTC-USD');
    const stream = await watch();
    expect(stream.of('portfolio')[0]?.type).toBe('snapshot');
    await agrees(stream);
  });

  it('sees it move with the price, and only what moved, without a query', async () => {
    await buy('10');
    await buy('0.1', 'BTC-USD');
    const stream = await watch();
    const read = vi.spyOn(app.get(PortfolioService), 'readMain');
    quote(app, 'AAPL', '242.01', '242.10');
    await vi.waitFor(() => expect(stream.of('portfolio').at(-1)?.type).toBe('change'), 3_000);
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
    await agrees(stream);
    const change = stream.of('portfolio').at(-1);
    expect(change).toMatchObject({
      type: 'change',
      data: {
        positions: {
          AAPL: { price: { amount: '242.01' }, value: { amount: '2420.10' }, gain: { amount: '420.10' } },
        },
        netWorth: { amount: '10420.10' },
      },
    });
    expect(Object.keys((change?.data as { positions: object }).positions)).toEqual(['AAPL']);
    expect(change?.data).not.toHaveProperty('cash');
  });

  it('sees what they buy and sell and pay in', async () => {
    const stream = await watch();
    await buy('10');
    await agrees(stream);
    await ada.post('/orders', { symbol: 'AAPL', side: 'sell', type: 'market', quantity: '10' });
    await agrees(stream);
    await deposit('5.00');
    await app.get(PortfolioChannelService).lookAtAll();
    await agrees(stream);
    expect(merged(stream)).toMatchObject({ positions: {}, cash: usd('10005.00') });
  });

  it('is told nothing when nothing changes, nor of anybody else', async () => {
    const grace = await app.register({ baseCurrency: 'EUR' });
    const [hers, theirs] = [await watch(), await watch(grace)];
    await buy('10');
    await agrees(hers);
    expect(merged(theirs)).toMatchObject({ currency: 'EUR', positions: {}, netWorth: { amount: '0.00' } });
    expect(theirs.of('portfolio')).toHaveLength(1);
  });

  it('is told at most once a second', async () => {
    await buy('10');
    const stream = await watch();
    const before = stream.of('portfolio').length;
    const begunMs = performance.now();
    for (let cents = 10; performance.now() - begunMs < 1_500; cents += 1) {
      quote(app, 'AAPL', `210.${(cents % 90) + 10}`, '211.00');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const seconds = (performance.now() - begunMs) / 1000;
    expect(stream.of('portfolio').length - before).toBeLessThanOrEqual(Math.ceil(seconds));
    expect(stream.of('portfolio').length - before).toBeGreaterThan(0);
  });
});
