import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beginPrices, move, settled } from '../../test/alerts.js';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { AlertsJob } from './alerts.job.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  const clock = new TestClock();
  clock.set('2026-05-04T10:00:00Z');
  app = await createTestApp({ clock });
  bob = await app.register();
});
afterAll(() => app.close());
beforeEach(async () => {
  app.clock.set('2026-05-04T10:00:00Z');
  ada = await app.register();
  beginPrices(app, 'AAPL', '200.00');
});

const nobodys = '00000000-0000-7000-8000-000000000000';
const above = (price: string, more: object = {}) => ({ symbol: 'AAPL', kind: 'above', price, ...more });

async function create(wanted: object): Promise<string> {
  const { status, body } = await ada.post('/alerts', wanted);
  if (status !== 201) throw new Error(JSON.stringify(body));
  await settled(app);
  return body.id;
}

const get = async (id: string) => (await ada.get(`/alerts/${id}`)).body;
const idsOf = async (query = ''): Promise<string[]> =>
  (await ada.get(`/alerts${query}`)).body.items.map(({ id }: { id: string }) => id);

describe('an alert', () => {
  it('is made, told and listed', async () => {
    const { status, body } = await ada.post(
      '/alerts',
      above('250.00', { note: ' Sell half ', expiresAt: '2026-06-01T00:00:00Z' }),
    );
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(String),
        symbol: 'AAPL',
        currency: 'USD',
        kind: 'above',
        price: '250',
        percent: null,
        direction: null,
        repeats: false,
        note: 'Sell half',
        channels: [],
        expiresAt: '2026-06-01T00:00:00.000Z',
        status: 'active',
        createdAt: '2026-05-04T10:00:00.000Z',
        firedAt: null,
        firedPrice: null,
      },
    ]);
    expect(await get(body.id)).toEqual(body);
    expect((await ada.get('/alerts')).body).toEqual({ items: [body], next: null });
  });

  it('is listed by symbol and status, newest first, page by page', async () => {
    beginPrices(app, 'TSLA', '300.00');
    const first = await create(above('250'));
    const second = await create({ symbol: 'TSLA', kind: 'below', price: '250' });
    const third = await create(above('210'));
    await move(app, 'AAPL', '211');

    expect(await idsOf()).toEqual([third, second, first]);
    expect(await idsOf('?symbol=AAPL')).toEqual([third, first]);
    expect(await idsOf('?status=fired')).toEqual([third]);
    expect(await idsOf('?status=active,paused&symbol=TSLA')).toEqual([second]);
    const { body } = await ada.get('/alerts?limit=2');
    expect(await idsOf(`?limit=2&cursor=${body.next}`)).toEqual([first]);
  });

  it('that would fire at once is refused, or rests if it repeats', async () => {
    const refused = await ada.post('/alerts', above('200.00'));
    expect([refused.status, refused.body.code, refused.body.errors[0].field]).toEqual([
      422,
      'alert_already_met',
      'price',
    ]);
    expect(refused.body.detail).toBe(
      'AAPL is at 200.00 USD already. Choose a higher price than 200, or ask for below.',
    );
    const id = await create(above('200.00', { repeats: true }));
    expect((await get(id)).status).toBe('resting');
    await move(app, 'AAPL', '205');
    expect((await get(id)).status).toBe('resting');
    await move(app, 'AAPL', '199.99');
    expect((await get(id)).status).toBe('active');
    await move(app, 'AAPL', '200.00');
    expect(await get(id)).toMatchObject({ status: 'resting', firedPrice: '200.00' });
  });

  it('is deleted once, and fires no more', async () => {
    const id = await create(above('210'));
    expect((await ada.delete(`/alerts/${id}`)).status).toBe(204);
    expect((await ada.delete(`/alerts/${id}`)).body.code).toBe('alert_not_found');
    await settled(app);
    await move(app, 'AAPL', '220');
    expect((await ada.get('/notices')).body.items).toEqual([]);
  });

  it('expires', async () => {
    const id = await create(above('210', { expiresAt: '2026-05-04T11:00:00Z' }));
    app.clock.set('2026-05-04T11:00:00Z');
    await move(app, 'AAPL', '220'); // also before anybody has said so
    await app.get(AlertsJob).expire();
    expect(await get(id)).toMatchObject({ status: 'expired', firedAt: null });
    const { body } = await ada.patch(`/alerts/${id}`, { expiresAt: null, price: '230' });
    expect(body).toMatchObject({ status: 'active', expiresAt: null, price: '230' });
  });
});

