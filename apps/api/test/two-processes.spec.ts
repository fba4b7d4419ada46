import { formatMinor, parseMoney, type MoneyText } from '@tradeyard/kernel';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { BalanceDto } from '../src/wallet/wallet.dto.js';
import { findFreePort, startBuiltApi, type BuiltApi } from './built-api.js';
import { TestClient, type Answer } from './client.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { auditLedger } from './ledger.js';

// Two real processes on one database, and many clients that want each other's money at the same time. Each client
// keeps what it was answered; in the end the books must say the same.

const peopleMax = 16;
const clientsPerPerson = 4;
const turnsMax = 20;
/** Whatever was reached by then has to add up. */
const tradingMaxMs = 10_000;
const start = 1_000_00n;

/** What may be answered to a client who asks for too much, or for what somebody else was faster with. */
const refusalsAllowed = ['already_reversed', 'hold_closed', 'insufficient_funds', 'rate_changed'];

type Person = {
  /** The same person, signed in at each process. */
  readonly at: readonly TestClient[];
  readonly handle: string;
  /** Of each currency, in its cents, by what was answered. */
  readonly balances: Record<string, bigint>;
  held: bigint;
  /** Transfers that can be given back, and holds that can be taken. */
  readonly received: Moved[];
  readonly offered: Moved[];
};
type Moved = { readonly id: string; readonly from: Person; readonly to: Person; readonly minor: bigint };

let database: TestDatabase;
let apis: readonly BuiltApi[] = [];
let people: readonly Person[] = [];
/** The keys of all that was booked, each once. */
const booked: string[] = [];
let slowestMs = 0;
const refused = new Map<string, number>();

beforeAll(async () => {
  database = await createTestDatabase(inject('databaseServerUrl'));
  const ports = [await findFreePort(), await findFreePort()];
  apis = await Promise.all(ports.map((port) => startBuiltApi(database.url, port)));
  people = await Promise.all(Array.from({ length: peopleMax }, (_, index) => signUp(index)));
}, 60_000);
afterAll(async () => {
  for (const api of apis) await api.kill();
  await database.drop();
}, 30_000);

const minorOf = ({ amount, currency }: MoneyText) => parseMoney(amount, currency).minor;
const euros = (minor: bigint) => ({ amount: formatMinor(minor, 2), currency: 'EUR' });

async function signUp(index: number): Promise<Person> {
  const anonymous = apis.map((api) => new TestClient(api.origin));
  const { body } = (await anonymous[0]?.post('/auth/register', {
    email: `client-${index}@example.org`,
    password: 'correct horse battery staple',
    displayName: `Client ${index}`,
    baseCurrency: 'EUR',
  })) as Answer;
  const at = anonymous.map((client) => client.with({ authorization: `Bearer ${body.accessToken}` }));
  const person = { at, handle: body.user.handle, balances: {}, held: 0n, received: [], offered: [] };
  await ask(person, `deposit-${index}`, '/wallet/deposits', { amount: euros(start) });
  return person;
}

/** Sends a request to a process, or to both at the same instant; the one answer to it, or undefined when it was refused. */
async function ask(me: Person, key: string, path: string, body: unknown, both = false) {
  const first = Number(/\d+$/.exec(key)?.[0]) % me.at.length;
  const doors = both ? me.at : [me.at[first] as TestClient];
  const askedMs = performance.now();
  const answers = await Promise.all(doors.map((door) => door.post(path, body, { 'idempotency-key': key })));
  slowestMs = Math.max(slowestMs, performance.now() - askedMs);
  for (const { status, body: problem } of answers) {
    if (status === 201) continue;
    expect(refusalsAllowed).toContain(problem.code);
    refused.set(problem.code, (refused.get(problem.code) ?? 0) + 1);
  }
  const done = answers.filter(({ status }) => status === 201).map((answer) => answer.body);
  expect(new Set(done.map(({ id }) => id)).size).toBeLessThan(2);
  if (done.length === 0) return undefined;
  booked.push(key);
  for (const { asset, amount } of done[0].changes ?? []) add(me, asset, parseMoney(amount, asset).minor);
  return done[0];
}

