import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { HoldsJob } from './holds.job.js';
import { UsersService } from '../users/users.service.js';
import { HoldsService } from './holds.service.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  app.get(SchedulerRegistry).deleteInterval('holds'); // it runs when a test says so
});
beforeEach(async () => {
  ada = await app.register({ displayName: 'Ada Lovelace' });
  bob = await app.register({ displayName: 'Bob' });
  await ada.post('/wallet/deposits', { amount: money('100.00') });
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const day = 86_400_000;
const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const hold = (amount: string, rest: object = {}, person = ada) =>
  person.post('/wallet/holds', { to: bob.user.handle, amount: money(amount), ...rest });
const expireDue = () => app.get(HoldsJob).run();

/** What is available and held of one currency. */
async function balance(person = ada, currency = 'EUR'): Promise<[string, string]> {
  const { body } = await person.get('/wallet/balances');
  const found = body.items.find((item: { currency: string }) => item.currency === currency);
  return found ? [found.available.amount, found.held.amount] : ['none', 'none'];
}

const persons = () => ({
  payer: { handle: ada.user.handle, displayName: 'Ada Lovelace' },
  payee: { handle: bob.user.handle, displayName: 'Bob' },
});

describe('a hold', () => {
  it('keeps money where it is, for nothing else', async () => {
    const { status, body } = await hold('80.00', { memo: ' Deposit for the bike ' });

    const spent = await ada.post('/wallet/withdrawals', { amount: money('20.01') });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: 'open',
      ...persons(),
      amount: money('80.00'),
      captured: money('0.00'),
      memo: 'Deposit for the bike',
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      closedAt: null,
      actions: [],
    });
    expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(7 * day);
    expect(spent.body.code).toBe('insufficient_funds');
    expect([await balance(), await balance(bob)]).toEqual([
      ['20.00', '80.00'],
      ['none', 'none'],
    ]);
    expect((await bob.get(`/wallet/holds/${body.id}`)).body).toEqual({
      ...body,
      actions: ['capture', 'release'],
    });
  });

  it.each([
    ['a minute', { expiresIn: 60 }, 60_000],
    ['31 days', { expiresIn: 31 * 86_400 }, 31 * day],
  ])('lasts %s when that is asked for', async (_, asked, lastsMs) => {
    const { body } = await hold('1.00', asked);

    expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(lastsMs);
  });

  it('lasts until the moment that was asked for, whatever its zone', async () => {
    const end = new Date(app.clock.now().getTime() + day);
    const inIndia = new Date(end.getTime() + 5.5 * 3_600_000).toISOString().replace('Z', '+05:30');

    expect((await hold('1.00', { expiresAt: inIndia })).body.expiresAt).toBe(end.toISOString());
  });

  it('is captured by the payee, once and for all', async () => {
    const { body: open } = await hold('80.00', { memo: 'Bike' });

    const { status, body } = await bob.post(`/wallet/holds/${open.id}/capture`, {});

    expect(status).toBe(201);
    expect(body).toEqual({
      ...open,
      status: 'captured',
      captured: money('80.00'),
      closedAt: expect.any(String),
    });
    expect([await balance(), await balance(bob)]).toEqual([
      ['20.00', '0.00'],
      ['80.00', '0.00'],
    ]);
  });

  it('is captured in part, and the rest goes back', async () => {
    const { body: open } = await hold('80.00');

    const { body } = await bob.post(`/wallet/holds/${open.id}/capture`, { amount: money('30.25') });

    expect(body).toMatchObject({ status: 'captured', amount: money('80.00'), captured: money('30.25') });
    expect([await balance(), await balance(bob)]).toEqual([
      ['69.75', '0.00'],
      ['30.25', '0.00'],
    ]);
  });

  it('is captured without a body', async () => {
    const { body: open } = await hold('80.00');

    expect((await bob.post(`/wallet/holds/${open.id}/capture`)).body.captured).toEqual(money('80.00'));
  });

  it('is given back by the payee', async () => {
    const { body: open } = await hold('80.00');

    const { status, body } = await bob.post(`/wallet/holds/${open.id}/release`);

    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'released', captured: money('0.00'), actions: [] });
    expect([await balance(), await balance(bob)]).toEqual([
      ['100.00', '0.00'],
      ['none', 'none'],
    ]);
  });

  it('is told in the transactions of both', async () => {
    const { body: open } = await hold('80.00', { memo: 'Bike' });
    await bob.post(`/wallet/holds/${open.id}/capture`, { amount: money('30.00') });

    const adas = (await ada.get('/wallet/transactions')).body.items;
    const bobs = (await bob.get('/wallet/transactions')).body.items;

    const detail = { holdId: open.id };
    expect(adas).toMatchObject([
      {
        kind: 'capture',
        memo: 'Bike',
        counterparty: persons().payee,
        detail: { ...detail, holdStatus: 'captured' },
        changes: [{ amount: '-30.00', held: '-80.00', balanceAfter: '70.00', heldAfter: '0.00' }],
      },
      {
        kind: 'hold',
        memo: 'Bike',
        counterparty: persons().payee,
        detail,
        changes: [{ amount: '0.00', held: '80.00', balanceAfter: '100.00', heldAfter: '80.00' }],
      },
      { kind: 'deposit' },
    ]);
    expect(bobs).toMatchObject([
      { kind: 'capture', memo: 'Bike', counterparty: persons().payer, changes: [{ amount: '30.00' }] },
    ]);
    const origins = await app.query(`select distinct origin from journal where kind in ('hold', 'capture')`);
    expect(origins).toEqual([{ origin: '127.0.0.1' }]);
  });

  it('of a coin says at its capture what the coin is worth', async () => {
    await ada.post('/wallet/deposits', { amount: money('1', 'BTC') });
    const { body: open } = await ada.post('/wallet/holds', {
      to: bob.user.email,
      amount: money('0.5', 'BTC'),
    });
    await bob.post(`/wallet/holds/${open.id}/capture`);

    const { body } = await bob.get('/wallet/transactions');
    expect(body.items[0]).toMatchObject({
      changes: [{ asset: 'BTC', amount: '0.50000000' }],
      detail: { priceCurrency: 'USD', price: expect.any(String) },
    });
    expect(await balance(ada, 'BTC')).toEqual(['0.50000000', '0.00000000']);
  });
});

