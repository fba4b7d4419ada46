import { minorMax, money, parseDecimal, ratio, type ExchangeRate } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf, countCost, undoing, type Counted, type Worth } from './cost.js';

const euros = (minor: bigint, more: Omit<Worth, 'minor' | 'currency'> = {}): Worth => ({
  ...money(minor, 'EUR'),
  ...more,
});
const dollarsPerEuro = (rate: string): ExchangeRate => ({
  from: 'EUR',
  to: 'USD',
  rate: ratio(parseDecimal(rate), parseDecimal('1')),
});
const eurosPerDollar = (rate: string): ExchangeRate => ({
  from: 'USD',
  to: 'EUR',
  rate: ratio(parseDecimal(rate), parseDecimal('1')),
});

const having = (balance: bigint, cost?: bigint) =>
  cost === undefined ? { balance } : { balance, cost: money(cost, 'EUR') };

type Row = [
  string,
  ReturnType<typeof having>,
  amount: bigint,
  worth: Worth | undefined,
  [change: bigint, costAfter: bigint | null, gain: bigint | null, currency?: string] | undefined,
];

// Amounts are cents, of dollars or the like; costs are euro cents unless the last column says otherwise.
const rows: Row[] = [
  ['nothing known, and nothing said', having(100_00n), 5_00n, undefined, undefined],
  ['what only is held', having(100_00n, 90_00n), 0n, undefined, undefined],
  ['the first that comes in', having(0n), 1000_00n, euros(909_09n), [909_09n, 909_09n, null]],
  ['more at another rate', having(1000_00n, 909_09n), 1000_00n, euros(833_33n), [833_33n, 1742_42n, null]],
  // 1742.42 x 500 / 2000 = 435.605, to the even cent
  ['a part, at a loss', having(2000_00n, 1742_42n), -500_00n, euros(434_78n), [-435_60n, 1306_82n, -82n]],
  ['a part, at a gain', having(2000_00n, 1742_42n), -500_00n, euros(454_55n), [-435_60n, 1306_82n, 18_95n]],
  ['all of it', having(3n, 10n), -3n, euros(12n), [-10n, 0n, 2n]],
  ['a third of it: 3.33 of 10', having(3_00n, 10_00n), -1_00n, euros(4_00n), [-3_33n, 6_67n, 67n]],
  ['what came for nothing', having(0n), 5_00n, euros(0n), [0n, 0n, null]],
  ['what is worth nothing any more', having(5_00n, 3_00n), -5_00n, euros(0n), [-3_00n, 0n, -3_00n]],
  ['nobody knows a rate, out', having(2000_00n, 1742_42n), -500_00n, undefined, [-435_60n, 1306_82n, null]],
  ['nobody knows a rate, all out', having(2000_00n, 1742_42n), -2000_00n, undefined, [-1742_42n, 0n, null]],
  ['nobody knows a rate, in', having(2000_00n, 1742_42n), 500_00n, undefined, [435_60n, 2178_02n, null]],
  ['nobody knows a rate, into what is empty', having(0n, 0n), 500_00n, undefined, [0n, null, null]],
  // 1,000.00 that nobody counted, at the worth of this moment: 900.00, and 90.00 more
  ['a balance of unknown cost, in', having(1000_00n), 100_00n, euros(90_00n), [90_00n, 990_00n, null]],
  ['a balance of unknown cost, out', having(1000_00n), -100_00n, euros(90_00n), [-90_00n, 810_00n, null]],
  ['a balance of unknown cost, all out', having(100_00n), -100_00n, euros(90_00n), [-90_00n, 0n, null]],
  // One cent is worth 0.855 cents, rounded to a whole one: of all that is there it says little.
  [
    'a balance of unknown cost, out by a cent',
    having(1000_00n),
    -1n,
    euros(1n, { begins: eurosPerDollar('0.855') }),
    [-1n, 854_99n, null],
  ],
  [
    'a balance of unknown cost, in by what is worth nothing',
    having(1000_00n),
    1n,
    euros(0n, { begins: eurosPerDollar('0.4') }),
    [0n, 400_00n, null],
  ],
  [
    'an owner who counts in dollars now: 90.00 EUR are 99.00 USD',
    having(100_00n, 90_00n),
    -50_00n,
    { ...money(60_00n, 'USD'), from: dollarsPerEuro('1.10') },
    [-49_50n, 49_50n, 10_50n, 'USD'],
  ],
  [
    'the rate from another currency than it is counted in',
    having(100_00n, 90_00n),
    -50_00n,
    { ...money(60_00n, 'JPY'), from: dollarsPerEuro('1.10') },
    [-45_00n, 45_00n, null],
  ],
  [
    'a worth in a currency that it is not counted in',
    having(100_00n, 90_00n),
    -50_00n,
    money(60_00n, 'USD'),
    [-45_00n, 45_00n, null],
  ],
  [
    'an empty account in a currency that it was not counted in',
    having(0n, 0n),
    50_00n,
    money(60_00n, 'USD'),
    [60_00n, 60_00n, null, 'USD'],
  ],
  // sold before for 450.00 at a cost of 434.78
  [
    'what was sold comes back',
    having(1500_00n, 1306_82n),
    500_00n,
    euros(450_00n, { undoes: -15_22n }),
    [434_78n, 1741_60n, -15_22n],
  ],
  // bought before for 909.09, when the average was another
  [
    'what was bought goes back',
    having(2000_00n, 1742_42n),
    -1000_00n,
    euros(909_09n, { undoes: 0n }),
    [-909_09n, 833_33n, 0n],
  ],
  [
    'what was bought goes back, and the rest cost less than that',
    having(2000_00n, 800_00n),
    -1000_00n,
    euros(909_09n, { undoes: 0n }),
    [-800_00n, 0n, 109_09n],
  ],
  [
    'what was bought goes back, and nothing is left',
    having(1000_00n, 950_00n),
    -1000_00n,
    euros(909_09n, { undoes: 0n }),
    [-950_00n, 0n, -40_91n],
  ],
  [
    'what was sold comes back to a balance of unknown cost',
    having(500_00n),
    500_00n,
    euros(450_00n, { undoes: -15_22n }),
    [450_00n, 900_00n, null],
  ],
  ['more than can be counted', having(1n, minorMax), 1n, euros(5n), [0n, minorMax, null]],
  ['more than can be counted, out', having(2n, 5n), -2n, euros(minorMax * 9n), [-5n, 0n, minorMax - 5n]],
];

