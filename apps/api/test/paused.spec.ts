import { setTimeout as sleep } from 'node:timers/promises';
import { money } from '@tradeyard/kernel';
import { deposit } from '@tradeyard/ledger';
import { v4 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LedgerService } from '../src/ledger/ledger.service.js';
import { createTestApp, type TestApp } from './app.js';
import { findFreePort, startBuiltApi, type BuiltApi } from './built-api.js';
import { TestClient } from './client.js';
import { auditLedger, booking } from './ledger.js';

// A process that is suspended in the middle of a group keeps its transaction open, and what it has locked.

const clientsMax = 24;
/** Postgres gives up a transaction that stands still for ten seconds. */
const pauseMs = 12_000;

let app: TestApp;
let paused: BuiltApi;
beforeAll(async () => {
  app = await createTestApp();
  app.nest.useLogger(false); // what goes wrong here is meant to
  paused = await startBuiltApi(app.databaseUrl, await findFreePort());
}, 60_000);
afterAll(async () => {
  paused.resume();
  await paused.kill();
  await app.close();
}, 30_000);

const standing = `
  select from pg_stat_activity where datname = current_database() and state = 'idle in transaction'
    and state_change < now() - interval '50 ms' and query not like 'begin%'`;

/** Pauses the process again and again, until it is in a transaction that has read or written something. */
async function pauseInGroup(): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    paused.pause();
    await sleep(80);
    if ((await app.query(standing)).length > 0) return;
    paused.resume();
    await sleep(5 + (attempt % 7));
  }
  throw new Error('The process was never in the middle of a group');
}

it('that stands still for a while holds nobody up for good, and does no harm when it goes on', async () => {
  const anonymous = new TestClient(paused.origin);
  const { body: session } = await anonymous.post('/auth/register', {
    email: 'paused@example.org',
    password: 'correct horse battery staple',
    displayName: 'Paused',
    baseCurrency: 'EUR',
  });
  const http = anonymous.with({ authorization: `Bearer ${session.accessToken}` });
  const book = uuid();
  let isOver = false;
  let waitedMs = 0;
  // Both processes take money from the same account of the house.
  const there = Array.from({ length: clientsMax }, async () => {
    const ids: string[] = [];
    while (!isOver) {
      const body = { amount: { amount: '1.00', currency: 'EUR' } };
      const answer = await http.post('/wallet/deposits', body);
      expect([answer.status, answer.body.code]).toEqual([201, undefined]);
      ids.push(answer.body.id);
    }
    return ids;
  });
  const here = Array.from({ length: clientsMax }, async () => {
    const ids: string[] = [];
    while (!isOver) {
      const askedMs = performance.now();
      ids.push(await app.get(LedgerService).submit(booking(deposit(book, money(1n, 'EUR')))));
      waitedMs = Math.max(waitedMs, performance.now() - askedMs);
    }
    return ids;
  });
  const everybody = Promise.all([Promise.all(there), Promise.all(here)]);
  await sleep(300);

  await pauseInGroup();
  await sleep(pauseMs);
  const [{ before }] = await app.query('select count(*)::int as before from journal');
  await sleep(500);
  const [{ after }] = await app.query('select count(*)::int as after from journal');
  paused.resume();
  await sleep(1_000);
  isOver = true;
  const [ofThere, ofHere] = (await everybody).map((lists) => lists.flat()) as [string[], string[]];

  expect(after).toBeGreaterThan(before);
  expect(waitedMs).toBeLessThan(pauseMs);
  const journals = await app.query('select id from journal');
  expect(journals.map(({ id }) => id).sort()).toEqual([...ofThere, ...ofHere].sort());
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  console.info(
    `${ofHere.length} and ${ofThere.length} booked, the longest wait was ${Math.round(waitedMs)} ms`,
  );
}, 60_000);
