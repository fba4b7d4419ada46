import { QueryFailedError } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { addAcme, beginPrices, move, settled } from '../../test/alerts.js';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { eventually } from '../../test/eventually.js';
import { AlertEngine } from './alert-engine.service.js';
import { AlertFiring } from './alert-firing.service.js';
import { AlertReader } from './alert-reader.service.js';
import { AlertsJob } from './alerts.job.js';

const clock = new TestClock();
let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  clock.set('2026-05-04T10:00:30Z');
  app = await createTestApp({ clock });
  await addAcme(app);
  ada = await app.register();
});
afterAll(() => app.close());
beforeEach(async () => {
  clock.set('2026-05-04T10:00:30Z');
  // What the clock of a test skips nobody has looked at, whatever a job says meanwhile.
  vi.spyOn(AlertReader.prototype, 'saveProgress').mockResolvedValue();
  for (const table of ['candle', 'alert', 'alert_progress', 'notice'])
    await app.query(`delete from ${table}`);
  beginPrices(app, 'ACME', '200.00');
});
afterEach(() => vi.restoreAllMocks());

/** An alert that no process has read yet. */
async function store({
  kind,
  price,
  percent,
}: {
  kind: string;
  price?: string;
  percent?: string;
}): Promise<string> {
  const id = uuid();
  await app.query(
    `insert into alert (id, user_id, symbol, kind, price, percent, direction, priced_on, repeats, channels, status, version, since, created_at, changed_at)
     values ($1, $2, 'ACME', $3, $4, $5, $6, '2026-05-04', false, '{}', 'active', 1, $7, $7, $7)`,
    [id, ada.user.id, kind, price ?? null, percent ?? null, percent ? 'either' : null, clock.now()],
  );
  return id;
}

async function create(wanted: object): Promise<string> {
  const { status, body } = await ada.post('/alerts', { symbol: 'ACME', ...wanted });
  if (status !== 201) throw new Error(JSON.stringify(body));
  await settled(app);
  return body.id;
}

const candle = (interval: string, at: string, high: string, low = '100') =>
  app.query(
    `insert into candle (symbol, "interval", at, open, high, low, close, volume, source)
     values ('ACME', $1, $2, $3, $3, $4, $3, 0, 'imported')`,
    [interval, at, high, low],
  );

const get = async (id: string) => (await ada.get(`/alerts/${id}`)).body;
const told = async (): Promise<string[]> =>
  (await ada.get('/notices')).body.items.map(({ title }: { title: string }) => title).reverse();

const rose = (price: string) => `ACME rose to ${price} USD (above 210.00 USD)`;
const moved = (price: string) => `ACME rose to ${price} USD (5 % or more from the last close)`;
const above = { kind: 'above', price: '210' };
const changes = { kind: 'change', percent: '5' };
const gone = () => new QueryFailedError('', [], new Error('Connection terminated'));

it.each<
  [string, { kind: string; price?: string; percent?: string }, [string, string, string, string?][], string[]]
>([
  ['a minute', above, [['1m', '2026-05-04T10:05:00Z', '213']], [rose('213.00')]],
  [
    'nor what was there before it began',
    above,
    [
      ['1m', '2026-05-04T09:59:00Z', '213'],
      ['1h', '2026-05-04T10:00:00Z', '213'],
      ['1d', '2026-05-04T00:00:00Z', '213'],
    ],
    [],
  ],
  ['an hour', above, [['1h', '2026-05-04T14:00:00Z', '213']], [rose('213.00')]],
  ['a day', above, [['1d', '2026-05-05T00:00:00Z', '213']], [rose('213.00')]],
  [
    'a fall',
    { kind: 'below', price: '190' },
    [['1d', '2026-05-05T00:00:00Z', '200', '189.50']],
    ['ACME fell to 189.50 USD (below 190.00 USD)'],
  ],
  ['but a level not reached', above, [['1m', '2026-05-04T10:05:00Z', '209.99']], []],
  [
    'a day far from the close before',
    changes,
    [
      ['1d', '2026-05-04T00:00:00Z', '100'],
      ['1d', '2026-05-05T00:00:00Z', '106', '99'],
    ],
    [moved('106.00')],
  ],
  [
    'but days near it',
    changes,
    [
      ['1d', '2026-05-04T00:00:00Z', '100'],
      ['1d', '2026-05-05T00:00:00Z', '104', '104'],
      ['1d', '2026-05-06T00:00:00Z', '109', '100'],
    ],
    [],
  ],
])('while no process ran: %s', async (_, wanted, candles, expected) => {
  await store(wanted);
  for (const [interval, at, high, low] of candles) await candle(interval, at, high, low);
  clock.set('2026-05-07T12:00:00Z');
  await app.get(AlertEngine).load();
  await settled(app);
  expect(await told()).toEqual(expected);
});

