import { expect, it } from 'vitest';
import { csvRows, detectFormat } from '../index.js';

it.each([
  ['type,day,symbol,quantity,price,currency', 'tradeyard-csv'],
  ['type,day,amount', 'tradeyard-csv'],
  ['type,day,symbol,name,class,sector,country,instrument,assetCurrency', 'tradeyard-csv'],
  ['type,day,symbol,name', undefined],
  ['type,day,symbol,quantity,price,currency,Broker', undefined],
  ['day,symbol,quantity', undefined],
  ['type,day,__proto__', undefined],
])('takes %s for %s', (header, format) => {
  expect(detectFormat(csvRows(`${header}\n1,2,3,4,5,6\n`))).toBe(format);
});
