import { setImmediate as nextTurn } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { PersonLookupService } from './person-lookup.service.js';

let app: TestApp;
let people: PersonLookupService;
let ada: TestPerson;
let grace: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  people = app.get(PersonLookupService);
  ada = await app.register({ email: 'ada@example.org', displayName: 'Ada Lovelace' });
  grace = await app.register({ email: 'grace@example.org', displayName: 'Grace Hopper' });
});
afterAll(() => app.close());
afterEach(() => vi.restoreAllMocks());

const nobody = '01890000-0000-7000-8000-000000000000';

/** The queries for people from here on, by name; they are sent all the same. */
function watchQueries(): () => string[] {
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  return () =>
    sent.mock.calls
      .map(([statement]) => (statement as { name?: string }).name ?? '')
      .filter((name) => name.startsWith('people_'));
}

/** As two requests do that arrive at once: each in a callback of its own, with its promises settled before the next. */
const inCallbacksOfOneTurn = <T>(...calls: (() => Promise<T>)[]): Promise<T[]> =>
  Promise.all(
    calls.map(async (call) => {
      const { promise, resolve } = Promise.withResolvers<T>();
      setTimeout(() => resolve(call()), 5);
      return promise;
    }),
  );

it('asks once for all who are looked up by id in one turn, and answers each with their own', async () => {
  const queries = watchQueries();

  const [first, second, missing, again] = await inCallbacksOfOneTurn(
    () => people.getOpen(grace.user.id),
    () => people.getOpen(ada.user.id),
    () => people.getOpen(nobody).catch((error: unknown) => error),
    () => people.getOpen(grace.user.id),
  );

  expect(queries()).toEqual(['people_by_id']);
  const { id, email, handle, displayName, baseCurrency, role } = grace.user;
  expect(first).toEqual({ id, email, handle, displayName, baseCurrency, role, closedAt: null });
  expect(second).toMatchObject({ id: ada.user.id, role: 'admin' });
  expect(missing).toMatchObject({ code: 'unauthenticated', message: 'This account is gone' });
  expect(again).toEqual(first);
});

it('asks once for all who are looked up by name in one turn', async () => {
  const queries = watchQueries();
  const names = ['grace@example.org', '@ada-lovelace', 'grace-hopper', 'nobody', '@grace@example.org'];

  const found = await inCallbacksOfOneTurn(...names.map((name) => () => people.findByName(name)));

  expect(queries()).toEqual(['people_by_name']);
  expect(found.map((person) => person?.handle)).toEqual([
    'grace-hopper',
    'ada-lovelace',
    'grace-hopper',
    undefined,
    undefined,
  ]);
});

it('remembers nothing: the next turn reads what was written meanwhile', async () => {
  const queries = watchQueries();
  await people.getOpen(ada.user.id);
  await app.query(`update "user" set base_currency = 'CHF' where id = $1`, [ada.user.id]);
  await nextTurn();

  expect(await people.getOpen(ada.user.id)).toMatchObject({ baseCurrency: 'CHF' });
  expect(queries()).toHaveLength(2);
});

it('finds somebody whose account is closed by id and name, and does not let them in', async () => {
  const closedAt = new Date('2026-01-02T03:04:05Z');
  await app.query('update "user" set closed_at = $1 where id = $2', [closedAt, grace.user.id]);

  expect(await people.findByName('grace-hopper')).toMatchObject({ id: grace.user.id, closedAt });
  expect(await people.findById(grace.user.id)).toMatchObject({ id: grace.user.id, closedAt });
  expect(await people.findById(nobody)).toBeNull();
  await expect(people.getOpen(grace.user.id)).rejects.toMatchObject({
    code: 'unauthenticated',
    message: 'This account is closed',
  });
});

it('lets those who were asked for together fail together, and nobody after', async () => {
  const [bad, good] = await Promise.allSettled([people.getOpen('no id'), people.getOpen(ada.user.id)]);

  expect([bad.status, good.status]).toEqual(['rejected', 'rejected']);
  expect(await people.getOpen(ada.user.id)).toMatchObject({ id: ada.user.id });
});

it('asks once for all who come while the one before is asked for', async () => {
  const answer = Promise.withResolvers<{ rows: unknown[] }>();
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  sent.mockImplementationOnce(() => answer.promise as never);
  const first = people.findById(ada.user.id);
  while (sent.mock.calls.length === 0) await nextTurn();

  const later = [];
  for (const { user } of [grace, ada, grace]) {
    later.push(people.findById(user.id));
    await nextTurn();
  }
  expect(sent).toHaveBeenCalledTimes(1);
  answer.resolve({ rows: [] });
  const found = await Promise.all([first, ...later]);

  expect(found.map((person) => person?.id)).toEqual([undefined, grace.user.id, ada.user.id, grace.user.id]);
  expect(sent).toHaveBeenCalledTimes(2);
});
