import { formatDecimal, parseDecimal } from '@tradeyard/kernel';
import { expect, it } from 'vitest';
import {
  alertLevels,
  alertSentence,
  comeBackLevel,
  readAlertPercent,
  readAlertPrice,
  type AlertCondition,
  type AlertDirection,
} from './alert.js';

const acme = { symbol: 'ACME', currency: 'USD', tickSize: '0.01' };
const decimal = parseDecimal;
const change = (percent: string, direction: AlertDirection): AlertCondition => ({
  kind: 'change',
  percent: decimal(percent),
  direction,
});

it.each<[string, AlertCondition, string | null, string[]]>([
  ['above', { kind: 'above', price: decimal('210.5') }, null, ['rise 210.5']],
  ['below', { kind: 'below', price: decimal('190') }, null, ['fall 190']],
  ['up', change('5', 'up'), '200', ['rise 210']],
  ['down', change('2.5', 'down'), '200', ['fall 195']],
  ['either, exactly', change('0.01', 'either'), '33.33', ['rise 33.333333', 'fall 33.326667']],
  ['without a close', change('5', 'either'), null, []],
  ['from a close of nothing', change('5', 'either'), '0', []],
])('has levels: %s', (_, condition, previousClose, levels) => {
  const found = alertLevels(condition, previousClose === null ? null : decimal(previousClose));
  expect(found.map(({ side, level }) => `${side} ${formatDecimal(level)}`)).toEqual(levels);
});

it.each([
  ['above', '210', 'fall 209.99'],
  ['below', '190', 'rise 190.01'],
] as const)('is back on the other side of %s %s', (kind, price, expected) => {
  const { side, level } = comeBackLevel({ kind, price: decimal(price) }, decimal('0.01'));
  expect(`${side} ${formatDecimal(level)}`).toBe(expected);
});

it.each<[string, AlertCondition, string, 'rise' | 'fall']>([
  ['ACME rose to 210.50 USD (above 210.00 USD)', { kind: 'above', price: decimal('210') }, '210.5', 'rise'],
  [
    'ACME fell to 189.123 USD (below 190.00 USD)',
    { kind: 'below', price: decimal('190') },
    '189.123',
    'fall',
  ],
  ['ACME fell to 185.00 USD (7.5 % or more from the last close)', change('7.50', 'either'), '185', 'fall'],
])('tells: %s', (sentence, condition, price, side) => {
  expect(alertSentence(condition, acme, decimal(price), side)).toBe(sentence);
});

it.each([
  ['250', '0.01', null],
  ['250.05', '0.05', null],
  ['250.005', '0.01', 'price_off_tick'],
  ['250.02', '0.05', 'price_off_tick'],
  ['1236', '5', 'price_off_tick'],
  ['0', '0.01', 'price_out_of_range'],
  ['-1', '0.01', 'price_out_of_range'],
  ['1000000000000000', '0.01', 'price_out_of_range'],
  ['1,5', '0.01', 'not_a_decimal'],
])('takes a price of %s in steps of %s: %s', (text, tickSize, code) => {
  const read = () => readAlertPrice(text, { symbol: 'ACME', tickSize });
  if (code === null) expect(formatDecimal(read())).toBe(text);
  else expect(read).toThrow(expect.objectContaining({ code, field: 'price' }));
});

it.each<[string, AlertDirection, string | null]>([
  ['0.01', 'either', null],
  ['99.99', 'down', null],
  ['1000', 'up', null],
  ['100', 'down', 'percent_out_of_range'],
  ['100', 'either', 'percent_out_of_range'],
  ['1000.01', 'up', 'percent_out_of_range'],
  ['0', 'up', 'percent_out_of_range'],
  ['0.001', 'up', 'too_many_decimals'],
  ['five', 'up', 'not_a_decimal'],
])('takes %s percent %s: %s', (text, direction, code) => {
  const read = () => readAlertPercent(text, direction);
  if (code === null) expect(formatDecimal(read())).toBe(text);
  else expect(read).toThrow(expect.objectContaining({ code, field: 'percent' }));
});
