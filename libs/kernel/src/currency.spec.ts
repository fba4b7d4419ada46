import { describe, expect, it } from 'vitest';
import { currencies, findCurrency, getActiveCurrency, getCurrency } from './currency.js';
import { isDay } from './day.js';

describe('the list of currencies', () => {
  it.each([
    ['JPY', 'Japanese Yen', 0, 'fiat'],
    ['ISK', 'Icelandic Króna', 0, 'fiat'],
    ['KRW', 'South Korean Won', 0, 'fiat'],
    ['EUR', 'Euro', 2, 'fiat'],
    ['USD', 'US Dollar', 2, 'fiat'],
    ['HUF', 'Hungarian Forint', 2, 'fiat'],
    ['MRU', 'Mauritanian Ouguiya', 2, 'fiat'],
    ['TOP', 'Tongan Paʻanga', 2, 'fiat'],
    ['KWD', 'Kuwaiti Dinar', 3, 'fiat'],
    ['TND', 'Tunisian Dinar', 3, 'fiat'],
    ['CLF', 'Chilean Unit of Account', 4, 'fiat'],
    ['BTC', 'Bitcoin', 8, 'crypto'],
    ['ETH', 'Ethereum', 8, 'crypto'],
    ['ADA', 'Cardano', 8, 'crypto'],
  ])('%s is %s, with %s decimal places', (code, name, exponent, kind) => {
    expect(findCurrency(code)).toEqual({ code, name, exponent, kind });
  });

  it('names each once, sorted by code, all of them well formed', () => {
    const codes = currencies.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
    for (const { code, name, exponent, kind, endedOn } of currencies) {
      expect(code).toMatch(kind === 'fiat' ? /^[A-Z]{3}$/ : /^[A-Z]{3,5}$/);
      expect(name).toMatch(/^\S.+\S$/);
      expect(name).not.toMatch(/\s{2}/);
      expect([0, 2, 3, 4, 8]).toContain(exponent);
      expect(endedOn === undefined || isDay(endedOn)).toBe(true);
    }
  });

  it('has all of ISO 4217 and at least ten crypto assets', () => {
    const count = (kind: string) =>
      currencies.filter((currency) => currency.kind === kind && !currency.endedOn).length;
    expect(count('fiat')).toBeGreaterThan(155);
    expect(count('crypto')).toBeGreaterThanOrEqual(10);
  });

  it('has every currency that the European Central Bank ever quoted', () => {
    const quoted =
      'USD JPY BGN CYP CZK DKK EEK GBP HUF LTL LVL MTL PLN ROL RON SEK SIT SKK CHF ISK NOK HRK RUB TRL TRY AUD BRL CAD ' +
      'CNY HKD IDR ILS INR KRW MXN MYR NZD PHP SGD THB ZAR';
    for (const code of quoted.split(' ')) expect(getCurrency(code).kind).toBe('fiat');
  });
});

describe('getCurrency', () => {
  it.each(['', 'eur', 'EURO', 'XXX', 'DEM', 'constructor', '__proto__', 'share:AAPL'])(
    'does not know "%s"',
    (code) => {
      expect(findCurrency(code)).toBeUndefined();
      expect(() => getCurrency(code)).toThrow(
        expect.objectContaining({ code: 'unknown_currency', field: 'currency' }),
      );
      expect(() => getActiveCurrency(code)).toThrow(expect.objectContaining({ code: 'unknown_currency' }));
    },
  );

  it.each(['HRK', 'BGN', 'ROL', 'TRL'])('%s has history, and no wallet takes it', (code) => {
    expect(getCurrency(code).code).toBe(code);
    expect(() => getActiveCurrency(code)).toThrow(
      expect.objectContaining({ code: 'currency_ended', field: 'currency' }),
    );
  });

  it('hands out a currency that is in use', () => {
    expect(getActiveCurrency('RON').name).toBe('Romanian Leu');
  });
});
