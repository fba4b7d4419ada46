import { parseDecimal } from '@tradeyard/kernel';
import { expect, it } from 'vitest';
import { readEvent, type Split } from './instrument-event.js';
import { requireSplitsFit } from './split-jump.js';

const split = (day: string, ratio: string): Split => readEvent('split', day, ratio) as Split;
const candlesOf = (...closes: [string, string][]) =>
  closes.map(([day, close]) => {
    const price = parseDecimal(close);
    return { at: new Date(day), open: price, high: price, low: price, close: price, volume: price };
  });
const four = split('2020-08-31', '4:1');
const raw = candlesOf(['2020-08-28', '499.23'], ['2020-08-31', '129.04']);
const adjusted = candlesOf(['2020-08-28', '124.8075'], ['2020-08-31', '129.04']);

it.each([
  ['raw prices', raw, four, false, undefined],
  ['adjusted prices', adjusted, four, true, undefined],
  [
    'raw prices said to be adjusted',
    raw,
    four,
    true,
    /jump by about 4:1 at the split of 2020-08-31.*leave --adjusted out/,
  ],
  [
    'adjusted prices not said to be',
    adjusted,
    four,
    false,
    /not jump by about 4:1 at the split of 2020-08-31.*say --adjusted/,
  ],
  [
    'a raw day that fell as well',
    candlesOf(['2020-08-28', '400'], ['2020-08-31', '60']),
    four,
    false,
    undefined,
  ],
  [
    'an adjusted day that fell to 60 %',
    candlesOf(['2020-08-28', '100'], ['2020-08-31', '60']),
    four,
    true,
    undefined,
  ],
  [
    'a holiday on the day',
    candlesOf(['2020-08-28', '499.23'], ['2020-09-01', '134.18']),
    four,
    false,
    undefined,
  ],
  ['a file from before', candlesOf(['2020-08-27', '500'], ['2020-08-28', '499.23']), four, false, undefined],
  [
    'a file from after',
    candlesOf(['2020-08-31', '129.04'], ['2020-09-01', '134.18']),
    four,
    false,
    undefined,
  ],
  [
    'raw prices of fewer shares',
    candlesOf(['2020-08-28', '1'], ['2020-08-31', '9.5']),
    split('2020-08-31', '1:10'),
    false,
    undefined,
  ],
  [
    'the same said to be adjusted',
    candlesOf(['2020-08-28', '1'], ['2020-08-31', '9.5']),
    split('2020-08-31', '1:10'),
    true,
    /1:10/,
  ],
  [
    'a small split',
    candlesOf(['2020-08-28', '100'], ['2020-08-31', '99']),
    split('2020-08-31', '11:10'),
    false,
    undefined,
  ],
])('takes or refuses %s', (_, candles, event, isAdjusted, message) => {
  const check = () => requireSplitsFit(candles, [event], { adjusted: isAdjusted });
  if (message === undefined) expect(check).not.toThrow();
  else {
    expect(check).toThrow(message);
    expect(check).toThrow(expect.objectContaining({ code: 'split_contradicted', field: '2020-08-31' }));
  }
});
