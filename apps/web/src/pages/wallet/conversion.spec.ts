import { describe, expect, it } from 'vitest';
import type { Schemas } from '../../api.js';
import { crossRate } from './conversion.js';

const rates: Schemas['RateListDto'] = {
  base: 'EUR',
  date: '2026-04-13',
  source: 'ECB',
  ageDays: 1,
  next: null,
  items: [
    { currency: 'USD', rate: '1.1684', date: '2026-04-13', source: 'ECB' },
    { currency: 'JPY', rate: '171.35', date: '2026-04-10', source: 'ECB' },
  ],
};

describe('the rate before there is an amount', () => {
  it.each([
    ['from the base', 'EUR', 'USD', '1.1684', '2026-04-13'],
    ['to the base', 'USD', 'EUR', '0.85587127696', '2026-04-13'],
    // As old as the older of its two rates.
    ['across it', 'USD', 'JPY', '146.653543307', '2026-04-10'],
  ])('%s', (_, from, to, rate, date) => {
    expect(crossRate(rates, from, to)).toEqual({ from, to, rate, date, source: 'ECB' });
  });

  it('is none where a currency has no rate', () => {
    expect(crossRate(rates, 'EUR', 'GBP')).toBeNull();
  });
});
