import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';

let app: TestApp;
let admin: TestPerson;
let ada: TestPerson;
let bob: TestPerson;

// Ada pays in on Monday, is refused and sends Bob something on Tuesday; Bob sends it back and is refused on Wednesday.
beforeAll(async () => {
  app = await createTestApp();
  admin = await app.register({ displayName: 'Grace Hopper' });
  ada = await app.register({ displayName: 'Ada Lovelace' });
  bob = await app.register({ displayName: 'Bob' });
  app.clock.set('2026-05-04T23:59:59.999Z');
  await ada.post('/wallet/deposits', { amount: money('100.00'), memo: 'Pay day' });
  app.clock.set('2026-05-05T00:00:00Z');
  await ada.post('/wallet/withdrawals', { amount: money('101.00') });
  app.clock.set('2026-05-05T23:59:59.999Z');
  await ada.post('/wallet/transfers', { to: bob.user.handle, amount: money('30.00') });
  app.clock.set('2026-05-06T12:00:00Z');
  await bob.post('/wallet/transfers', { to: ada.user.handle, amount: money('30.00') });
  await bob.post('/wallet/transfers', { to: ada.user.handle, amount: money('1.00') });
});
afterAll(() => app.close());

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const trail = async (person: TestPerson, search = '') => (await person.get(`/wallet/audit?${search}`)).body;
const whole = async (search = '') => (await admin.get(`/admin/audit?${search}`)).body;

type Entry = { action: string; outcome: string; actor: { displayName: string } };
const told = (items: readonly Entry[]) =>
  items.map(({ action, outcome, actor }) => `${actor.displayName} ${action.split('/').at(-1)} ${outcome}`);

const deposited = 'Ada Lovelace deposit booked';
const refused = 'Ada Lovelace withdrawals refused';
const transferred = 'Ada Lovelace transfer booked';
const sentBack = 'Bob transfer booked';
const bobRefused = 'Bob transfers refused';

describe('a trail', () => {
  it('has what its person did and what others did with their money, newest first', async () => {
    const { items, next } = await trail(ada);

    expect(told(items)).toEqual([sentBack, transferred, refused, deposited]);
    expect(next).toBeNull();
    expect(items[3]).toMatchObject({ memo: 'Pay day', at: '2026-05-04T23:59:59.999Z' });
    expect(told((await trail(bob)).items)).toEqual([bobRefused, sentBack, transferred]);
  });

  it('has what happened in their paper portfolios, those of runs that ended included', async () => {
    const person = await app.register({ baseCurrency: 'EUR', displayName: 'Paper' });
    const asked = { name: 'Trial', currency: 'EUR', startingCash: { amount: '5000', currency: 'EUR' } };
    const { id } = (await person.post('/portfolios', asked)).body;
    await person.post(`/portfolios/${id}/reset`, {});
    const { items } = await trail(person);
    const deposits = items.filter(({ action }: { action: string }) => action === 'deposit');
    expect(deposits.map(({ amounts }: { amounts: object[] }) => amounts)).toMatchObject([
      [{ asset: 'EUR', amount: '5000.00' }],
      [{ asset: 'EUR', amount: '5000.00' }],
    ]);
    const [row] = await app.query(`select book_id from account where balance = 500000 and kind = 'customer'`);
    expect(row.book_id).not.toBe(person.user.id);
  });

  it('shows what others did, and neither where they were nor what they have', async () => {
    const {
      items: [sent],
    } = await trail(ada);

    expect(sent).toMatchObject({
      isYou: false,
      origin: null,
      amounts: [{ asset: 'EUR', kind: 'currency', amount: '30.00', held: '0.00' }],
    });
    expect(Object.keys(sent)).not.toContain('idempotencyKey');
  });

  it('is empty for who did nothing, and for nobody else', async () => {
    const eve = await app.register();

    expect(await trail(eve)).toEqual({ items: [], next: null });
    expect((await app.anonymous.get('/wallet/audit')).status).toBe(401);
    expect((await eve.get(`/wallet/audit?userId=${ada.user.id}`)).status).toBe(400);
  });

  it.each([
    ['outcome=booked', [sentBack, transferred, deposited]],
    ['outcome=refused', [refused]],
    ['from=2026-05-05', [sentBack, transferred, refused]],
    ['to=2026-05-05', [transferred, refused, deposited]],
    ['from=2026-05-05&to=2026-05-05', [transferred, refused]],
    ['from=2026-05-05&to=2026-05-05&outcome=booked', [transferred]],
    ['from=2026-05-07', []],
    ['to=2026-05-03', []],
    ['from=1970-01-01&to=9998-12-31', [sentBack, transferred, refused, deposited]],
    ['from=9998-12-31', []],
    ['to=1970-01-01', []],
  ])('is narrowed by %s', async (search, expected) => {
    expect(told((await trail(ada, search)).items)).toEqual(expected);
    expect(told((await whole(`userId=${ada.user.id}&${search}`)).items)).toEqual(expected);
  });

  it.each([
    'outcome=failed',
    'from=2026-02-30',
    'from=0000-01-01',
    'from=1969-12-31',
    'from=9999-01-01',
    'to=yesterday',
    'to=0000-01-01',
    'to=1969-12-31',
    'to=9999-12-31',
    'to=+010000-01-01',
    'cursor=yesterday',
    'cursor=%00',
    'limit=0',
    'limit=201',
    'page=2',
  ])('cannot be asked for with %s', async (search) => {
    for (const path of ['/wallet/audit', '/admin/audit']) {
      const { status, body } = await admin.get(`${path}?${search}`);

      expect([status, body.code, body.errors[0].field]).toEqual([
        400,
        'validation_failed',
        search.split('=')[0],
      ]);
    }
  });
});

