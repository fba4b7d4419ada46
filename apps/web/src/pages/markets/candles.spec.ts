import { describe, expect, it } from 'vitest';
import { withLive, type Candle, type LiveCandle } from './candles.js';

const dayMs = 86_400_000;

const candle = (at: string, [open, high, low, close]: readonly string[], volume = '10'): Candle => ({
  at: new Date(at).toISOString(),
  open: open ?? '',
  high: high ?? '',
  low: low ?? '',
  close: close ?? '',
  volume,
  source: 'simulated',
});
const price = (at: string, value: string): LiveCandle => ({
  ...candle(at, [value, value, value, value], '0'),
  interval: '1m',
});
const monday = candle('2026-01-05', ['10', '12', '9', '11']);

describe('candles that live', () => {
  it.each([
    ['nothing after an older price', price('2026-01-04T12:00Z', '50'), [monday]],
    ['a higher price', price('2026-01-05T12:00Z', '13'), [{ ...monday, high: '13', close: '13' }]],
    ['a lower price', price('2026-01-05T12:00Z', '8.5'), [{ ...monday, low: '8.5', close: '8.5' }]],
    ['a price between', price('2026-01-05T12:00Z', '10.5'), [{ ...monday, close: '10.5' }]],
    [
      'the first price of another day',
      price('2026-01-07T12:00Z', '10.5'),
      [monday, candle('2026-01-07', ['10.5', '10.5', '10.5', '10.5'], '0')],
    ],
    [
      'the candle itself',
      { ...candle('2026-01-05', ['10', '14', '9', '12'], '44'), interval: '1d' as const },
      [candle('2026-01-05', ['10', '14', '9', '12'], '44')],
    ],
    [
      'a minute of it',
      { ...candle('2026-01-05T10:00Z', ['11', '14', '10', '12'], '4'), interval: '1m' as const },
      [{ ...monday, high: '14', close: '12' }],
    ],
  ])('with %s', (_, live, expected) => {
    expect(withLive([monday], live, dayMs)).toEqual(expected);
  });

  it('begin with the first of them', () => {
    expect(withLive([], price('2026-01-05', '1'), dayMs)).toEqual([
      candle('2026-01-05', ['1', '1', '1', '1'], '0'),
    ]);
  });
});
