import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { quote } from '../../test/market.js';
import { createDocument } from '../platform/document.js';

let app: TestApp;
/** Whoever registers first. */
let admin: TestPerson;
let ada: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.register({ email: 'root@example.org', displayName: 'Grace Hopper' });
});
beforeEach(async () => {
  ada = await app.register({ displayName: 'Ada Lovelace' });
  bob = await app.register({ displayName: 'Bob' });
  for (const currency of ['EUR', 'USD'])
    await ada.post('/wallet/deposits', { amount: money('1000.00', currency) });
});
afterAll(() => app.close());

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const keyed = (key: string) => ({ 'idempotency-key': key });
const order = { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '1' };

const trail = async (person: TestPerson, search = '') => (await person.get(`/wallet/audit?${search}`)).body;
const whole = async (search = '') => (await admin.get(`/admin/audit?${search}`)).body;
const newest = async (person: TestPerson) => (await trail(person, 'limit=1')).items[0];

const hold = async (): Promise<string> =>
  (await ada.post('/wallet/holds', { to: bob.user.handle, amount: money('8.00') })).body.id;
const deposit = async (): Promise<string> =>
  (await ada.post('/wallet/deposits', { amount: money('3.00') })).body.id;

describe('what was booked is on record', () => {
  type Line = readonly [asset: string, amount: string, held: string];
  type Sent = readonly [person: () => TestPerson, path: string, body: () => unknown];
  it.each<[string, () => Promise<Sent>, string, Line[]]>([
    [
      'a deposit',
      () => sent('/wallet/deposits', { amount: money('5.00') }),
      'deposit',
      [['EUR', '5.00', '0.00']],
    ],
    [
      'a withdrawal',
      () => sent('/wallet/withdrawals', { amount: money('5.00') }),
      'withdrawal',
      [['EUR', '-5.00', '0.00']],
    ],
    [
      'a transfer',
      () => sent('/wallet/transfers', { to: bob.user.handle, amount: money('5.00') }),
      'transfer',
      [['EUR', '-5.00', '0.00']],
    ],
    [
      'a conversion',
      () => sent('/wallet/conversions', { from: money('100.00'), to: { currency: 'USD' } }),
      'conversion',
      [
        ['EUR', '-100.00', '0.00'],
        ['USD', '116.84', '0.00'],
      ],
    ],
    [
      'a hold',
      () => sent('/wallet/holds', { to: bob.user.handle, amount: money('8.00') }),
      'hold',
      [['EUR', '0.00', '8.00']],
    ],
    [
      'a capture, by whom it is for',
      async () => sent(`/wallet/holds/${await hold()}/capture`, {}, bob),
      'capture',
      [['EUR', '8.00', '0.00']],
    ],
    [
      'a release, by who is not touched',
      async () => sent(`/wallet/holds/${await hold()}/release`, {}, bob),
      'release',
      [],
    ],
    [
      'a batch',
      () => sent('/wallet/batches', { commands: [{ kind: 'deposit', amount: money('5.00') }] }),
      'deposit',
      [['EUR', '5.00', '0.00']],
    ],
    [
      'an order',
      () => {
        quote(app, 'AAPL', '232.50', '232.56');
        return sent('/orders', order);
      },
      'trade',
      [
        ['USD', expect.stringMatching(/^-23\d\.\d\d$/), '0.00'],
        ['AAPL', '1.00000000', '0.00000000'],
      ],
    ],
    [
      'a reversal by an administrator, who is not touched',
      async () => sent(`/admin/transactions/${await deposit()}/reversal`, {}, admin),
      'reversal',
      [],
    ],
  ])('%s', async (_, prepare, action, lines) => {
    const [person, path, body] = await prepare();
    const startedAt = new Date();
    const { status, body: answer } = await person().post(path, body(), keyed(`key-${action}`));
    expect([status, answer.code]).toEqual([201, undefined]);

    const entry = await newest(person());

    const { handle, displayName } = person().user;
    expect(entry).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      outcome: 'booked',
      actor: { handle, displayName },
      isYou: true,
      origin: '127.0.0.1',
      action,
      code: null,
      message: null,
      memo: null,
      amounts: lines.map(([asset, amount, held]) => ({
        asset,
        kind: asset === 'AAPL' ? 'share' : 'currency',
        amount,
        held,
      })),
    });
    expect(new Date(entry.at).getTime()).toBeGreaterThanOrEqual(startedAt.getTime());
    expect((await whole('limit=1')).items).toMatchObject([
      { id: entry.id, actorId: person().user.id, origin: '127.0.0.1', idempotencyKey: `key-${action}` },
    ]);
  });

  function sent(path: string, body: unknown, person = ada): Promise<Sent> {
    return Promise.resolve([() => person, path, () => body]);
  }
});

