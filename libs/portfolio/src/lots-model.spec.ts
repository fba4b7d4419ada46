import { addDays, addDecimals, formatMinor } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activity, disposedText, eurRules, lotText, trade } from '../test/activities.js';
import type { Activity } from './activity.js';
import { inOrder } from './activity-order.js';
import { valueIn } from './conversion.js';
import { sumGains } from './gains.js';
import { findOversold, HeldUnits } from './held-units.js';
import { followLots, lotMethods, type LotBook, type LotMethod, type LotRules } from './lots.js';
import { grossOf } from './trade-lots.js';

/** One single unit, what it cost in cents and when it came. */
type Unit = { id: string; cost: bigint; acquired: string; order: number };

/** The books unit by unit: nothing is divided, and the next one to leave is looked for among all. */
function naiveBooks(activities: readonly Activity[], method: LotMethod) {
  let [long, short]: [Unit[], Unit[]] = [[], []];
  const gone: string[][] = [];
  activities.forEach(({ id, day, type, quantity, price, lots, acquired }, order) => {
    if (type === 'split') {
      const twice = (units: Unit[]) =>
        units.flatMap((unit) => [0, 1].map(() => ({ ...unit, cost: unit.cost / 2n })));
      [long, short] = [twice(long), twice(short)];
      return;
    }
    const isComing = type === 'buy' || type === 'transfer_in';
    const [closed, opened] = isComing ? [short, long] : [long, short];
    const wanted = (lots ?? []).flatMap((lot) => Array.from({ length: Number(lot.quantity.digits) }, () => lot.activityId)); // prettier-ignore
    const cents = type === 'transfer_out' ? 0n : (price?.digits ?? 0n) * 100n;
    const left: Unit[] = [];
    for (let count = Number(quantity?.digits ?? 0n); count > 0; count -= 1) {
      const next =
        closed.length > 0 ? nextUnit(closed, method, isComing ? 'short' : 'long', wanted.shift()) : undefined;
      if (next) left.push(...closed.splice(closed.indexOf(next), 1));
      else opened.push({ id, cost: cents, acquired: acquired ?? day, order });
    }
    if (left.length > 0) gone.push(left.map((unit) => `${unit.id} ${unit.cost}`).sort());
  });
  return { held: [...long, ...short].map((unit) => `${unit.id} ${unit.cost}`).sort(), gone };
}

function nextUnit(units: Unit[], method: LotMethod, side: 'long' | 'short', wanted?: string): Unit {
  const chosen = method === 'chosen' ? units.filter(({ id }) => id === wanted) : [];
  const older = (a: Unit, b: Unit) =>
    a.acquired < b.acquired || (a.acquired === b.acquired && a.order < b.order);
  const dearer = (a: Unit, b: Unit) =>
    a.cost === b.cost ? older(a, b) : side === 'long' ? a.cost > b.cost : a.cost < b.cost;
  const isBefore = { fifo: older, chosen: older, average: older, lifo: (a: Unit, b: Unit) => older(b, a), hifo: dearer }[method]; // prettier-ignore
  return (chosen.length > 0 ? chosen : units).reduce((best, unit) => (isBefore(unit, best) ? unit : best));
}

/** The same of a book, whose lots are many units each. */
function unitsOfBook({ lots, disposals }: LotBook) {
  const expand = (id: string, quantity: bigint, cost: bigint): string[] => {
    const units = quantity / 10n ** 18n;
    expect(cost % units).toBe(0n);
    return Array.from({ length: Number(units) }, () => `${id} ${cost / units}`);
  };
  return {
    held: lots.flatMap(({ id, quantity, cost }) => expand(id, quantity.digits, cost)).sort(),
    gone: disposals.map(
      ({ side, lots: parts }) =>
      parts.flatMap((part) => expand(part.lotId, part.quantity.digits, side === 'long' ? part.cost : part.proceeds)).sort(), // prettier-ignore
    ),
  };
}

