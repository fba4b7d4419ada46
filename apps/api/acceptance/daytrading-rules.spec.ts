import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  carryOut,
  comparedState,
  count,
  emptyTally,
  entriesOf,
  fixedPrice,
  nobody,
  readCommand,
  splitLine,
  totalState,
  userState,
  type Tally,
  type Trader,
} from '@tradeyard/daytrading';
import { describe, expect, it } from 'vitest';

const realData = process.env['TRADEYARD_REAL_DATA'];
if (!realData) throw new Error('TRADEYARD_REAL_DATA must name the folder of the real files; see the README');
const folder = join(realData, '..', 'daytrading');

type User = { trader: Trader; readonly tally: Tally };

/** Carries a workload out in comparison mode: at fixed prices, and nothing expires. */
function run(workload: string) {
  const users = new Map<string, User>();
  const logged: Record<string, number> = {};
  const turn = {
    ...{ atMs: 0, windowMs: null },
    newId: () => String((ids += 1)),
    quote: (symbol: string) => ({ price: fixedPrice(symbol) }),
  };
  let [ids, previous] = [0, 0];
  for (const line of workload.split('\n')) {
    const written = splitLine(line, previous);
    if (!written) continue;
    previous = written.transaction;
    const command = readCommand(written.transaction, written.name, written.args);
    const user = users.get(command.user) ?? { trader: nobody, tally: emptyTally() };
    const course = carryOut(user.trader, command, turn);
    if ('waitsFor' in course) throw new Error('A fixed price is always known');
    user.trader = course.trader;
    users.set(command.user, user);
    for (const happening of course.happenings) {
      count(user.tally, happening);
      for (const entry of entriesOf(happening, { user: command.user, server: 'here' }))
        logged[entry.kind] = (logged[entry.kind] ?? 0) + 1;
    }
  }
  const states = Object.fromEntries(
    [...users].map(([name, { trader, tally }]) => [name, userState(trader, tally)]),
  );
  const known = new Set([...users].filter(([, { trader }]) => trader.isKnown).map(([name]) => name));
  return { states, known, logged, lines: previous };
}

describe.each<[string, Record<string, number>]>([
  ['1user', { userCommand: 100, errorEvent: 53, accountTransaction: 21 }],
  ['2user', { userCommand: 10_000, errorEvent: 3_641, accountTransaction: 2_763, systemEvent: 40 + 81 }],
  ['10user', { userCommand: 10_000, errorEvent: 4_875, accountTransaction: 2_367, systemEvent: 17 + 37 }],
  ['100user', { userCommand: 100_000, errorEvent: 42_966, accountTransaction: 29_418, systemEvent: 40 + 33 }],
])('the workload %s', (name, entries) => {
  const published = JSON.parse(readFileSync(join(folder, 'results', `${name}.json`), 'utf8'));
  const { states, known, logged, lines } = run(
    readFileSync(join(folder, 'workloads', `${name}.txt`), 'utf8'),
  );

  it('ends as its published result says, of all users and of each', () => {
    const digest = createHash('sha256').update(comparedState(states, known)).digest('hex');
    expect({ ...totalState(states, known), state_sha256: digest }).toEqual(published.totals);
    expect(states).toEqual(published.users);
  });

  it('is logged as its published counts say', () => {
    expect(logged).toEqual(entries);
    expect(lines).toBe(entries['userCommand']);
  });
});
