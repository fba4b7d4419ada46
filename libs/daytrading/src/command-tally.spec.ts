import { describe, expect, it } from 'vitest';
import { latencyBin, latencyBins, latencyPercentile } from './latency.js';
import { CommandTally, type Told } from './command-tally.js';

const told = (given: Partial<Told> = {}): Told => ({
  command: 'BUY',
  symbol: 'ABC',
  code: null,
  ms: 1,
  ...given,
});

describe('latencies in bins', () => {
  it.each([
    ['all alike', () => 12.3],
    ['even', (index: number) => 1 + index / 10],
    ['over five decades', (index: number) => 10 ** ((5 * index) / 1_000 - 1.5)],
  ])('have percentiles within 5 %%: %s', (_, latency) => {
    const all = Array.from({ length: 1_000 }, (__, index) => latency(index));
    const bins = new Uint32Array(latencyBins);
    for (const ms of all) bins[latencyBin(ms)] = (bins[latencyBin(ms)] ?? 0) + 1;
    const sorted = all.toSorted((a, b) => a - b);

    for (const share of [0.01, 0.5, 0.9, 0.99, 1]) {
      const exact = sorted[Math.ceil(share * all.length) - 1] ?? 0;
      expect(Math.abs((latencyPercentile(bins, share) ?? 0) / exact - 1)).toBeLessThan(0.05);
    }
  });

  it.each([
    [0, 0],
    [-1, 0],
    [NaN, 0],
    [0.02, 0],
    [1e9, latencyBins - 1],
    [Infinity, latencyBins - 1],
  ])('take %d ms as well', (ms, bin) => expect(latencyBin(ms)).toBe(bin));

  it('say nothing of nothing', () => expect(latencyPercentile([0, 0], 0.5)).toBeNull());
});

describe('a tally', () => {
  it('counts by command, failure and symbol', () => {
    const tally = new CommandTally();
    tally.note(told(), 5_100);
    tally.note(told({ code: 'insufficient_funds', symbol: 'S' }), 5_200);
    tally.note(told({ command: 'FLY', code: 'unknown_command', symbol: 'not one' }), 5_300);
    tally.note(told({ command: 'DANCE', code: 'unknown_command', symbol: '' }), 5_400);

    expect(tally.totals()).toEqual({
      commands: 4,
      failed: 3,
      lastAtMs: 5_400,
      byCommand: { BUY: [1, 1], OTHER: [0, 2] },
      failures: { insufficient_funds: 1, unknown_command: 2 },
      symbols: { ABC: 1, S: 1 },
    });
  });

  it('gives each second once it is over, and again until it is kept', () => {
    const tally = new CommandTally();
    tally.note(told({ ms: 1 }), 5_100);
    tally.note(told({ ms: 1, code: 'user_missing' }), 5_900);
    tally.note(told(), 6_000);
    tally.note(told(), 5_999); // the clock was put back

    expect(tally.seconds(6_999)).toMatchObject([{ at: 5, commands: 2, failed: 1 }]);
    const over = tally.seconds(7_000);
    expect(over).toMatchObject([
      { at: 5, commands: 2 },
      { at: 6, commands: 2 },
    ]);
    expect(over[0]?.latencies[latencyBin(1)]).toBe(2);
    tally.kept(over.slice(0, 1));
    expect(tally.seconds(9_000)).toMatchObject([{ at: 6 }]);
  });

  it('tells the most frequent symbols', () => {
    const tally = new CommandTally();
    const symbols = Array.from({ length: 26 * 26 }, (_, index) =>
      String.fromCharCode(65 + Math.floor(index / 26), 65 + (index % 26)),
    );
    symbols.forEach((symbol, index) => {
      for (let time = 0; time <= (index * 37) % symbols.length; time += 1) tally.note(told({ symbol }), 1);
    });

    const counts = Object.values(tally.totals().symbols);
    expect(counts).toEqual(Array.from({ length: 50 }, (_, index) => symbols.length - index));
  });

  it('keeps no more seconds than somebody will want, and does not grow with what is no command', () => {
    const tally = new CommandTally();
    for (let second = 0; second < 2_000; second += 1)
      tally.note(told({ command: `X${second}`, symbol: `x${second}` }), second * 1_000);

    expect(tally.seconds(1e9)).toHaveLength(600);
    expect(tally.totals().byCommand).toEqual({ OTHER: [2_000, 0] });
  });
});