describe('when its time is over', () => {
  beforeEach(() => app.clock.advance(0)); // it stands still from here on

  it('a hold gives back exactly what it reserved, by itself', async () => {
    const { body: open } = await hold('30.00', { expiresIn: 60, memo: 'Bike' });
    await hold('20.00', { expiresIn: 600 });
    await ada.post('/wallet/withdrawals', { amount: money('10.00') });
    app.clock.advance(59_999);
    await expireDue();
    const before = await balance();
    app.clock.advance(1);
    await expireDue();

    expect([before, await balance()]).toEqual([
      ['40.00', '50.00'],
      ['70.00', '20.00'],
    ]);
    expect((await bob.get(`/wallet/holds/${open.id}`)).body).toMatchObject({
      status: 'expired',
      captured: money('0.00'),
      closedAt: app.clock.now().toISOString(),
      actions: [],
    });
    expect((await ada.get('/wallet/transactions')).body.items[0]).toMatchObject({
      kind: 'release',
      memo: 'Bike',
      counterparty: persons().payee,
      detail: { holdId: open.id, holdStatus: 'expired' },
    });
    const [journal] = await app.query(
      `select actor, origin from journal where detail->>'holdStatus' = 'expired'`,
    );
    expect(journal).toEqual({ actor: null, origin: 'holds job' });
  });
  it('more holds than one look takes are freed in one run', async () => {
    const body = { to: bob.user.email, amount: money('0.10'), expiresIn: 60 };
    const call = { origin: 'test', onReplay: () => undefined };
    const payer = await app.get(UsersService).getUser(ada.user.id);
    await Promise.all(Array.from({ length: 401 }, () => app.get(HoldsService).place(payer, body, call)));
    const before = await balance();
    app.clock.advance(60_000);
    await expireDue();

    expect([before, await balance()]).toEqual([
      ['59.90', '40.10'],
      ['100.00', '0.00'],
    ]);
  });

  it('a hold that cannot be freed keeps no other from it, and is on record', async () => {
    const logged = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    await hold('30.00', { expiresIn: 60 });
    // Nobody has that much held.
    const [lost] = await app.query(
      `insert into hold select gen_random_uuid(), 0, payee_book_id, book_id, currency, 1, 0, 'open', null, created_at,
         expires_at - interval '1 second', null from hold where book_id = $1 returning id`,
      [ada.user.id],
    );
    app.clock.advance(60_000);
    await expireDue();

    const statuses = await app.query('select status from hold where id = $1', [lost.id]);
    await app.query('alter table hold disable trigger hold_append_only');
    await app.query('delete from hold where id = $1', [lost.id]);
    await app.query('alter table hold enable trigger hold_append_only');
    expect(await balance()).toEqual(['100.00', '0.00']);
    expect(statuses).toEqual([{ status: 'open' }]);
    expect(logged).toHaveBeenCalledExactlyOnceWith(expect.stringMatching('more than is held'));
    logged.mockRestore();
  });

  it('an application that stops lets its job end, and begins no other', async () => {
    const [one, two] = [await hold('30.00', { expiresIn: 60 }), await hold('20.00', { expiresIn: 120 })];
    const statuses = () =>
      Promise.all(
        [one, two].map(async ({ body }) => (await ada.get(`/wallet/holds/${body.id}`)).body.status),
      );
    const stopping = await createTestApp({ databaseUrl: app.databaseUrl, clock: app.clock });
    const job = stopping.get(HoldsJob);

    app.clock.advance(60_000);
    void job.run();
    await job.beforeApplicationShutdown();
    const [{ status }] = await app.query('select status from hold where id = $1', [one.body.id]);
    app.clock.advance(60_000);
    await job.run();

    await stopping.close();
    expect([status, ...(await statuses())]).toEqual(['expired', 'expired', 'open']);
    await expireDue();
    expect(await statuses()).toEqual(['expired', 'expired']);
  });

  it('a hold can no longer be captured, and both may give it back before that happens by itself', async () => {
    const { body: one } = await hold('10.00', { expiresIn: 60 });
    const { body: two } = await hold('20.00', { expiresIn: 60 });
    app.clock.advance(60_000);

    const late = await bob.post(`/wallet/holds/${one.id}/capture`);
    const seen = [await ada.get(`/wallet/holds/${one.id}`), await bob.get(`/wallet/holds/${one.id}`)];
    const byPayer = await ada.post(`/wallet/holds/${one.id}/release`);
    const byPayee = await bob.post(`/wallet/holds/${two.id}/release`);

    expect([late.status, late.body.code]).toEqual([422, 'hold_expired']);
    expect(seen.map(({ body }) => body.actions)).toEqual([['release'], ['release']]);
    expect([byPayer, byPayee]).toMatchObject([
      { status: 201, body: { status: 'released' } },
      { status: 201, body: { status: 'released' } },
    ]);
    expect(await balance()).toEqual(['100.00', '0.00']);
  });
});
