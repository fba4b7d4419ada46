import { describe, expect, it } from 'vitest';
import type { Figures } from './daytrading.js';
import { fileNameOf } from './daytrading.js';
import { failureWords, lastMinutes, latencyWords, rateWords } from './figure-words.js';

const start = Date.parse('2026-06-15T12:00:00.000Z');
const secondOf = (index: number): string => new Date(start + index * 1_000).toISOString();
const second = (index: number, commands = 3): Figures['seconds'][number] => ({
  at: secondOf(index),
  commands,
  failed: 1,
  p50Ms: 2,
  p99Ms: 9,
});

describe('the seconds of a run', () => {
  it('are at least a minute, until now while it runs', () => {
    const { rates, latencies } = lastMinutes({
      at: secondOf(10.5),
      isRunning: true,
      seconds: [second(5), second(7, 4)],
    });

    expect([rates.length, rates[0]?.at, rates.at(-1)?.at]).toEqual([60, secondOf(-51), secondOf(8)]);
    expect(rates.slice(-4).map(({ commands }) => commands)).toEqual([3, 0, 4, 0]);
    expect(latencies.slice(-4).map(({ p99Ms }) => p99Ms)).toEqual([9, null, 9, null]);
  });

  it('end with its last command when it does not run', () => {
    const { rates } = lastMinutes({
      at: secondOf(9_000),
      isRunning: false,
      seconds: [second(0), second(100)],
    });
    expect([rates.length, rates[0]?.at, rates.at(-1)?.at]).toEqual([101, secondOf(0), secondOf(100)]);
  });

  it('are five minutes at most', () => {
    const { rates } = lastMinutes({
      at: secondOf(5_000),
      isRunning: false,
      seconds: [second(0), second(4_000)],
    });
    expect([rates.length, rates.at(-1)?.at]).toEqual([300, secondOf(4_000)]);
  });

  it('are none before the first', () => {
    expect(lastMinutes({ at: secondOf(0), isRunning: false, seconds: [] })).toEqual({
      rates: [],
      latencies: [],
    });
  });
});

it.each([
  [0.02, '0.0200 ms'],
  [1.2345, '1.23 ms'],
  [123.4, '123 ms'],
  [12_340, '12.3 s'],
])('writes a latency of %d ms', (ms, words) => expect(latencyWords(ms)).toBe(words));

it.each([
  [0, '0.0'],
  [20.44, '20.4'],
  [12_345.6, '12,346'],
])('writes a rate of %d', (rate, words) => expect(rateWords(rate)).toBe(words));

it('says why a command was refused, also for what it has not heard of', () => {
  expect(failureWords('insufficient_funds')).toBe('Not enough cash');
  expect(failureWords('moon_too_bright')).toBe('moon too bright');
});

it.each([
  ['10 users.txt', '10-users'],
  ['../../etc/passwd', 'etc-passwd'],
  ['…', 'workload'],
])('names a file after %s', (name, file) => expect(fileNameOf(name)).toBe(file));
