import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstDisagreement } from '../bench/portfolio/agreement.mjs';
import { naiveSnapshot } from '../bench/portfolio/naive.mjs';
import { positionInputs } from '../bench/portfolio/generate.mjs';
import { followPosition, snapshotOf } from '../libs/portfolio/src/index.ts';

const cents = (max) => fc.integer({ min: 1, max }).map((count) => count / 100);

const activityOf = (days, assets) =>
  fc.record({
    asset: fc.nat(assets - 1),
    index: fc.integer({ min: 1, max: days - 1 }),
    type: fc.constantFrom('buy', 'buy', 'sell', 'sell', 'dividend', 'fee'),
    quantity: fc.integer({ min: 1, max: 5 }), // few, so that positions often end or turn round
    price: cents(20_000),
    fee: fc.oneof(fc.constant(0), cents(500)),
  });

const assetOf = (days) =>
  fc.record({
    prices: fc
      .array(fc.oneof(fc.constant(NaN), cents(20_000)), { minLength: days, maxLength: days })
      .filter((prices) => prices.some((price) => !Number.isNaN(price))),
    rates: fc.oneof(
      fc.constant(Array(days).fill(1)),
      fc.array(cents(300), { minLength: days, maxLength: days }),
    ),
  });

/** From a day to years, with the ends of some of them. */
const portfolios = fc
  .record({
    days: fc.oneof(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 21, max: 700 })),
    assets: fc.integer({ min: 1, max: 3 }),
  }) // prettier-ignore
  .chain(({ days, assets }) =>
    fc.record({
      first: fc.integer({ min: 18_000, max: 19_800 }),
      assets: fc.array(assetOf(days), { minLength: assets, maxLength: assets }),
      activities: fc.array(activityOf(days, assets), { minLength: 1, maxLength: 25 }),
    }),
  )
  .map(({ first, assets, activities }) => ({
    ...{ base: 'CHF', first, today: first + assets[0].prices.length - 1 },
    assets: assets.map(({ prices, rates }, index) => ({
      ...{ symbol: `S${index}`, currency: index === 0 ? 'CHF' : 'USD', kind: 'asset', isPricedByHand: false },
      ...{ first, prices: Float64Array.from(prices), rates: Float64Array.from(rates) },
    })),
    activities: activities
      .map(({ index, ...activity }) => ({
        ...{ id: '', day: first + index, atMs: 0 },
        amount: activity.type === 'dividend' ? 1 : 0,
        ...activity,
      }))
      .sort((a, b) => a.day - b.day),
  }));

it('the library says what the rules say as they would first be written down', () => {
  fc.assert(
    fc.property(portfolios, (portfolio) => {
      const { base: currency, first, today } = portfolio;
      const courses = positionInputs(portfolio).map(followPosition);
      const snapshot = snapshotOf(courses, { currency, first, today, history: 'days' });
      expect(firstDisagreement(snapshot, naiveSnapshot(portfolio), 25_000)).toBeUndefined();
    }),
    { numRuns: 150, endOnFailure: true },
  );
});