describe('what was refused is on record', () => {
  const unknown = '00000000-0000-7000-8000-0000000000ff';
  const much = money('1000000.00');
  it.each<[path: string, body: unknown, code: string, key?: string]>([
    ['/wallet/deposits', { amount: money('-1') }, 'amount_must_be_positive'],
    ['/wallet/deposits', { amount: money('1', 'XQQ') }, 'unknown_currency'],
    ['/wallet/deposits', { amount: 5 }, 'validation_failed'],
    ['/wallet/deposits', { amount: money('2.00') }, 'idempotency_key_reused', 'used'],
    ['/wallet/deposits', { amount: money('2.00') }, 'idempotency_key_malformed', 'with a space'],
    ['/wallet/withdrawals', { amount: much }, 'insufficient_funds'],
    ['/wallet/transfers', { to: 'nobody-at-all', amount: money('1.00') }, 'user_not_found'],
    ['/wallet/transfers', { to: 'root@example.org', amount: much }, 'insufficient_funds'],
    ['/wallet/transfers', { to: 'a\0b', amount: money('1.00') }, 'validation_failed'],
    ['/wallet/conversions', { from: much, to: { currency: 'USD' } }, 'insufficient_funds'],
    ['/wallet/holds', { to: 'root@example.org', amount: much }, 'insufficient_funds'],
    [`/wallet/holds/${unknown}/capture`, {}, 'hold_not_found'],
    [`/wallet/holds/${unknown}/release`, {}, 'hold_not_found'],
    ['/wallet/batches', { commands: [{ kind: 'withdrawal', amount: much }] }, 'insufficient_funds'],
    ['/wallet/batches', { commands: [] }, 'validation_failed'],
    [`/wallet/transactions/${unknown}/reversal`, {}, 'transaction_not_found'],
    ['/orders', { ...order, symbol: 'NOPE' }, 'instrument_not_found'],
    // Who is no administrator does not get that far.
    [`/admin/transactions/${unknown}/reversal`, {}, 'forbidden'],
  ])('at %s: %j is %s', async (path, body, code, key) => {
    await ada.post('/wallet/deposits', { amount: money('1.00') }, keyed('used'));
    const { status, body: answer } = await ada.post(path, body, key === undefined ? {} : keyed(key));
    expect([status >= 400, answer.code]).toEqual([true, code]);

    const entry = await newest(ada);

    const { handle, displayName } = ada.user;
    expect(entry).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      outcome: 'refused',
      actor: { handle, displayName },
      isYou: true,
      origin: '127.0.0.1',
      action: `POST /api/v1${path}`,
      code,
      message: answer.detail,
      memo: null,
      amounts: [],
    });
    expect((await whole('limit=1')).items).toMatchObject([
      { id: entry.id, actorId: ada.user.id, request: JSON.stringify(body) },
    ]);
  });

  it('or nothing is told to the caller, when there is no room for the record', async () => {
    await app.query(`create function full_disk() returns trigger language plpgsql as $$
      begin raise exception 'No space left on device' using errcode = 'disk_full'; end $$`);
    await app.query(
      'create trigger full_disk before insert on refusal for each row execute function full_disk()',
    );
    const before = await trail(ada);
    const withdraw = () => ada.post('/wallet/withdrawals', { amount: much }, keyed('again'));

    const { status, body } = await withdraw();

    const during = await trail(ada);
    await app.query('drop trigger full_disk on refusal');
    expect([status, body.code]).toEqual([503, 'service_unavailable']);
    expect(during).toEqual(before);
    expect((await withdraw()).body.code).toBe('insufficient_funds');
    expect(await newest(ada)).toMatchObject({ outcome: 'refused', code: 'insufficient_funds' });
  });

  it('with the beginning of a long body, and without a word about passwords', async () => {
    await ada.post('/wallet/deposits', { amount: money('1.00'), memo: 'x'.repeat(5000) });
    const { items } = await whole('limit=1');
    expect(items[0].request).toHaveLength(1000);

    const { paths, components } = createDocument(app.nest);
    const commands = Object.values(paths).flatMap(({ post }) =>
      JSON.stringify(post?.parameters ?? []).includes('Idempotency-Key') ? [post?.requestBody] : [],
    );
    const reached = JSON.stringify(commands).match(/schemas\/\w+/g) ?? [];
    const bodies = reached.map((ref) => components?.schemas?.[ref.replace('schemas/', '')]);
    expect(reached.length).toBeGreaterThan(7);
    expect(JSON.stringify(bodies)).not.toMatch(/password|secret|token/i);
  });
});