it.each(rows)('counts %s', (_, before, amount, worth, expected) => {
  const counted = countCost(before, amount, worth);

  expect(
    counted && [
      counted.cost,
      counted.costAfter,
      counted.gain,
      ...(counted.currency === 'EUR' ? [] : [counted.currency]),
    ],
  ).toEqual(expected);
  const after = costOf(before, counted);
  if (!counted) expect(after).toEqual(before.cost);
  else if (counted.costAfter === null) expect(after).toBeUndefined();
  else expect(after).toEqual(money(counted.costAfter, counted.currency));
});

type Step = { readonly amount: bigint; readonly worth: bigint };

/** Amounts that can leave are parts of what is there. */
const steps: fc.Arbitrary<Step[]> = fc
  .array(fc.record({ into: fc.boolean(), size: fc.bigInt(1n, 10n ** 9n), worth: fc.bigInt(0n, 10n ** 9n) }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((list) => {
    let balance = 0n;
    return list.flatMap(({ into, size, worth }) => {
      const amount = into ? size : -(size % (balance + 1n));
      balance += amount;
      return amount === 0n ? [] : [{ amount, worth }];
    });
  });

type State = { balance: bigint; cost?: ReturnType<typeof money> | undefined };

function run(list: readonly Step[], each: (counted: Counted, state: State) => void): State {
  let state: State = { balance: 0n };
  for (const { amount, worth } of list) {
    const counted = countCost(state, amount, euros(worth));
    if (!counted) throw new Error('A step was not counted');
    state = { balance: state.balance + amount, cost: costOf(state, counted) };
    each(counted, state);
  }
  return state;
}

describe('whatever comes and goes', () => {
  it('a cost is never below zero, and zero where nothing is left', () => {
    fc.assert(
      fc.property(steps, (list) => {
        run(list, (_, { balance, cost }) => {
          expect(cost?.minor).toBeGreaterThanOrEqual(0n);
          if (balance === 0n) expect(cost?.minor).toBe(0n);
        });
      }),
    );
  });

  it('worths in less worths out plus gains are the cost, so gains add up to the cent when all is sold', () => {
    fc.assert(
      fc.property(steps, fc.bigInt(0n, 10n ** 9n), (list, last) => {
        let [worths, gains] = [0n, 0n];
        const add = ({ gain }: Counted, amount: bigint, worth: bigint) => {
          worths += amount > 0n ? worth : -worth;
          gains += gain ?? 0n;
        };
        let place = 0;
        const { balance, cost } = run(list, (counted, state) => {
          const { amount, worth } = list[place++] as Step;
          add(counted, amount, worth);
          expect(worths + gains).toBe(state.cost?.minor);
        });
        if (balance === 0n) return;
        const sold = countCost({ balance, cost }, -balance, euros(last));
        if (sold) add(sold, -balance, last);
        expect(gains).toBe(-worths);
      }),
    );
  });

  it('a movement that is taken back at once leaves cost and gains as they were', () => {
    fc.assert(
      fc.property(steps, fc.option(fc.bigInt(0n, 10n ** 9n)), (list, worth) => {
        const before = run(list, () => undefined);
        const amount = before.balance === 0n ? 7n : -(before.balance + 1n) / 2n;
        const moved = countCost(before, amount, worth === null ? undefined : euros(worth));
        if (!moved || moved.costAfter === null) return;
        const between = { balance: before.balance + amount, cost: costOf(before, moved) };
        const back = countCost(between, -amount, undoing(moved));
        expect(back?.costAfter).toBe(before.cost?.minor ?? 0n);
        expect(back?.gain).toBe(-(moved.gain ?? 0n));
      }),
    );
  });
});