it('misses nothing of before its end, when it could not write any more', async () => {
  const crashing = await createTestApp({ clock, databaseUrl: app.databaseUrl });
  try {
    beginPrices(crashing, 'ACME', '200.00');
    vi.spyOn(crashing.get(AlertFiring), 'write').mockRejectedValue(gone());
    await store(above);
    await crashing.get(AlertEngine).load();
    await move(crashing, 'ACME', '212');
    expect(await told()).toEqual([]);
  } finally {
    await crashing.close();
  }
  await candle('1m', '2026-05-04T10:01:00Z', '212'); // as the market keeps it
  clock.set('2026-05-04T10:05:00Z');
  const restarted = await createTestApp({ clock, databaseUrl: app.databaseUrl });
  await settled(restarted);
  await restarted.close();
  expect(await told()).toEqual([rose('212.00')]);
});

it('writes what was hit while the database was away, as it was, and once', async () => {
  await create(above);
  const write = vi.spyOn(app.get(AlertFiring), 'write').mockRejectedValueOnce(gone());
  await move(app, 'ACME', '212');
  await move(app, 'ACME', '200');
  expect(await told()).toEqual([]);
  await eventually(async () => expect(await told()).toEqual([rose('212.00')]));
  expect(write).toHaveBeenCalledTimes(2);
});

it('keeps on record until when prices were looked at, and does not look at them again', async () => {
  vi.restoreAllMocks();
  const id = await store(above);
  await candle('1m', '2026-05-04T10:30:00Z', '213');
  clock.set('2026-05-04T11:00:00Z');
  // It knows the alert, and it had no such price.
  vi.spyOn(app.get(AlertReader), 'listRanges').mockImplementation((alerts) =>
    Promise.resolve(alerts.map(() => [])),
  );
  await app.get(AlertEngine).load();
  await app.get(AlertsJob).sync();
  vi.restoreAllMocks();
  const restarted = await createTestApp({ clock, databaseUrl: app.databaseUrl });
  await settled(restarted);
  await restarted.close();
  expect((await get(id)).status).toBe('active');
});

it('learns of a change that nobody told it of', async () => {
  clock.set('2026-06-01T10:00:00Z');
  await store(above);
  await move(app, 'ACME', '211');
  expect(await told()).toEqual([]);
  await app.get(AlertsJob).sync();
  expect(await told()).toEqual([rose('211.00')]);
});

it('one alert that cannot be written does not keep others from it', async () => {
  const [bad, good] = [await create(above), await create({ ...above, price: '211' })];
  const firing = app.get(AlertFiring);
  const write = AlertFiring.prototype.write.bind(firing);
  vi.spyOn(app.get(AlertEngine)['logger'], 'error').mockReturnValue();
  const spy = vi.spyOn(firing, 'write');
  spy.mockImplementation((hits) =>
    hits.some(({ alert }) => alert.id === bad) ? Promise.reject(new Error('broken')) : write(hits),
  );
  await move(app, 'ACME', '212');
  expect([(await get(bad)).status, (await get(good)).status]).toEqual(['active', 'fired']);
  spy.mockRestore();
  await eventually(async () => expect((await get(bad)).status).toBe('fired'));
});

it.each([
  ['four to one', '210', 4, 1, '52.5'],
  ['three to one, to the nearest step', '250', 3, 1, '83.33'],
  ['one to ten', '210', 1, 10, '2100'],
])('moves levels with a split: %s', async (_, price, to, from, expected) => {
  const [before, after] = [await create({ ...above, price }), await create(changes)];
  await app.query(
    `insert into instrument_event (symbol, day, kind, split_to, split_from, created_at) values ('ACME', '2026-05-05', 'split', $1, $2, $3)`,
    [to, from, clock.now()],
  );
  await app.get(AlertsJob).sync();
  expect((await get(before)).price).toBe(Number(price).toString());
  clock.set('2026-05-05T00:00:05Z');
  for (let times = 0; times < 2; times += 1) await app.get(AlertsJob).sync();
  expect(await get(before)).toMatchObject({ price: expected, status: 'active' });
  expect(await get(after)).toMatchObject({ percent: '5', status: 'active' });
  await app.query(`delete from instrument_event where symbol = 'ACME' and day = '2026-05-05'`);
});

it.each(['simulated', 'replay'])(
  'leaves levels where the price does not move at a split: %s',
  async (provider) => {
    const alert = await create({ ...above, price: '210' });
    const setProvider = (name: string) =>
      app.query(`update instrument set provider = $1 where symbol = 'ACME'`, [name]);
    await setProvider(provider);
    await app.query(
      `insert into instrument_event (symbol, day, kind, split_to, split_from, created_at) values ('ACME', '2026-05-05', 'split', 4, 1, $1)`,
      [clock.now()],
    );
    clock.set('2026-05-05T00:00:05Z');
    await app.get(AlertsJob).sync();
    expect(await get(alert)).toMatchObject({ price: '210', status: 'active' });
    await setProvider('finnhub');
    await app.query(`delete from instrument_event where symbol = 'ACME' and day = '2026-05-05'`);
  },
);