describe('a change', () => {
  it.each<[string, object, object, object[]]>([
    ['of its price', above('250'), { price: '240.5' }, [{ price: '240.5', status: 'active' }]],
    ['of its note', above('250', { note: 'x' }), { note: null }, [{ note: null, price: '250' }]],
    ['to pause', above('250'), { status: 'paused' }, [{ status: 'paused' }]],
    [
      'of what is paused',
      above('250', { note: 'x' }),
      { status: 'paused', price: '240' },
      [{ status: 'paused' }],
    ],
    ['of repeats', above('150', { repeats: true }), { repeats: false }, [{ status: 'fired' }]],
    [
      'of a direction',
      { symbol: 'AAPL', kind: 'change', percent: '5' },
      { direction: 'down', percent: '99.99' },
      [{ direction: 'down', percent: '99.99' }],
    ],
  ])('%s', async (_, wanted, change, [expected]) => {
    const id = await create(wanted);
    const { status, body } = await ada.patch(`/alerts/${id}`, change);
    expect([status, body]).toEqual([200, expect.objectContaining(expected ?? {})]);
    expect(await get(id)).toEqual(body);
  });

  it('moves the level at once', async () => {
    const id = await create(above('250'));
    await ada.patch(`/alerts/${id}`, { price: '210' });
    await settled(app);
    await move(app, 'AAPL', '215');
    expect((await get(id)).status).toBe('fired');
  });

  it('pauses, and arms what was paused or has fired', async () => {
    const id = await create(above('210'));
    await ada.patch(`/alerts/${id}`, { status: 'paused' });
    await settled(app);
    await move(app, 'AAPL', '220');
    expect((await get(id)).status).toBe('paused');
    expect((await ada.patch(`/alerts/${id}`, { status: 'active' })).body.code).toBe('alert_already_met');
    await move(app, 'AAPL', '200');
    expect((await ada.patch(`/alerts/${id}`, { status: 'active' })).body.status).toBe('active');
    await settled(app);
    await move(app, 'AAPL', '210');
    expect((await get(id)).status).toBe('fired');
    expect((await ada.patch(`/alerts/${id}`, { note: 'again' })).body.status).toBe('fired');
    expect((await ada.patch(`/alerts/${id}`, { price: '230' })).body.status).toBe('active');
  });
});