const step = fc.record({
  type: fc.constantFrom('buy', 'buy', 'sell', 'sell', 'split', 'transfer_out', 'transfer_in'),
  quantity: fc.integer({ min: 1, max: 9 }),
  price: fc.integer({ min: 1, max: 6 }).map((price) => price * 64),
  days: fc.integer({ min: 0, max: 200 }),
  age: fc.integer({ min: 0, max: 900 }),
  chosen: fc.array(fc.tuple(fc.nat(12), fc.integer({ min: 1, max: 3 })), { maxLength: 2 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** At most six splits, so that 64 euros a unit stay whole cents. */
function activitiesOf(steps: readonly Step[]): Activity[] {
  let day = '2015-01-01';
  let splits = 0;
  return steps.map(({ type, quantity, price, days, age, chosen }, index) => {
    day = addDays(day, days + 1);
    if (type === 'split' && (splits += 1) <= 6)
      return activity(`${index}`, day, 'split', { ratioTo: '2', ratioFrom: '1' });
    const isTrade = type === 'buy' || type === 'sell' || type === 'split';
    const lots = [...new Map(chosen)].map(([id, units]) => ({ activityId: `${id}`, quantity: `${units}` }));
    const isWithin = lots.reduce((sum, { quantity: units }) => sum + Number(units), 0) <= quantity;
    return trade(`${index}`, day, type === 'split' ? 'buy' : type, `${quantity} @ ${isTrade ? price : 64}`, {
      lots: type === 'sell' && isWithin ? lots : null,
      acquired: type === 'transfer_in' ? addDays(day, -age) : null,
    });
  });
}

describe.each(lotMethods.filter((method) => method !== 'average'))('%s', (method) => {
  it('takes the units that are found one by one', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const activities = activitiesOf(steps);
        const book = followLots(activities, { ...eurRules(method), forgivesLots: true });
        expect(unitsOfBook(book)).toEqual(naiveBooks(activities, method));
      }),
      { numRuns: 300 },
    );
  });
});

/** The same with everything, in any currency and with every fraction; `isCovered`: nothing is sold that is not there. */
function anyActivities(steps: readonly AnyStep[], isCovered: boolean): Activity[] {
  const held = new HeldUnits();
  let day = '2015-01-01';
  return steps.flatMap(
    ({ type, symbol, target, quantity, price, fee, days, ratio, share, cash, part }, index) => {
      day = addDays(day, days + 1);
      const name = `${index}`;
      const currency = index % 3 === 0 ? 'USD' : 'EUR';
      const toTarget = { symbol, target, ratioTo: `${ratio[0]}`, ratioFrom: `${ratio[1]}`, currency };
      const isLeaving = type === 'sell' || type === 'transfer_out';
      const most = held.sidesOf(symbol).long;
      const units = isCovered && isLeaving ? (most * BigInt(part)) / 10n : BigInt(quantity) * 10n ** 12n;
      if (units === 0n || (type === 'transfer_in' && !isCovered)) return [];
      const terms = {
        symbol,
        currency,
        quantity: formatMinor(units, 18),
        price: `${price / 100}`,
        fee: `${fee / 100}`,
      };
      const made = {
        buy: () => activity(name, day, type, terms),
        sell: () => activity(name, day, type, terms),
        transfer_in: () => activity(name, day, type, terms),
        transfer_out: () => activity(name, day, type, { ...terms, price: null }),
        split: () =>
          activity(name, day, type, { ...toTarget, target: null, amount: cash > 20 ? `${cash}` : null }),
        merger: () => activity(name, day, type, { ...toTarget, amount: `${cash / 10}`, costShare: share > 5 ? `0.${share}` : null }), // prettier-ignore
        spin_off: () => activity(name, day, type, { ...toTarget, costShare: `0.${share}` }),
      }[type]();
      held.apply(made);
      return [made];
    },
  );
}

