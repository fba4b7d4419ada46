/** A line of a workload as the API takes it. */
export type Command = {
  readonly transaction: number;
  readonly command: string;
  readonly args: readonly string[];
};

type Line = readonly [command: string, ...args: string[]];

const users = Array.from({ length: 10 }, (_, index) => `demo${String(index + 1).padStart(2, '0')}`);
const symbols = ['S', 'ABC', 'ZUL', 'IIO', 'AAA', 'A', 'TRY'] as const;
export const demoSize = 400;

/** What a user may do next; some of it fails, as in the files of the course. */
const habits: readonly ((user: string, symbol: string, dollars: string) => readonly Line[])[] = [
  (user, symbol) => [['QUOTE', user, symbol]],
  (user, symbol, dollars) => [
    ['BUY', user, symbol, dollars],
    ['COMMIT_BUY', user],
  ],
  (user, symbol, dollars) => [
    ['BUY', user, symbol, dollars],
    ['COMMIT_BUY', user],
    ['SELL', user, symbol, '430.00'],
    ['COMMIT_SELL', user],
  ],
  (user, symbol, dollars) => [
    ['BUY', user, symbol, dollars],
    ['CANCEL_BUY', user],
  ],
  (user, symbol) => [
    ['SELL', user, symbol, '430.00'],
    ['CANCEL_SELL', user],
  ],
  // At or above any price, so that it is bought at once.
  (user, symbol, dollars) => [
    ['SET_BUY_AMOUNT', user, symbol, dollars],
    ['SET_BUY_TRIGGER', user, symbol, '500.00'],
  ],
  (user, symbol, dollars) => [
    ['SET_BUY_AMOUNT', user, symbol, dollars],
    ['CANCEL_SET_BUY', user, symbol],
  ],
  // Above any price, so that it waits until it is cancelled.
  (user, symbol, dollars) => [
    ['BUY', user, symbol, dollars],
    ['COMMIT_BUY', user],
    ['SET_SELL_AMOUNT', user, symbol, '460.00'],
    ['SET_SELL_TRIGGER', user, symbol, '450.00'],
    ['CANCEL_SET_SELL', user, symbol],
  ],
  (user, symbol) => [['BUY', user, symbol, '1000000.00']],
  (user, symbol) => [['BUY', user, symbol, '0.50']],
  (user) => [['DISPLAY_SUMMARY', user]],
  (user) => [['ADD', user, '-20.00']],
  (user) => [['BUYY', user, 'S', '100.00']],
];

/** The same each time: ten users, each with money at first, who take turns as they come. */
export function demoCommands(): Command[] {
  const roll = dice(468);
  const plans = new Map(users.map((user): [string, Line[]] => [user, [['ADD', user, '20000.00']]]));
  return Array.from({ length: demoSize }, (_, index) => {
    const user = users[roll(users.length)] ?? '';
    const plan = plans.get(user) ?? [];
    if (plan.length === 0) {
      const dollars = `${900 + roll(600)}.${String(roll(100)).padStart(2, '0')}`;
      plan.push(
        ...(habits[roll(habits.length)]?.(
          user,
          symbols[(users.indexOf(user) + roll(2)) % symbols.length] ?? 'S',
          dollars,
        ) ?? []),
      );
    }
    const [command, ...args] = plan.shift() ?? ['DISPLAY_SUMMARY', user];
    return { transaction: index + 1, command, args };
  });
}

/** Lehmer's generator (Park and Miller, 1988): chance that comes out the same. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state % sides;
  };
}
