import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { quote } from '../../test/market.js';
import { closeStreams, signIn, type TestStream } from '../../test/stream.js';
import { Signals } from '../platform/signals.js';
import { EventsService } from '../stream/events.service.js';

// Two applications on one database are two processes to each other.

let app: TestApp;
let other: TestApp;
let ada: TestPerson;

beforeAll(async () => {
  app = await createTestApp();
  other = await createTestApp({ databaseUrl: app.databaseUrl });
});
afterEach(closeStreams);
afterAll(async () => {
  await other.close();
  await app.close();
});

beforeEach(async () => {
  ada = await app.register({ baseCurrency: 'USD' });
  await ada.post('/wallet/deposits', { amount: { amount: '10000.00', currency: 'USD' } });
  for (const each of [app, other]) quote(each, 'AAPL', '232.50', '232.56');
});

/** Buys one share at a process; the order's id. */
async function buy(at: TestApp = app, person: TestPerson = ada): Promise<string> {
  const asked = { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '1' };
  const client = at === app ? person : await at.signIn(person);
  const { status, body } = await client.post('/orders', asked);
  expect(status).toBe(201);
  return body.id;
}

const connect = (at: TestApp = app) => signIn(at.origin, ada.accessToken);

const events = (stream: TestStream) => stream.of('orders').filter(({ type }) => type === 'event');
const ids = (stream: TestStream) => events(stream).map(({ data }) => (data as { id: string }).id);
const snapshots = (stream: TestStream) => stream.of('orders').filter(({ type }) => type === 'snapshot');
const seesSnapshot = (stream: TestStream) => vi.waitFor(() => expect(snapshots(stream)).toHaveLength(1));
const sees = (stream: TestStream, expected: readonly string[]) =>
  vi.waitFor(() => expect(ids(stream)).toEqual(expected));

const lastSeq = (stream: TestStream): number => stream.of('orders').at(-1)?.seq ?? -1;

describe('whoever watches orders', () => {
  it('begins with the newest ones, and then gets each that changes, as the API shows it', async () => {
    const before = await buy();
    const stream = await (await connect()).subscribe(['orders']);
    await seesSnapshot(stream);
    expect(snapshots(stream)[0]?.data).toMatchObject({ items: [{ id: before }] });

    const after = await buy();
    await sees(stream, [after]);
    const { events: history, ...order } = events(stream)[0]?.data as { events: { kind: string }[] };
    expect(order).toEqual((await ada.get('/orders?limit=1')).body.items[0]);
    expect(history.map(({ kind }) => kind)).toEqual(['place', 'fill']);
  });

  it('is told by the process that they are connected to what another one did', async () => {
    const streams = await Promise.all([connect(app), connect(other), connect(other)]);
    for (const stream of streams) await seesSnapshot(await stream.subscribe(['orders']));
    const placed = [await buy(app), await buy(other), await buy(other), await buy(app)];
    for (const stream of streams) await sees(stream, placed);
    const numbers = streams.map((stream) => events(stream).map(({ seq }) => seq));
    expect(numbers[1]).toEqual(numbers[0]);
    expect(numbers[0]).toEqual(numbers[0]?.toSorted((a, b) => a - b));
  });

  it('sees nothing of anybody else', async () => {
    const grace = await app.register({ baseCurrency: 'USD' });
    await grace.post('/wallet/deposits', { amount: { amount: '10000.00', currency: 'USD' } });
    const stream = await (await connect()).subscribe(['orders']);
    await seesSnapshot(stream);
    await buy(app, grace);
    await sees(stream, []);
    const mine = await buy();
    await sees(stream, [mine]);
  });

  it('gets nothing after leaving', async () => {
    const stream = await (await connect()).subscribe(['orders']);
    const still = await (await connect()).subscribe(['orders']);
    await Promise.all([seesSnapshot(stream), seesSnapshot(still)]);
    stream.send({ type: 'unsubscribe', channels: ['orders'] });
    await stream.see({ type: 'subscribed', channels: [] });
    await sees(still, [await buy()]);
    expect(ids(stream)).toEqual([]);
  });

  it('gets what they have many of, each once and in order, however it comes about', async () => {
    const [first, second] = await Promise.all([connect(app), connect(other)]);
    await seesSnapshot(await first.subscribe(['orders']));
    const placed: string[] = [];
    const trading = (async () => {
      for (let count = 0; count < 12; count += 1) placed.push(await buy(count % 2 ? app : other));
    })();
    await seesSnapshot(await second.subscribe(['orders']));
    await trading;
    await sees(first, placed);
    const known = (snapshots(second)[0]?.data as { items: { id: string }[] }).items.map(({ id }) => id);
    const seen = new Set([...known, ...ids(second)]);
    await vi.waitFor(() => expect(ids(second).at(-1)).toBe(placed.at(-1)));
    expect(placed.filter((id) => !seen.has(id) && !ids(second).includes(id))).toEqual([]);
    expect(new Set(ids(second)).size).toBe(ids(second).length);
  });
});