const anyStep = fc
  .record({
    type: fc.constantFrom('buy', 'buy', 'buy', 'sell', 'sell', 'split', 'merger', 'spin_off', 'transfer_in', 'transfer_out'), // prettier-ignore
    symbol: fc.constantFrom('X', 'Y', 'Z'),
    quantity: fc.integer({ min: 1, max: 10 ** 8 }),
    price: fc.integer({ min: 1, max: 10 ** 6 }),
    fee: fc.nat(500),
    days: fc.nat(200),
    ratio: fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })),
    share: fc.nat(9),
    cash: fc.nat(40),
    part: fc.nat(10),
  })
  .map((record) => ({ ...record, target: { X: 'Y', Y: 'Z', Z: 'X' }[record.symbol] }));
type AnyStep = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

const rules = (method: LotMethod): LotRules =>
  eurRules(method, { USD: { numerator: 10_000n, denominator: 11_684n } });

/** What was paid for what came, and was brought by what went, in cents. */
function paidAndBrought(activities: readonly Activity[], book: LotBook): bigint {
  let brought = 0n;
  for (const { type, fee, currency, day, ...rest } of activities) {
    const gross = grossOf({ type, fee, currency, day, ...rest });
    const plus = addDecimals(gross, fee);
    const minus = addDecimals(gross, { ...fee, digits: -fee.digits });
    if (type === 'buy') brought -= valueIn(rules('fifo'), plus, currency, day);
    if (type === 'sell') brought += valueIn(rules('fifo'), minus, currency, day);
    if (type === 'transfer_in') brought -= valueIn(rules('fifo'), gross, currency, day);
  }
  for (const { kind, side, proceeds, cost } of book.disposals) {
    if (kind === 'merger_cash' || kind === 'cash_in_lieu') brought += side === 'long' ? proceeds : -cost;
  }
  return brought;
}

describe.each(lotMethods)('%s', (method) => {
  it.each([
    ['of what is held', true],
    ['of what is owed too', false],
  ])('loses no cent %s, and no unit', (_, isCovered) => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        const activities = anyActivities(steps, isCovered);
        if (isCovered) expect(findOversold(activities)).toBeNull();
        const { lots, disposals, ...book } = followLots(activities, rules(method));
        const side = (owner: { side: 'long' | 'short' }, amount: bigint) =>
          owner.side === 'long' ? amount : -amount;
        const held = lots.reduce((sum, lot) => sum + side(lot, lot.cost), 0n);
        const away = disposals
          .filter(({ kind }) => kind === 'transfer')
          .reduce((sum, transfer) => sum + side(transfer, transfer.cost), 0n);
        const { gain, proceeds, cost } = sumGains(disposals);
        expect(gain).toBe(proceeds - cost);
        expect(gain).toBe(paidAndBrought(activities, { ...book, lots, disposals }) + held + away);
        for (const disposal of disposals) {
          expect(disposal.lots.reduce((sum, lot) => sum + lot.gain, 0n)).toBe(disposal.gain);
        }
        const units = new HeldUnits();
        for (const each of inOrder(activities)) units.apply(each);
        for (const symbol of ['X', 'Y', 'Z']) {
          const { long, short } = units.sidesOf(symbol);
          const of = lots.filter((lot) => lot.symbol === symbol);
          expect(of.reduce((sum, lot) => sum + side(lot, lot.quantity.digits), 0n)).toBe(long - short);
        }
      }),
      { numRuns: 100 },
    );
  });
});

it('an average takes its part of the cost, whatever came before', () => {
  const activities = [
    trade('b1', '2024-01-01', 'buy', '3 @ 1.11'),
    trade('b2', '2024-01-02', 'buy', '4 @ 2.22'),
    trade('s', '2024-01-03', 'sell', '2 @ 5'),
  ];
  const { disposals, lots } = followLots(activities, eurRules('average'));
  // 3.33 + 8.88 = 12.21, of which two sevenths are 3.488571
  expect(disposals[0]?.lots.map(disposedText)).toEqual(['b1 2: 10.00 - 3.49 = 6.51 short']);
  expect(lots.map(lotText)).toEqual(['b1 5 for 8.72']);
});
