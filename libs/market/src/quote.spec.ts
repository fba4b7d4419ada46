import { parseDecimal } from '@tradeyard/kernel';
import { expect, it } from 'vitest';
import { formatPrice } from './instrument.js';
import { priceChange } from './quote.js';

it.each([
  ['232.56', '230.49', '2.07', '0.90'],
  ['230.49', '232.56', '-2.07', '-0.89'],
  ['1.0476', '1.0476', '0.0000', '0.00'],
  ['150.00', '100', '50.00', '50.00'],
  ['0.01', '40000', '-39999.99', '-100.00'],
])('%s after %s changed by %s, %s %%', (price, previousClose, change, changePercent) => {
  const found = priceChange({ price: parseDecimal(price), previousClose: parseDecimal(previousClose) });
  expect(found && [formatPrice(found.change), formatPrice(found.changePercent)]).toEqual([
    change,
    changePercent,
  ]);
});

it('knows no change without a day before', () => {
  expect(priceChange({ price: parseDecimal('5'), previousClose: null })).toBeNull();
});