describe('whoever comes back', () => {
  it.each([
    ['the same process', () => app],
    ['another one', () => other],
  ])('to %s gets what they missed, once, and then goes on', async (_, again) => {
    const stream = await (await connect()).subscribe(['orders']);
    await seesSnapshot(stream);
    const seen = await buy();
    await sees(stream, [seen]);
    const since = { orders: lastSeq(stream) };
    stream.socket.terminate();

    const missed = [await buy(app), await buy(other), await buy(app)];
    const back = await (await connect(again())).subscribe(['orders'], since);
    await sees(back, missed);
    const next = await buy();
    await sees(back, [...missed, next]);
    expect(snapshots(back)).toEqual([]);

    const third = await (await connect(again())).subscribe(['orders'], { orders: lastSeq(back) });
    const last = await buy();
    await sees(third, [last]);
    expect(snapshots(third)).toEqual([]);
  });

  it('gets a snapshot for a number that nobody gave', async () => {
    await buy();
    const stream = await (await connect()).subscribe(['orders'], { orders: 2 ** 40 });
    await seesSnapshot(stream);
    await sees(stream, [await buy()]);
  });

  it('gets a snapshot where more was missed than is repeated', async () => {
    const id = await buy();
    const stream = await (await connect()).subscribe(['orders']);
    await seesSnapshot(stream);
    const since = { orders: lastSeq(stream) };
    stream.socket.terminate();
    const names = await app.query(
      `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
       where table_name = 'order' and column_name not in ('id', 'stream_seq', 'client_order_id')`,
    );
    await app.query(
      `insert into "order" (id, ${names[0].names})
       select gen_random_uuid(), ${names[0].names} from "order", generate_series(1, 501) where id = $1`,
      [id],
    );
    const back = await (await connect()).subscribe(['orders'], since);
    await seesSnapshot(back);
    await sees(back, [await buy()]);
  });
});

describe('when a signal is lost', () => {
  it('the next look finds what it was about', async () => {
    const stream = await (await connect(other)).subscribe(['orders']);
    await seesSnapshot(stream);
    const publish = vi.spyOn(app.get(Signals), 'publish').mockReturnValue();
    const placed = await buy();
    publish.mockRestore();
    await sees(stream, []);
    await other.get(EventsService).lookForMissed();
    await sees(stream, [placed]);
  });
});

it('numbers what was committed late behind what was seen before', async () => {
  const first = await buy();
  const stream = await (await connect()).subscribe(['orders']);
  await seesSnapshot(stream);
  // An older order comes to light after a newer one was sent.
  const newer = await buy();
  await sees(stream, [newer]);
  const seen = lastSeq(stream);
  await app.query('update "order" set stream_seq = null where id = $1', [first]);
  await app.get(EventsService).lookForMissed();
  await sees(stream, [newer, first]);
  expect(lastSeq(stream)).toBeGreaterThan(seen);
});
