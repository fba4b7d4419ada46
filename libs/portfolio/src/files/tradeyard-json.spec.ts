import { expect, it } from 'vitest';
import { readFile, tradeyardJsonChunks } from '../index.js';

it('has the portfolio, its assets and prices by hand in JSON', () => {
  const settings = {
    name: 'Depot "A"',
    currency: 'CHF',
    keepsCash: true,
    costBasis: 'lifo',
    benchmark: null,
    targets: { class: { stock: 60 } },
  };
  const assets = [
    {
      symbol: 'X',
      name: '=X',
      class: 'real_estate',
      currency: 'CHF',
      country: 'CH',
      instrument: 'XX',
    } as const,
  ];
  const prices = [{ symbol: 'X', day: '2024-01-01', price: '10.5' }];
  const chunks = [...tradeyardJsonChunks({ settings, assets, prices, activities: [] })];
  const result = readFile(
    'tradeyard-json',
    { kind: 'json', value: JSON.parse(chunks.join('')) },
    { currency: 'EUR' },
  );
  expect(result).toMatchObject({ rows: [], settings, assets, prices });
});