const add = ({ balances }: Person, currency: string, minor: bigint): void => {
  balances[currency] = (balances[currency] ?? 0n) + minor;
};

/** The same numbers in every run, so that a failure can be seen again. */
function dice(seed: number): (sides: number) => number {
  let state = seed + 1;
  return (sides) => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state % sides;
  };
}

/** What one client does in one turn. Every second payment goes to the first of the people, whose account is hot. */
async function act(me: Person, key: string, roll: (sides: number) => number): Promise<void> {
  const others = people.filter((other) => other !== me);
  const [merchant] = people as [Person];
  const to = me !== merchant && roll(2) ? merchant : (others[roll(others.length)] as Person);
  const minor = BigInt(1 + roll(roll(10) ? 3_000 : 200_000));
  const both = roll(4) === 0;
  const what = roll(10);
  if (what < 4) {
    const done = await ask(me, key, '/wallet/transfers', { to: to.handle, amount: euros(minor) }, both);
    if (!done) return;
    add(to, 'EUR', minor);
    to.received.push({ id: done.id, from: me, to, minor });
  } else if (what < 6) {
    const done = await ask(me, key, '/wallet/holds', { to: to.handle, amount: euros(minor) }, both);
    if (!done) return;
    me.held += minor;
    to.offered.push({ id: done.id, from: me, to, minor });
  } else if (what < 8) {
    const hold = me.offered[roll(me.offered.length || 1)];
    if (hold) await endHold(me, key, hold, what === 6 ? 'capture' : 'release', roll, both);
  } else if (what === 8) {
    const payment = me.received[roll(me.received.length || 1)];
    const done = payment && (await ask(me, key, `/wallet/transactions/${payment.id}/reversal`, {}, both));
    if (done) add(payment.from, 'EUR', payment.minor);
  } else {
    await ask(me, key, '/wallet/conversions', { from: euros(minor), to: { currency: 'USD' } }, both);
  }
}

async function endHold(
  me: Person,
  key: string,
  { id, from, minor }: Moved,
  action: 'capture' | 'release',
  roll: (sides: number) => number,
  both: boolean,
): Promise<void> {
  const taken = action === 'release' ? 0n : roll(2) ? minor : minor / 2n + 1n;
  const body = action === 'release' || taken === minor ? {} : { amount: euros(taken) };
  if (!(await ask(me, key, `/wallet/holds/${id}/${action}`, body, both))) return;
  from.held -= minor;
  add(from, 'EUR', -taken);
  add(me, 'EUR', taken);
}

it('says the same in the end as all that was answered by two processes at once', async () => {
  const until = Date.now() + tradingMaxMs;
  const clients = people.flatMap((me, index) =>
    Array.from({ length: clientsPerPerson }, async (_, client) => {
      const roll = dice(index * clientsPerPerson + client);
      for (let turn = 0; turn < turnsMax && Date.now() < until; turn += 1) {
        await act(me, `${index}-${client}-${turn}`, roll);
      }
    }),
  );
  await Promise.all(clients);

  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const rows = async (statement: string) => (await client.query(statement)).rows;
  const faults = await auditLedger(rows);
  const keys = await rows('select idempotency_key as key from journal order by key');
  const [{ deadlocks }] = await rows(
    'select deadlocks::int from pg_stat_database where datname = current_database()',
  );
  await client.end();

  expect(faults).toEqual([]);
  expect(keys.map(({ key }) => key).sort()).toEqual(booked.toSorted());
  for (const [index, me] of people.entries()) {
    const { body } = (await me.at[index % 2]?.get('/wallet/balances')) as Answer;
    const sums = body.items.map(({ currency, available, held }: BalanceDto) => [
      currency,
      minorOf(available) + minorOf(held),
    ]);
    const [euro] = body.items.filter(({ currency }: BalanceDto) => currency === 'EUR');
    expect(Object.fromEntries(sums)).toEqual(me.balances);
    expect(minorOf(euro.held)).toBe(me.held);
  }
  console.info(
    `${booked.length} booked, refused: ${JSON.stringify([...refused])}, ${deadlocks} deadlocks in Postgres, the slowest answer took ${Math.round(slowestMs)} ms`,
  );
}, 60_000);
