import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import type { CandleColumnsDto, CandleDto } from './candles.dto.js';
import { MarketJob } from './market.job.js';

const dayMs = 86_400_000;

const clock = new TestClock();
let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  clock.set('2025-08-29T12:00:00Z');
  app = await createTestApp({ clock });
  app.get(MarketJob).stop();
  ada = await app.register();
});
afterAll(() => app.close());

const ask = async (query: string, symbol = 'BTC-USD') =>
  (await ada.get(`/instruments/${symbol}/candles${query}`)).body;

const until = 'to=2025-08-28';

describe('a page', () => {
  it('says what its candles are of', async () => {
    const { items, ...facts } = await ask(`?${until}&limit=2`);
    expect(items).toHaveLength(2);
    expect(facts).toEqual({
      next: '2023-08-31T00:00:00.000Z',
      interval: '1d',
      stepMs: dayMs,
      thinned: false,
      adjust: 'none',
    });
  });

  it('of columns holds what one of candles does', async () => {
    for (const range of [until, `${until}&limit=3`, `${until}&points=50`, 'to=1990-01-01']) {
      const { items, ...facts } = await ask(`?${range}`);
      const { at, sources, ...columns } = (await ask(`/columns?${range}`)) as CandleColumnsDto;
      const names = ['open', 'high', 'low', 'close', 'volume'] as const;
      expect(columns).toEqual({
        ...facts,
        ...Object.fromEntries(names.map((name) => [name, items.map((item: CandleDto) => item[name])])),
      });
      expect(at).toEqual(items.map((item: CandleDto) => Date.parse(item.at)));
      expect(sources).toEqual(items.length > 0 ? [{ source: 'simulated', count: items.length }] : []);
    }
  });
});

describe('with points', () => {
  it('all candles are joined to weeks that lose nothing', async () => {
    const { items: days } = await ask(`?${until}`);
    const { items: weeks, ...facts } = await ask(`?${until}&points=200`);

    expect(facts).toMatchObject({ next: null, interval: '1d', stepMs: 7 * dayMs, thinned: true });
    expect(weeks).toHaveLength(105);
    for (const [place, week] of weeks.entries()) {
      const startMs = Date.parse(week.at);
      const parts = days.filter(({ at }: CandleDto) => {
        const atMs = Date.parse(at);
        return atMs >= startMs && atMs < startMs + 7 * dayMs;
      });
      expect(new Date(startMs).getUTCDay()).toBe(1);
      expect(parts.length).toBe(place === 0 ? 5 : place === 104 ? 4 : 7);
      expect([week.open, week.close]).toEqual([parts[0].open, parts.at(-1).close]);
      const numbers = (column: 'high' | 'low' | 'volume') =>
        parts.map((part: CandleDto) => Number(part[column]));
      expect(Number(week.high)).toBe(Math.max(...numbers('high')));
      expect(Number(week.low)).toBe(Math.min(...numbers('low')));
      expect(Number(week.volume)).toBe(numbers('volume').reduce((sum: number, each: number) => sum + each));
    }
  });

  it('few enough stay as they are', async () => {
    const range = 'from=2025-08-01&to=2025-08-28';
    const { items, thinned, stepMs } = await ask(`?${range}&points=28`);
    expect([thinned, stepMs, items]).toEqual([false, dayMs, (await ask(`?${range}`)).items]);
  });
});

it.each([
  ['points=9', 'points'],
  ['points=5001', 'points'],
  ['points=many', 'points'],
  ['points=100&limit=5', 'limit'],
  ['points=100&cursor=2025-08-01T00:00:00.000Z', 'cursor'],
  ['adjust=everything', 'adjust'],
  ['interval=2h', 'interval'],
  ['limit=100001', 'limit'],
  ['from=2025-02-30', 'from'],
])('?%s is refused in both forms', async (query, field) => {
  for (const path of ['', '/columns']) {
    const { status, body } = await ada.get(`/instruments/AAPL/candles${path}?${query}`);
    expect([status, body.code, body.errors[0].field]).toEqual([400, 'validation_failed', field]);
  }
});
