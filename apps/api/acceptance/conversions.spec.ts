import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  crossRate,
  currencies,
  getCurrency,
  money,
  parseDecimal,
  parseMoney,
  powerOfTen,
  ratio,
  type ExchangeRate,
  type Ratio,
} from '@tradeyard/kernel';
import { buying, selling, type Exchange } from '@tradeyard/ledger';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTestApp } from '../test/app.js';
import { TestClock } from '../test/clock.js';

const folder = process.env['TRADEYARD_REAL_DATA'];
if (!folder) throw new Error('TRADEYARD_REAL_DATA must name the folder of the real files; see the README');

const one = parseDecimal('1');
const [[, ...columns] = [], ...rows] = readFileSync(join(folder, 'eurofxref-hist.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(','));
/** Units of each currency for one euro, of each day on which there are any, newest first. */
const days: readonly ReadonlyMap<string, Ratio>[] = rows.map(
  ([, ...cells]) =>
    new Map([
      ['EUR', ratio(one, one)] as const,
      ...cells.flatMap((cell, place) =>
        /\d/.test(cell) ? [[columns[place] ?? '', ratio(parseDecimal(cell), one)] as const] : [],
      ),
    ]),
);
const codes = ['EUR', ...columns.filter((code) => code.trim() !== '')];

const rateOn = (day: ReadonlyMap<string, Ratio>, from: string, to: string): ExchangeRate | undefined => {
  const [fromPer, toPer] = [day.get(from), day.get(to)];
  return fromPer && toPer && crossRate({ code: from, per: fromPer }, { code: to, per: toPer });
};

const attempt = (make: () => Exchange): Exchange | undefined => {
  try {
    return make();
  } catch {
    return undefined; // less than the smallest unit
  }
};

const spreads = [0n, 1n, 50n, 1000n];

/** All that can be wrong with converting there and back at a rate. */
function faults(rate: ExchangeRate, back: ExchangeRate, minor: bigint): string[] {
  return spreads.flatMap((spread) => {
    const what = `${minor} ${rate.from} to ${rate.to} at ${spread} basis points`;
    const sold = attempt(() => selling(money(minor, rate.from), rate, spread));
    const bought = buying(money(minor, rate.to), rate, spread);
    const enough = attempt(() => selling(bought.sold, rate, spread))?.bought.minor ?? 0n;
    const less = attempt(() => selling(money(bought.sold.minor - 1n, rate.from), rate, spread))?.bought.minor;
    const richer = [sold, bought].some((first) => {
      const returned = first && attempt(() => selling(first.bought, back, spread))?.bought.minor;
      const again = first && buying(first.sold, back, spread).sold.minor;
      return first && ((returned ?? 0n) > first.sold.minor || (again ?? 0n) < first.bought.minor);
    });
    return [
      ...(richer ? [`${what} and back makes money`] : []),
      ...(enough < minor ? [`${what}: what is asked for does not buy it`] : []),
      ...((less ?? 0n) >= minor ? [`${what}: less would buy it`] : []),
    ];
  });
}

describe('converting there and back, between all currencies that the European Central Bank ever quoted', () => {
  const pairs = codes.flatMap((from) => codes.filter((to) => to !== from).map((to) => [from, to] as const));

  it('makes nobody richer, on the first and the last day of each pair', () => {
    const oldestFirst = days.toReversed();
    const apart: string[] = [];
    const found = pairs.flatMap(([from, to]) => {
      const both = (day: ReadonlyMap<string, Ratio>) => day.has(from) && day.has(to);
      const known = [days.find(both), oldestFirst.find(both)].filter((day) => day !== undefined);
      if (known.length === 0) apart.push(`${from} ${to}`);
      return known.flatMap((day) => {
        const [rate, back] = [rateOn(day, from, to), rateOn(day, to, from)];
        if (!rate || !back) return [];
        const unit = powerOfTen(getCurrency(from).exponent);
        const amounts = [1n, 2n, 3n, 7n, 99n, unit, 12_345n * unit + 1n, 10n ** 15n + 1n];
        return amounts.flatMap((minor) => faults(rate, back, minor));
      });
    });

    expect(found).toEqual([]);
    expect(pairs).toHaveLength(42 * 41);
    // Lira and leu of old had ended before the rupiah and others were quoted first; all else was quoted together once.
    expect(apart.length).toBeLessThan(pairs.length / 10);
  });

  it('makes nobody richer, on any day, whatever the amount', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...days),
        fc.constantFrom(...pairs),
        fc.bigInt({ min: 1n, max: 10n ** 17n }),
        (day, [from, to], minor) => {
          const [rate, back] = [rateOn(day, from, to), rateOn(day, to, from)];
          if (rate && back) expect(faults(rate, back, minor)).toEqual([]);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});

describe.each(['0', '25'])(
  'quotes at %s basis points, between all currencies of the newest day',
  (spread) => {
    it('give back no more than was paid', async () => {
      const clock = new TestClock();
      clock.set('2026-04-15T12:00:00Z');
      const app = await createTestApp({ clock, env: { CONVERSION_SPREAD_BASIS_POINTS: spread } });
      const ada = await app.register();
      const active = codes.filter(
        (code) => days[0]?.has(code) && !currencies.find((each) => each.code === code)?.endedOn,
      );
      const pairs = active.flatMap((from) =>
        active.filter((to) => to !== from).map((to) => [from, to] as const),
      );
      const richer: string[] = [];

      const goAndReturn = async ([from, to]: readonly [string, string]): Promise<void> => {
        const there = await ada.post('/wallet/quotes', {
          from: { amount: '1000', currency: from },
          to: { currency: to },
        });
        const back = await ada.post('/wallet/quotes', { from: there.body.to, to: { currency: from } });
        const [paid, returned] = [there.body.from, back.body.to].map(
          ({ amount }) => parseMoney(amount, from).minor,
        );
        if (!paid || !returned || returned > paid) richer.push(`${from} ${to}`);
      };
      for (let done = 0; done < pairs.length; done += 30) {
        await Promise.all(pairs.slice(done, done + 30).map(goAndReturn));
      }
      await app.close();

      expect(active.length).toBe(30);
      expect(richer).toEqual([]);
    });
  },
);
