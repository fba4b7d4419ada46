import { expect, it } from 'vitest';
import { moneyWords, percentWords } from './chart-words.js';

it.each([
  ['euros', moneyWords('EUR'), 12_345.678, '€12,345.68', '€12.3K'],
  ['yen', moneyWords('JPY'), -1_500_000, '-¥1,500,000', '-¥1.5M'],
  ['coins', moneyWords('BTC'), 0.25, '0.25 BTC', '0.25'],
  ['percent', percentWords, 7.256, '7.26%', '7.26%'],
])('a chart writes %s', (_, { format, axis }, value, written, mark) => {
  expect([format(value), axis(value)]).toEqual([written, mark]);
});
