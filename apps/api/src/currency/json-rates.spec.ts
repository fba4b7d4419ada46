import { describe, expect, it } from 'vitest';
import { readCurrencyApiDay } from './currency-api.provider.js';
import { parseExactJson, plainDecimal } from './json-rates.provider.js';
import { readOpenExchangeRates } from './open-exchange-rates.provider.js';

describe('a number of JSON', () => {
  it.each([
    ['1.1684', '1.1684'],
    ['1.16840000', '1.1684'],
    ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['1e-7', '0.0000001'],
    ['1.9E-05', '0.000019'],
    ['1.25e+3', '1250'],
    ['12.5e1', '125'],
    ['0', '0'],
    ['1e31', undefined],
    ['1e-31', undefined],
    ['1e999', undefined],
    ['-1', undefined],
  ])('%s is %s, digit by digit', (text, decimal) => {
    const read = parseExactJson(`{"rate":${text}}`) as { rate: string };

    expect(read.rate).toBe(text);
    expect(plainDecimal(read.rate)).toBe(decimal);
  });

  it.each(['', 'NaN', 'Infinity', '1,5', '.5', '5.', '0x1', ' 1', '1e', 'e5', '1'.repeat(41)])(
    'is not %j',
    (text) => {
      expect(plainDecimal(text)).toBeUndefined();
    },
  );
});

const rate = (day: { rates: readonly { currency: string; perEuro: string }[] }, code: string) =>
  day.rates.find(({ currency }) => currency === code)?.perEuro;

it('reads a file of the data set with what is not a number left out', () => {
  const day = readCurrencyApiDay(
    '{"date":"2026-04-13","eur":{"usd":1.16841234,"jpy":186.75,"gbp":0.87,"chf":0.92,"try":null,"sek":"10.9x","btc":1.3748e-5,"eur":1,"zzz":1e400}}',
  );

  expect(day.date).toBe('2026-04-13');
  expect(day.rates.map(({ currency }) => currency)).toEqual(['USD', 'JPY', 'GBP', 'CHF', 'BTC']);
  expect([rate(day, 'USD'), rate(day, 'BTC')]).toEqual(['1.16841234', '0.000013748']);
});

describe('rates for one dollar', () => {
  const answer = (rates: string, timestamp = Date.parse('2026-04-13T14:00:00Z') / 1_000) =>
    readOpenExchangeRates(`{"timestamp":${timestamp},"base":"USD","rates":{${rates}}}`);
  const majors = '"USD":1,"EUR":0.856,"JPY":159.8,"GBP":0.745,"CHF":0.791';

  it('become those for one euro, with twenty digits', () => {
    const day = answer(`${majors},"LBP":89500,"BTC":0.0000117`);

    expect(rate(day, 'USD')).toBe('1.1682242990654205607'); // 1 / 0.856
    expect(rate(day, 'LBP')).toBe('104556.07476635514019');
    expect(rate(day, 'BTC')).toBe('0.000013668224299065420561');
    expect(rate(day, 'EUR')).toBeUndefined();
  });

  it.each([
    ['2026-04-13T00:00:01Z', '2026-04-13'],
    ['2026-04-13T23:59:59Z', '2026-04-13'],
    ['2026-04-14T00:00:00Z', '2026-04-13'], // the end of that day
  ])('of %s are those of %s', (at, date) => {
    expect(answer(majors, Date.parse(at) / 1_000).date).toBe(date);
  });

  it.each([
    ['"USD":1,"JPY":159.8,"GBP":0.745,"CHF":0.791', 'without a rate for EUR'],
    ['"USD":1,"EUR":0,"JPY":159.8,"GBP":0.745,"CHF":0.791', 'without a rate for EUR'],
    ['"EUR":0.856,"JPY":159.8,"GBP":0.745,"CHF":0.791', 'without a rate for USD'],
  ])('are refused when they are %s', (rates, message) => {
    expect(() => answer(rates)).toThrow(message);
  });
});
