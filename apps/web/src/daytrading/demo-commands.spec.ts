import { expect, it } from 'vitest';
import { demoCommands, demoSize } from './demo-commands.js';

it('is the same each time: ten users, each with money first', () => {
  const commands = demoCommands();

  expect(commands).toEqual(demoCommands());
  expect(commands.map(({ transaction }) => transaction)).toEqual(
    Array.from({ length: demoSize }, (_, index) => index + 1),
  );
  const users = [...new Set(commands.map(({ args }) => args[0]))];
  expect(users).toHaveLength(10);
  for (const user of users) expect(commands.find(({ args }) => args[0] === user)?.command).toBe('ADD');
});

it('has commands of each kind, some of which fail', () => {
  const names = new Set(demoCommands().map(({ command }) => command));

  expect(names.size).toBeGreaterThanOrEqual(14);
  expect([...names]).toEqual(expect.arrayContaining(['BUYY', 'SET_SELL_TRIGGER', 'DISPLAY_SUMMARY']));
});