it('is read in pages, each entry exactly once, while new ones come', async () => {
  const carol = await app.register();
  const steps = 12;
  for (let step = 0; step < steps; step += 1) {
    const path = step % 3 === 0 ? 'withdrawals' : 'deposits';
    await carol.post(`/wallet/${path}`, { amount: money(step % 3 === 0 ? '1000.00' : '1.00') });
  }
  const all = (await trail(carol)).items.map(({ id }: { id: string }) => id);

  const read: string[] = [];
  let cursor = '';
  do {
    const { items, next } = await trail(carol, `limit=2${cursor}`);
    read.push(...items.map(({ id }: { id: string }) => id));
    await carol.post('/wallet/deposits', { amount: money('1.00') });
    cursor = next === null ? '' : `&cursor=${next}`;
  } while (cursor);

  expect(all).toHaveLength(steps);
  expect(read).toEqual(all);
});

describe('the whole trail', () => {
  it('has everything, with where it came from and all it changed', async () => {
    const {
      items: [found, ...others],
    } = await whole('to=2026-05-04');

    expect(others).toEqual([]);
    expect(found).toEqual({
      id: expect.any(String),
      at: '2026-05-04T23:59:59.999Z',
      outcome: 'booked',
      actor: { handle: 'ada-lovelace', displayName: 'Ada Lovelace' },
      actorId: ada.user.id,
      origin: '127.0.0.1',
      action: 'deposit',
      code: null,
      message: null,
      memo: 'Pay day',
      idempotencyKey: null,
      request: null,
      amounts: [
        {
          asset: 'EUR',
          kind: 'currency',
          amount: '-100.00',
          held: '0.00',
          bookId: '00000000-0000-7000-8000-000000000001',
          owner: null,
        },
        {
          asset: 'EUR',
          kind: 'currency',
          amount: '100.00',
          held: '0.00',
          bookId: ada.user.id,
          owner: { handle: 'ada-lovelace', displayName: 'Ada Lovelace' },
        },
      ],
    });
  });

  it('is for administrators', async () => {
    for (const path of ['/admin/audit', `/admin/audit?userId=${ada.user.id}`]) {
      const { status, body } = await ada.get(path);
      expect([status, body.code]).toEqual([403, 'forbidden']);
    }
    expect((await admin.get('/admin/audit?userId=ada')).status).toBe(400);
    expect(await whole('userId=00000000-0000-7000-8000-0000000000ff')).toEqual({ items: [], next: null });
  });
});

describe('the trial balance', () => {
  it('is for administrators, and says what it looked at', async () => {
    const { status, body } = await admin.post('/admin/ledger/verification');
    const refusal = await ada.post('/admin/ledger/verification');

    expect([status, body]).toEqual([
      200,
      {
        sound: true,
        accounts: expect.any(Number),
        journals: expect.any(Number),
        postings: expect.any(Number),
        assets: 1,
        differences: [],
        seconds: expect.any(Number),
      },
    ]);
    expect([refusal.status, refusal.body.code]).toEqual([403, 'forbidden']);
  });

  it('says what differs', async () => {
    await app.query(`update account set balance = balance + 1 where book_id = $1`, [ada.user.id]);

    const { body } = await admin.post('/admin/ledger/verification');

    await app.query(`update account set balance = balance - 1 where book_id = $1`, [ada.user.id]);
    expect(body.sound).toBe(false);
    expect(body.differences[0]).toEqual({
      rule: 'balance_wrong',
      explanation: expect.stringMatching(/^The customer account of @ada-lovelace in EUR .*100\.01 EUR\.$/),
      account: {
        id: expect.any(String),
        bookId: ada.user.id,
        handle: 'ada-lovelace',
        asset: 'EUR',
        kind: 'customer',
      },
      journalId: expect.any(String),
      expected: '10000',
      found: '10001',
    });
  });
});
