import { describe, expect, it } from 'vitest';
import { getCurrency } from './currency.js';
import { addDays } from './day.js';
import { parseDecimal } from './decimal.js';
import { isPlausibleMove, isSwapped, type RateMove } from './rate-move.js';

const day = '2026-04-13';

const move = (before: string, after: string, days = 1): RateMove => ({
  before: { perEuro: parseDecimal(before), date: day },
  after: { perEuro: parseDecimal(after), date: addDays(day, days) },
});

describe('a move of a rate', () => {
  it.each([
    ['USD', '1.1684', '1.1700', 1, true],
    ['USD', '1.1684', '1.1684', 0, true],
    ['USD', '1.0', '1.1', 1, true], // the bound itself
    ['USD', '1.0', '1.10001', 1, false],
    ['USD', '1.1', '1.0', 5, true],
    ['USD', '1.10001', '1.0', 5, false],
    ['USD', '1.0', '1.25', 14, true],
    ['USD', '1.0', '1.2501', 14, false],
    ['USD', '1.0', '1.6', 366, true],
    ['USD', '1.0', '1.6001', 366, false],
    ['USD', '1.0', '4', 367, true], // two begun years
    ['USD', '1.0', '4.01', 367, false],
    ['USD', '1.1684', '0.87058', 1, false], // the pound's column
    ['USD', '1.1684', '0.9242', 1, false], // the franc's
    ['USD', '1.1684', '11.684', 1, false],
    ['JPY', '186.75', '1.8675', 1, false],
    ['CHF', '1.201', '1.028', 1, false], // 15 January 2015, which somebody should look at
    ['TRY', '14.7132', '20.0434', 1, true],
    ['TRY', '14.7132', '29.4265', 1, false],
    ['TRY', '52.2478', '5.22478', 1, false],
    ['ISK', '290', '125.01', 3341, true],
    ['RUB', '117.2', '900', 1505, true],
    ['RUB', '117.2', '90000', 1505, false],
    ['BTC', '0.00002', '0.00006', 1, true],
    ['BTC', '0.00002', '0.000061', 1, false],
    ['BTC', '0.00002', '0.00016', 31, true],
    ['DOGE', '10', '500', 366, true],
    ['DOGE', '10', '501', 366, false],
    ['DOGE', '10', '25000', 367, true],
  ])('of %s from %s to %s in %i days: %s', (code, before, after, days, plausible) => {
    expect(isPlausibleMove(getCurrency(code), move(before, after, days))).toBe(plausible);
    expect(isPlausibleMove(getCurrency(code), move(after, before, days))).toBe(plausible);
  });
});

describe('two currencies', () => {
  it.each([
    ['change places', move('1.05', '0.97'), move('0.96', '1.06'), true],
    ['change places, the other one first', move('0.96', '1.06'), move('1.05', '0.97'), true],
    ['cross each other on a busy day', move('1.5561', '1.577'), move('1.5741', '1.5519'), false], // 17 March 2008
    ['move together', move('1.05', '1.10'), move('0.96', '1.01'), false],
    ['move apart', move('1.05', '1.10'), move('0.96', '0.93'), false],
    ['stand still', move('1.05', '1.05'), move('0.96', '0.96'), false],
    ['come near each other, one of them by much', move('1.2', '1.03'), move('1.1', '1.09'), false],
  ])('%s', (_, one, other, swapped) => {
    expect(isSwapped(one, other)).toBe(swapped);
  });
});
