import { expect, it } from 'vitest';
import { modelsSummary } from './model-words.js';
import { modelsFaults, modelsFieldOf, modelsOf, modelsValues } from './models-form.js';
import type { Models } from './paper.js';

const plain: Models = { price: { kind: 'touch' }, slippage: { kind: 'none' }, fee: { kind: 'none' } };

it.each<[string, Partial<Models>]>([
  ['At the ask or bid; no slippage; no fee', {}],
  [
    '25% of the way from the middle to the ask or bid; slippage: 0.1% worse; no fee',
    { price: { kind: 'spread', percent: '25' }, slippage: { kind: 'fixed', percent: '0.1' } },
  ],
  [
    'At the ask or bid, at most 10% of what is traded; no slippage; fee: 0.005 per unit, at least 1',
    { price: { kind: 'volume', percent: '10' }, fee: { kind: 'perShare', amount: '0.005', minimum: '1' } },
  ],
  [
    'At the ask or bid; no slippage; fee: 0.2% of the amount',
    { fee: { kind: 'percent', percent: '0.2', minimum: '0' } },
  ],
  [
    'At the ask or bid; no slippage; fee: 0.2% up to 1000, 0.1% beyond',
    {
      fee: {
        kind: 'tiered',
        tiers: [
          { upTo: '1000', percent: '0.2' },
          { upTo: null, percent: '0.1' },
        ],
      },
    },
  ],
])('says: %s, and a form gives back what it was given', (words, given) => {
  const models = { ...plain, ...given };
  expect(modelsSummary(models)).toBe(words);
  expect(modelsOf(modelsValues(models))).toEqual(models);
});

it('finds fault only with numbers that count', () => {
  const values = { ...modelsValues(), pricePercent: 'much', slippagePercent: '11', feeAmount: '-1' };
  expect(modelsFaults(values)).toEqual({});
  expect(
    Object.keys(modelsFaults({ ...values, priceKind: 'spread', slippageKind: 'fixed', feeKind: 'perShare' })),
  ).toEqual(['pricePercent', 'slippagePercent', 'feeAmount']);
});

it('knows the field that a path is about', () => {
  expect(
    ['models.price.percent', 'models.fee.tiers.1.percent', 'startingCash.amount'].map(modelsFieldOf),
  ).toEqual(['pricePercent', 'tiers', 'startingCash']);
});
