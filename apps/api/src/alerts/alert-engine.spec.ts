import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addAcme, beginPrices, move, publish, settled } from '../../test/alerts.js';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { eventually } from '../../test/eventually.js';
import { AlertEngine } from './alert-engine.service.js';
import { AlertFiring } from './alert-firing.service.js';

// Two applications on one database are two processes to each other; they share a clock.

const clock = new TestClock();
let app: TestApp;
let ada: TestPerson;
const others: TestApp[] = [];
beforeAll(async () => {
  clock.set('2026-05-04T10:00:00Z');
  app = await createTestApp({ clock });
  await addAcme(app);
  ada = await app.register();
});
afterAll(() => app.close());
beforeEach(async () => {
  clock.set('2026-05-04T10:00:00Z');
  for (const table of ['candle', 'alert', 'notice', 'notice_counter'])
    await app.query(`delete from ${table}`);
  await app.query('update "user" set closed_at = null');
  beginPrices(app, 'ACME', '200.00');
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const other of others.splice(0)) await other.close();
});

async function startAnother(price = '200.00'): Promise<TestApp> {
  const other = await createTestApp({ clock, databaseUrl: app.databaseUrl });
  others.push(other);
  beginPrices(other, 'ACME', price);
  return other;
}

async function create(wanted: object): Promise<string> {
  const { status, body } = await ada.post('/alerts', { symbol: 'ACME', ...wanted });
  if (status !== 201) throw new Error(JSON.stringify(body));
  await settled(app);
  return body.id;
}

const statusOf = async (id: string): Promise<string> => (await ada.get(`/alerts/${id}`)).body.status;
const told = async (): Promise<string[]> =>
  (await ada.get('/notices')).body.items.map(({ title }: { title: string }) => title).reverse();

const rose = (price: string) => `ACME rose to ${price} USD (above 210.00 USD)`;
const changed = (verb: string, price: string) =>
  `ACME ${verb} to ${price} USD (5 % or more from the last close)`;

const above = { kind: 'above', price: '210' };
const changes = { kind: 'change', percent: '5' };

describe('fires once', () => {
  it.each<[string, object, string[], string[]]>([
    ['at the price', above, ['209.99', '210.00', '215'], [rose('210.00')]],
    ['jumped over', above, ['220'], [rose('220.00')]],
    ['at a price that comes again', above, ['211', '200', '211'], [rose('211.00')]],
    [
      'below',
      { kind: 'below', price: '190' },
      ['190.01', '190'],
      ['ACME fell to 190.00 USD (below 190.00 USD)'],
    ],
    ['at a rise', { ...changes, direction: 'up' }, ['190', '209.99', '210'], [changed('rose', '210.00')]],
    ['at a fall', { ...changes, direction: 'down' }, ['215', '190'], [changed('fell', '190.00')]],
    ['either way', changes, ['209.99', '190', '210'], [changed('fell', '190.00')]],
  ])('%s', async (_, wanted, prices, expected) => {
    const id = await create(wanted);
    for (const price of prices) await move(app, 'ACME', price);
    expect(await told()).toEqual(expected);
    expect(await statusOf(id)).toBe('fired');
  });

  it('whatever number of processes see the price', async () => {
    const other = await startAnother();
    const ids = [await create(above), await create(above), await create({ ...above, repeats: true })];
    await settled(other);
    await eventually(() => expect(other.get(AlertEngine).size).toBe(3));
    clock.advance(1_000);
    for (const each of [app, other]) publish(each, 'ACME', '212');
    await Promise.all([app, other].map(settled));

    expect(await told()).toEqual([rose('212.00'), rose('212.00'), rose('212.00')]);
    expect(await Promise.all(ids.map(statusOf))).toEqual(['fired', 'fired', 'resting']);
    const seqs = await app.query('select seq from notice where user_id = $1 order by seq', [ada.user.id]);
    expect(seqs.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('at a process that did not make it, which knows of changes and removals', async () => {
    const other = await startAnother();
    const [changedId, removedId] = [await create({ ...above, price: '250' }), await create(above)];
    await ada.patch(`/alerts/${changedId}`, { price: '211' });
    await ada.delete(`/alerts/${removedId}`);
    await eventually(() => expect(other.get(AlertEngine).size).toBe(1));
    await move(other, 'ACME', '215');
    expect(await told()).toEqual(['ACME rose to 215.00 USD (above 211.00 USD)']);
  });

  it('not for somebody whose account is closed', async () => {
    const id = await create(above);
    await app.query('update "user" set closed_at = now() where id = $1', [ada.user.id]);
    await move(app, 'ACME', '215');
    const [{ status }] = await app.query('select status from alert where id = $1', [id]);
    expect(status).toBe('active');
  });
});

describe('one that repeats', () => {
  it('is armed when the price is back, a minute or more after it fired', async () => {
    const id = await create({ ...above, repeats: true });
    await move(app, 'ACME', '210');
    await move(app, 'ACME', '209.99'); // too soon
    await move(app, 'ACME', '211');
    expect([await statusOf(id), await told()]).toEqual(['resting', [rose('210.00')]]);
    await move(app, 'ACME', '210', 60_000); // not back
    await move(app, 'ACME', '209.99');
    expect(await statusOf(id)).toBe('active');
    await move(app, 'ACME', '210.50');
    expect([await statusOf(id), await told()]).toEqual(['resting', [rose('210.00'), rose('210.50')]]);
  });

  it('on a change waits for the next day and its new close', async () => {
    const id = await create({ ...changes, repeats: true });
    await move(app, 'ACME', '210');
    await move(app, 'ACME', '200');
    await move(app, 'ACME', '220', 120_000);
    expect([await statusOf(id), await told()]).toEqual(['resting', [changed('rose', '210.00')]]);
    clock.set('2026-05-05T09:00:00Z'); // the close before is 220
    await move(app, 'ACME', '225');
    expect(await statusOf(id)).toBe('active');
    await move(app, 'ACME', '209.01');
    expect(await told()).toEqual([changed('rose', '210.00')]);
    await move(app, 'ACME', '209');
    expect(await told()).toEqual([changed('rose', '210.00'), changed('fell', '209.00')]);
  });

  it('fires once for each time, although another process is late', async () => {
    const other = await startAnother();
    await create({ ...above, repeats: true });
    await eventually(() => expect(other.get(AlertEngine).size).toBe(1));
    const write = vi.spyOn(other.get(AlertFiring), 'write');
    const late = Promise.withResolvers<undefined>();
    const original = AlertFiring.prototype.write.bind(other.get(AlertFiring));
    write.mockImplementationOnce(async (hits) => {
      await late.promise;
      return original(hits);
    });
    clock.advance(1_000);
    publish(other, 'ACME', '212');
    publish(app, 'ACME', '212');
    await settled(app);
    await move(app, 'ACME', '200', 60_000); // armed again
    late.resolve(undefined);
    await settled(other);
    expect(await told()).toEqual([rose('212.00')]);
  });
});