describe('refuses', () => {
  const change = (more: object) => ({ symbol: 'AAPL', kind: 'change', percent: '5', ...more });

  it.each<[string, object, number, string, string]>([
    ['an unknown symbol', above('1', { symbol: 'NOPE' }), 404, 'instrument_not_found', 'symbol'],
    ['an unknown kind', above('1', { kind: 'near' }), 400, 'validation_failed', 'kind'],
    ['no price', { symbol: 'AAPL', kind: 'above' }, 400, 'validation_failed', 'price'],
    ['a price that is none', above('1e3'), 422, 'not_a_decimal', 'price'],
    ['a price of nothing', above('0'), 422, 'price_out_of_range', 'price'],
    ['a price below nothing', above('-5'), 422, 'price_out_of_range', 'price'],
    ['a price without end', above('1'.repeat(16)), 422, 'price_out_of_range', 'price'],
    ['a price between two steps', above('250.005'), 422, 'price_off_tick', 'price'],
    ['a price and a percentage', above('250', { percent: '5' }), 400, 'validation_failed', 'percent'],
    ['a price and a direction', above('250', { direction: 'up' }), 400, 'validation_failed', 'direction'],
    ['no percentage', { symbol: 'AAPL', kind: 'change' }, 400, 'validation_failed', 'percent'],
    ['a percentage and a price', change({ price: '5' }), 400, 'validation_failed', 'price'],
    ['no change', change({ percent: '0' }), 422, 'percent_out_of_range', 'percent'],
    ['a change of too many places', change({ percent: '0.125' }), 422, 'too_many_decimals', 'percent'],
    ['a fall to nothing', change({ percent: '100' }), 422, 'percent_out_of_range', 'percent'],
    [
      'a rise without end',
      change({ percent: '1001', direction: 'up' }),
      422,
      'percent_out_of_range',
      'percent',
    ],
    ['a change that is there', change({ percent: '5', symbol: 'TSLA' }), 422, 'alert_already_met', 'percent'],
    [
      'an expiry that is over',
      above('250', { expiresAt: '2026-05-04T10:00:00Z' }),
      422,
      'date_out_of_range',
      'expiresAt',
    ],
    [
      'an expiry far away',
      above('250', { expiresAt: '2036-05-04T10:00:00Z' }),
      422,
      'date_out_of_range',
      'expiresAt',
    ],
    [
      'an expiry that is no moment',
      above('250', { expiresAt: 'soon' }),
      400,
      'validation_failed',
      'expiresAt',
    ],
    ['a long note', above('250', { note: 'x'.repeat(201) }), 400, 'validation_failed', 'note'],
    ['a note that turns around', above('250', { note: 'a\u202eb' }), 400, 'validation_failed', 'note'],
    ['an unknown channel', above('250', { channels: ['pigeon'] }), 400, 'validation_failed', 'channels'],
    ['a channel twice', above('250', { channels: ['email', 'email'] }), 400, 'validation_failed', 'channels'],
    [
      'email where there is none',
      above('250', { channels: ['email'] }),
      422,
      'channel_unavailable',
      'channels',
    ],
    [
      'webhooks of which there is none',
      above('250', { channels: ['webhook'] }),
      422,
      'channel_unavailable',
      'channels',
    ],
  ])('%s', async (_, wanted, status, code, field) => {
    beginPrices(app, 'TSLA', '300.00', '250.00');
    const { status: answered, body } = await ada.post('/alerts', wanted);
    expect([answered, body.code, body.errors?.[0]?.field]).toEqual([status, code, field]);
    expect(await idsOf()).toEqual([]);
  });

  it('more than 200 that wait, also at the same instant', async () => {
    await app.query(
      `insert into alert (id, user_id, symbol, kind, price, priced_on, repeats, channels, status, version, since, created_at, changed_at)
       select gen_random_uuid(), $1, 'AAPL', 'above', 1000, '2026-05-04', false, '{}', 'active', 1, now(), now(), now()
       from generate_series(1, 195)`,
      [ada.user.id],
    );
    const answers = await Promise.all(Array.from({ length: 10 }, () => ada.post('/alerts', above('999'))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(new Set(answers.flatMap(({ body }) => body.code ?? []))).toEqual(new Set(['too_many_alerts']));
    const [id] = await idsOf();
    await ada.patch(`/alerts/${id}`, { status: 'paused' });
    expect((await ada.post('/alerts', above('999'))).body.code).toBe('too_many_alerts');
    await ada.delete(`/alerts/${id}`);
    expect((await ada.post('/alerts', above('999'))).status).toBe(201);
  });
});

it.each([
  ['GET', undefined],
  ['PATCH', { note: 'mine' }],
  ['PATCH', { status: 'paused' }],
  ['DELETE', undefined],
])('is not there for somebody else: %s %o', async (method, body) => {
  const id = await create(above('250'));
  for (const other of [id, nobodys, 'nonsense']) {
    const { status, body: problem } = await bob.send(method, `/alerts/${other}`, body);
    expect([status, problem.code]).toEqual([404, 'alert_not_found']);
  }
  expect(await get(id)).toMatchObject({ note: null, status: 'active' });
  expect((await bob.get('/alerts')).body.items).toEqual([]);
});
