import { parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { activity, eurRules, euros, trade } from '../test/activities.js';
import { compareMethods, type MethodOutcome, type Valuation } from './basis-comparison.js';

const activities = [
  trade('b1', '2023-01-10', 'buy', '10 @ 10 - 1'),
  trade('b2', '2023-06-10', 'buy', '10 @ 30'),
  trade('b3', '2024-01-10', 'buy', '10 @ 20'),
  trade('s1', '2024-03-01', 'sell', '15 @ 40 - 2', { lots: 'b1:5; b3:4; gone:1' }),
];
const at = (price: string | null): Valuation => ({
  day: '2024-12-31',
  priceOf: () => (price === null ? null : { price: parseDecimal(price), currency: 'EUR' }),
});

const figures = ({
  method,
  realised,
  unrealised,
  heldCost,
  total,
  realisedShift,
  unrealisedShift,
}: MethodOutcome) => [
  method,
  ...[realised.gain, unrealised, heldCost, total, realisedShift, unrealisedShift].map(euros),
];

it('shows what a switch moves between what is realised and what is not, and that nothing is made or lost', () => {
  const { method, value, outcomes, unpriced } = compareMethods(activities, eurRules('fifo'), at('25'));
  expect([method, euros(value), unpriced]).toEqual(['fifo', '375.00', []]);
  expect(outcomes.map(figures)).toEqual([
    ['fifo', '347.00', '25.00', '350.00', '372.00', '0.00', '0.00'],
    ['lifo', '248.00', '124.00', '251.00', '372.00', '-99.00', '99.00'],
    ['hifo', '198.00', '174.00', '201.00', '372.00', '-149.00', '149.00'],
    ['average', '297.50', '74.50', '300.50', '372.00', '-49.50', '49.50'],
    // a lot that is not there is forgiven
    ['chosen', '387.00', '-15.00', '390.00', '372.00', '40.00', '-40.00'],
  ]);
});

it('shows the shift of each year', () => {
  const later = [...activities, trade('s2', '2025-05-01', 'sell', '15 @ 25')];
  const { outcomes } = compareMethods(later, eurRules('fifo'), at('25'), { month: 4, day: 6 });
  const shifts = outcomes.map(({ method, years }) => [method, ...years.map(({ year, shift }) => [year.label, euros(shift)])]); // prettier-ignore
  expect(shifts).toEqual([
    ['fifo', ['2023/24', '0.00'], ['2025/26', '0.00']],
    ['lifo', ['2023/24', '-99.00'], ['2025/26', '99.00']],
    ['hifo', ['2023/24', '-149.00'], ['2025/26', '149.00']],
    ['average', ['2023/24', '-49.50'], ['2025/26', '49.50']],
    ['chosen', ['2023/24', '40.00'], ['2025/26', '-40.00']],
  ]);
});

it('counts what is owed against what it brought', () => {
  const { value, outcomes } = compareMethods([trade('s', '2024-01-01', 'short', '10 @ 30')], eurRules('lifo'), at('25')); // prettier-ignore
  expect([value, outcomes[1]?.heldCost, outcomes[1]?.unrealised].map((minor) => euros(minor ?? 0n))).toEqual([
    '-250.00',
    '-300.00',
    '50.00',
  ]);
});

it('counts what has no price as worth its cost, and says so', () => {
  const { outcomes, unpriced } = compareMethods(activities, eurRules('fifo'), at(null));
  expect([unpriced, outcomes.map(({ unrealised }) => unrealised)]).toEqual([['X'], [0n, 0n, 0n, 0n, 0n]]);
});

it('gains the same under every method, but for the cost that transfers took along', () => {
  const step = fc.record({
    type: fc.constantFrom('buy', 'buy', 'sell', 'short', 'transfer_out', 'transfer_in', 'split', 'merger'),
    symbol: fc.constantFrom('X', 'Y'),
    quantity: fc.integer({ min: 1, max: 10 ** 7 }),
    price: fc.integer({ min: 1, max: 10 ** 5 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const list = steps.map(({ type, symbol, quantity, price }, index) => {
        const id = `${index}`;
        const ratio = { symbol, ratioTo: '3', ratioFrom: '7' };
        if (type === 'split') return activity(id, '2024-01-01', type, ratio);
        const target = symbol === 'X' ? 'Y' : 'X';
        if (type === 'merger') return activity(id, '2024-01-01', type, { ...ratio, target, amount: '0.3' });
        return trade(id, '2024-01-01', type, `${quantity / 1000} @ ${price / 100} - 0.07`, { symbol });
      });
      const { outcomes } = compareMethods(list, eurRules('hifo'), at('12.345'));
      const totals = new Set(outcomes.map(({ total, transferredCost }) => total - transferredCost));
      expect(totals.size).toBe(1);
    }),
    { numRuns: 200 },
  );
});
