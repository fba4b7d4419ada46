import { describe, expect, it } from 'vitest';
import type { Candle } from './candles.js';
import { originWords, stepWords } from './chart-words.js';

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

const candles = (...sources: Candle['source'][]): Candle[] =>
  sources.map((source, day) => ({
    at: new Date(Date.UTC(2026, 0, 5 + day)).toISOString(),
    open: '1',
    high: '1',
    low: '1',
    close: '1',
    volume: '0',
    source,
  }));

describe('the words below a chart', () => {
  it.each([
    [minuteMs, 'Prices by the minute'],
    [15 * minuteMs, 'Prices of 15 minutes each'],
    [120 * minuteMs, 'Prices of 2 hours each'],
    [dayMs, 'Daily prices'],
    [2 * dayMs, 'Prices of 2 days each'],
    [7 * dayMs, 'Weekly prices'],
    [28 * dayMs, 'Prices of 4 weeks each'],
  ])('%d ms are %s', (stepMs, words) => {
    expect(stepWords(stepMs)).toBe(words);
  });

  it.each([
    [candles('simulated', 'simulated'), 'Daily prices, all simulated'],
    [candles('imported', 'imported'), 'Daily prices, imported'],
    [candles('yahoo'), 'Daily prices, from Yahoo Finance'],
    [candles('imported', 'simulated'), 'Daily prices, imported until Jan 5, 2026 and simulated after'],
    [candles('simulated', 'binance'), 'Daily prices, partly simulated'],
  ])('say whose prices these are', (shown, words) => {
    expect(originWords(shown, dayMs)).toBe(words);
  });
});
