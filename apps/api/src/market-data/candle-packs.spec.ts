import { parseDecimal } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { CandlePacksService } from './candle-packs.service.js';
import { CandleWriterService } from './candle-writer.service.js';
import { CandlesJob } from './candles.job.js';
import { MarketJob } from './market.job.js';

const minuteMs = 60_000;
const beginMs = Date.parse('2025-08-25T13:30:00Z');

const clock = new TestClock();
let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  clock.set('2025-08-28T02:00:00Z');
  app = await createTestApp({ clock });
  app.get(MarketJob).stop();
  app.get(CandlesJob).stop();
  await app.get(CandlesJob).lookAfterTables();
  ada = await app.register();
  // Sessions of six and a half hours on three days, and nothing in between.
  await writeMinutes(
    Array.from({ length: 3 * 390 }, (_, index) => index + Math.floor(index / 390) * (1_440 - 390)),
  );
});
afterAll(() => app.close());

async function writeMinutes(places: readonly number[], close = 100): Promise<void> {
  const minutes = places.map((place) => ({
    symbol: 'AAPL',
    candle: {
      at: new Date(beginMs + place * minuteMs),
      open: parseDecimal('100.50'),
      high: parseDecimal(String(200 + (place % 97))),
      low: parseDecimal(String(1 + (place % 89))),
      close: parseDecimal(String(close)),
      volume: parseDecimal('0.5'),
      source: 'imported' as const,
    },
  }));
  const writer = app.get(CandleWriterService);
  await writer.makeRoom(
    '1m',
    minutes.map(({ candle }) => candle.at.getTime()),
  );
  await app.get(DataSource).transaction((manager) => writer.writeMinutes(manager, minutes, 'overrule'));
}

const ask = async (query: string) => {
  const { body } = await ada.get(`/instruments/AAPL/candles${query}`);
  return body;
};
const questions = [
  ...['?interval=1m&limit=10000', '?interval=1m&limit=390', '?interval=1m&limit=1', '/columns?interval=1m'],
  '?interval=1m&from=2025-08-25T19:50:00Z&to=2025-08-26T13:40:00Z',
  '?interval=1m&from=2025-08-26T13:30:00Z&to=2025-08-26T13:30:00Z',
  '?interval=1m&from=2025-08-26T00:00:00Z&to=2025-08-26T13:29:59Z',
  '?interval=1m&cursor=2025-08-25T19:59:00.000Z&limit=5',
  '?interval=1m&points=100',
  '?interval=1h',
  '?interval=1d&limit=10000',
];
const packed = () =>
  app.query(
    `select "interval", at, count from candle_pack where symbol = 'AAPL' and "interval" in ('1m', '1d') order by 1, 2`,
  );

describe('packs', () => {
  it('hold what is complete, and every answer stays what it was', async () => {
    const before = await Promise.all(questions.map(ask));
    expect(await app.get(CandlePacksService).packDue(clock.now())).toBeGreaterThan(0);
    const counts = (await packed()).map(({ interval, at, count }) => [
      interval,
      at.toISOString().slice(0, 10),
      count,
    ]);
    expect(counts.filter(([interval]) => interval === '1m')).toEqual([
      ['1m', '2025-08-25', 390],
      ['1m', '2025-08-26', 390],
      ['1m', '2025-08-27', 390],
    ]);
    expect(counts.filter(([interval]) => interval === '1d').length).toBeGreaterThan(0);
    expect(await Promise.all(questions.map(ask))).toEqual(before);
    expect(await app.get(CandlePacksService).packDue(clock.now())).toBe(0);
  });

  it('are gone through page by page without a loss', async () => {
    const all = (await ask('?interval=1m&limit=10000')).items;
    expect(all).toHaveLength(1_170);
    const paged: unknown[] = [];
    for (let cursor = '2000-01-01'; cursor;) {
      const { items, next } = await ask(`?interval=1m&limit=217&cursor=${cursor}`);
      paged.push(...items);
      cursor = next;
    }
    expect(paged).toEqual(all);
  });

  it('change with the candles that are written after them, and with what those roll up to', async () => {
    await writeMinutes([1, 500], 150);
    const { items } = await ask('?interval=1m&from=2025-08-25T13:31:00Z&to=2025-08-25T21:50:00Z&limit=1000');
    expect([items[0].close, items.at(-1)]).toEqual([
      '150',
      expect.objectContaining({ at: '2025-08-25T21:50:00.000Z' }),
    ]);
    expect((await ask('?interval=1h&from=2025-08-25T21:00:00Z&limit=1')).items).toEqual([
      expect.objectContaining({
        at: '2025-08-25T21:00:00.000Z',
        close: '150',
        volume: '0.5',
        source: 'imported',
      }),
    ]);
  });

  it('are read where a long history is asked for, by index and without the tables of other times', async () => {
    const plan = await app.query(
      `explain select * from candle where symbol = 'AAPL' and "interval" = '1m'
         and at between '2025-08-25' and '2025-08-26' order by at limit 100`,
    );
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toContain('candle_1m_20250825');
    expect(text).toMatch(/Index (Only )?Scan|Bitmap Index Scan/);
    expect(text).not.toMatch(/candle_1d|candle_1h|candle_1m_20250901/);
  });
});
