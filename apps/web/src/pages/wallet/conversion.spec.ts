import { describe, expect, it } from 'vitest';
import type { Schemas } from '../../api.js';
import { bought, crossRate, sold, type ConversionPreview } from './conversion.js';

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

function preview(from: string, to: string): ConversionPreview {
  const found = crossRate(rates, from, to);
  if (!found) throw new Error(`There is no rate from ${from} to ${to}`);
  return found;
}

describe('the preview of a conversion', () => {
  it.each([
    ['from the base', '5000', 'EUR', 'USD', '5842.00'],
    ['to the base', '5842', 'USD', 'EUR', '5000.00'],
    ['across it', '100', 'USD', 'JPY', '14665'],
    ['a fraction of a cent, which stays with the house', '0.01', 'EUR', 'USD', '0.01'],
  ])('%s', (_, amount, from, to, received) => {
    expect(bought(amount, preview(from, to))).toEqual({ amount: received, currency: to });
  });

  it('asks for a cent more rather than a fraction too little', () => {
    expect(sold('100.00', preview('EUR', 'USD'))).toEqual({ amount: '85.59', currency: 'EUR' });
  });

  it('is as old as the older of its two rates', () => {
    expect(preview('USD', 'JPY').date).toBe('2026-04-10');
  });

  it('is none where a currency has no rate', () => {
    expect(crossRate(rates, 'EUR', 'GBP')).toBeNull();
  });
});
