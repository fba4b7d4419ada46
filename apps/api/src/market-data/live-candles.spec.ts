import { formatDecimal, parseDecimal } from '@tradeyard/kernel';
import type { CandleInterval, SourcedCandle, Tick } from '@tradeyard/market';
import { beforeEach, describe, expect, it } from 'vitest';
import { TestClock } from '../../test/clock.js';
import { Config } from '../platform/config.js';
import { LiveCandlesService } from './live-candles.service.js';
import { QuotesService } from './quotes.service.js';
import { SplitsService } from './splits.service.js';
import { TicksService } from './ticks.service.js';

let clock: TestClock;
let ticks: TicksService;
let live: LiveCandlesService;
beforeEach(() => {
  clock = new TestClock();
  ticks = new TicksService(clock);
  const config = new Config({
    DATABASE_URL: 'postgres://nobody@localhost/none',
    AUTH_SECRET: 'x'.repeat(32),
  });
  const quotes = new QuotesService(clock, config, ticks, new SplitsService({} as never, {} as never));
  live = new LiveCandlesService(ticks, quotes);
  clock.set('2025-08-28T23:57:00Z');
  quotes.begin(tick('1'), { currency: 'USD', day: undefined, previousClose: null });
});

const tick = (price: string): Tick => ({
  ...{ symbol: 'AAPL', bid: parseDecimal(price), ask: parseDecimal(price), price: parseDecimal(price) },
  ...{ volume: parseDecimal('1'), atMs: clock.now().getTime(), source: 'simulated' },
});

function trade(time: string, price: string): void {
  clock.set(`2025-08-${time}Z`);
  expect(ticks.publish(tick(price))).toBe(true);
}

const text = (candle: SourcedCandle | null): string | null =>
  candle &&
  [
    candle.at.toISOString().slice(8, 16),
    ...(['open', 'high', 'low', 'close', 'volume'] as const).map((column) => formatDecimal(candle[column])),
  ].join(' ');

const newest = (interval: CandleInterval) => text(live.findLive('AAPL', interval));
const unsaved = () =>
  live
    .listUnsaved(live.listSymbols(), clock.now())
    .map(({ ended, forming }) => [ended.map(text), text(forming ?? null)]);
const save = () => live.listUnsaved(live.listSymbols(), clock.now()).forEach((each) => live.markSaved(each));

it('has nothing of an instrument that never ticked', () => {
  expect(live.findLive('AAPL', '1m')).toBeNull();
  expect(live.findLive('AAPL', '1d')).toBeNull();
  expect(unsaved()).toEqual([]);
});

it('has the newest candle of every interval at once', () => {
  trade('28T23:57:10', '10');
  trade('28T23:57:50', '12');
  trade('28T23:59:00', '9');
  expect(newest('1m')).toBe('28T23:59 9 9 9 9 1');
  expect(newest('5m')).toBe('28T23:55 10 12 9 9 3');
  expect(newest('15m')).toBe('28T23:45 10 12 9 9 3');
  expect(newest('1h')).toBe('28T23:00 10 12 9 9 3');
  expect(newest('1d')).toBe('28T00:00 10 12 9 9 3');
});

describe('a listener', () => {
  it('hears each tick, and each candle that has ended with its last value, the day among them', () => {
    const heard: string[] = [];
    const leave = live.subscribe({
      changed: (symbol) => heard.push(symbol),
      ended: (symbol, interval, candle) => heard.push(`${symbol} ${interval} ${text(candle)}`),
    });
    trade('28T23:58:10', '10');
    trade('28T23:58:50', '12');
    trade('28T23:59:30', '11');
    trade('29T00:00:00', '13');
    leave();
    trade('29T00:01:00', '14');
    expect(heard).toEqual([
      'AAPL',
      'AAPL',
      'AAPL 1m 28T23:58 10 12 10 12 2',
      'AAPL',
      'AAPL 1m 28T23:59 11 11 11 11 1',
      'AAPL 5m 28T23:55 10 12 10 11 3',
      'AAPL 15m 28T23:45 10 12 10 11 3',
      'AAPL 1h 28T23:00 10 12 10 11 3',
      'AAPL 1d 28T00:00 10 12 10 11 3',
      'AAPL',
    ]);
  });
});

describe('what is to be stored', () => {
  it('is the minute as it grows, and once more when it has ended', () => {
    trade('28T23:57:10', '10');
    expect(unsaved()).toEqual([[[], '28T23:57 10 10 10 10 1']]);
    save();
    expect(unsaved()).toEqual([]);
    trade('28T23:58:00', '11');
    expect(unsaved()).toEqual([[['28T23:57 10 10 10 10 1'], '28T23:58 11 11 11 11 1']]);
    save();
    expect(unsaved()).toEqual([]);
  });

  it('is a minute that has ended by the clock, and again if a tick of it comes after all', () => {
    trade('28T23:57:10', '10');
    clock.set('2025-08-28T23:58:02Z');
    expect(unsaved()).toEqual([[['28T23:57 10 10 10 10 1'], null]]);
    save();
    expect(unsaved()).toEqual([]);
    ticks.publish({ ...tick('12'), atMs: Date.parse('2025-08-28T23:57:59Z') });
    expect(unsaved()).toEqual([[['28T23:57 10 12 10 12 2'], null]]);
    save();
    trade('28T23:59:00', '11');
    expect(unsaved()).toEqual([[[], '28T23:59 11 11 11 11 1']]);
  });

  it('is what came while it was being stored', () => {
    trade('28T23:57:10', '10');
    const listed = live.listUnsaved(['AAPL'], clock.now());
    trade('28T23:57:20', '11');
    trade('28T23:58:00', '12');
    listed.forEach((each) => live.markSaved(each));
    expect(unsaved()).toEqual([[['28T23:57 10 11 10 11 2'], '28T23:58 12 12 12 12 1']]);
  });

  it('is not what another process has stored, and of a long outage the last day', () => {
    for (let minute = 0; minute < 5; minute += 1) trade(`29T00:0${minute}:30`, '10');
    live.forgetUnsaved('AAPL', new Date('2025-08-29T00:03:30Z'));
    expect(unsaved()).toEqual([[['29T00:03 10 10 10 10 1'], '29T00:04 10 10 10 10 1']]);
    for (let day = 29; day < 32; day += 1) {
      for (let minute = 0; minute < 1_000; minute += 1) {
        const time = new Date(Date.UTC(2025, 7, day, 1, minute)).toISOString();
        trade(time.slice(8, 19), '10');
      }
    }
    expect(live.listUnsaved(['AAPL'], clock.now())[0]?.ended).toHaveLength(1_440);
  });
});

it('goes on from stored minutes of the hour', () => {
  trade('28T23:57:10', '10');
  trade('28T23:58:10', '13');
  const stored = live.listUnsaved(['AAPL'], clock.now()).flatMap(({ ended, forming }) => [...ended, forming]);
  live.begin('AAPL', []);
  expect(newest('1m')).toBeNull();
  live.begin(
    'AAPL',
    stored.filter((candle) => candle !== undefined),
  );
  expect(unsaved()).toEqual([]);
  trade('28T23:58:30', '9');
  expect(newest('1m')).toBe('28T23:58 13 13 9 9 2');
  expect(newest('1h')).toBe('28T23:00 10 13 9 9 3');
  expect(unsaved()).toEqual([[[], '28T23:58 13 13 9 9 2']]);
});
