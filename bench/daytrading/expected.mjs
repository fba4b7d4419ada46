import { createHash } from 'node:crypto';
import {
  carryOut,
  comparedState,
  count,
  emptyTally,
  fixedPrice,
  nobody,
  readCommand,
  splitLine,
  totalState,
  userState,
} from '../../libs/daytrading/dist/index.js';
import { readLines } from '../../tools/daytrade/lines.mjs';

/** The end that the rules alone give to a workload, without a server: one line after the other, in comparison mode. */
export async function computeState(file) {
  let ids = 0;
  const turn = {
    atMs: 0,
    windowMs: null,
    newId: () => String((ids += 1)),
    quote: (symbol) => ({ price: fixedPrice(symbol) }),
  };
  const people = new Map();
  let previous = 0;
  for await (const texts of readLines(file)) {
    for (const text of texts) {
      const line = splitLine(text, previous);
      if (!line) continue;
      previous = line.transaction;
      const command = readCommand(line.transaction, line.name, line.args);
      const person = people.get(command.user) ?? { trader: nobody, tally: emptyTally() };
      people.set(command.user, person);
      const course = carryOut(person.trader, command, turn);
      person.trader = course.trader;
      for (const happening of course.happenings) count(person.tally, happening);
    }
  }
  const users = Object.fromEntries(
    [...people].map(([user, { trader, tally }]) => [user, userState(trader, tally)]),
  );
  const known = new Set([...people].flatMap(([user, { trader }]) => (trader.isKnown ? [user] : [])));
  const digest = createHash('sha256').update(comparedState(users, known)).digest('hex');
  return { users, totals: { ...totalState(users, known), state_sha256: digest } };
}
