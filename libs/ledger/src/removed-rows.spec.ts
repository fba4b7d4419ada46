import { money as moneyOf } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { customer, house } from './account.js';
import type { Command, Unit } from './command.js';
import { decideGroup } from './group.js';
import { deposit } from './movements.js';

const ada = 'ada';
const [adas, outside] = [customer(ada, 'EUR'), house('outside', 'EUR')];
const none = { accounts: new Map(), rows: new Map(), answers: new Map(), reversed: new Set<string>() };

function decide(commands: readonly Command[]) {
  let ids = 0;
  return decideGroup(commands, none, new Date(0), () => `new-${(ids += 1)}`);
}

describe('a row that goes', () => {
  const lamp = { table: 'lamp', id: 'lamp-1' };
  const removing = (extra: (unit: Unit) => void = () => undefined): Command => ({
    ...{ accounts: [adas, outside], rows: [lamp], actor: null, origin: 'here' },
    decide: (unit) => {
      unit.remove(lamp);
      extra(unit);
      return 'gone';
    },
  });
  const money = (unit: Unit) => void unit.book(deposit(ada, moneyOf(1n, 'EUR')));
  const adding: Command = {
    ...{ accounts: [adas, outside], rows: [lamp], actor: null, origin: 'here' },
    decide: (unit) => unit.save(lamp.table, { id: lamp.id }),
  };

  it.each<[string, Command[], string[]]>([
    ['with money', [removing(money)], ['lamp-1']],
    ['with a row that is new', [removing((unit) => unit.save('log', { id: 'entry' }))], ['lamp-1']],
    ['twice in a group, once', [removing(money), removing(money)], ['lamp-1']],
    ['and was added before it in the group was never there', [adding, removing(money)], []],
    ['and was added by the same command was never there', [addedAndRemoved()], []],
    ['by a command that is refused stays', [removing(() => fail())], []],
    ['alone would leave nothing to tell that it went, and stays', [removing()], []],
  ])('%s', (_, commands, expected) => {
    const plan = decide(commands);

    expect([...plan.removed.values()].map(({ id }) => id)).toEqual(expected);
    expect([...plan.rows.keys()].filter((key) => key.startsWith('lamp'))).toEqual([]);
  });

  it('alone is a mistake of the program', () => {
    const message =
      'Rows are changed together with money or a row that tells it, and this command has neither';
    expect(decide([removing()]).outcomes).toEqual([
      { status: 'refused', error: expect.objectContaining({ message }) },
    ]);
  });

  function addedAndRemoved(): Command {
    return {
      ...adding,
      decide: (unit) => {
        money(unit);
        unit.save(lamp.table, { id: lamp.id });
        unit.remove(lamp);
      },
    };
  }

  function fail(): never {
    throw new Error('a bug');
  }
});
