import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { startRedis } from '../../../../tools/redis.mjs';
import { findFreePort } from '../../test/built-api.js';
import { askPrice, DayQuotesScene } from '../../test/day-quotes-scene.js';
import { eventually } from '../../test/eventually.js';
import type { DayQuotes } from './day-quotes.service.js';
import type { LegacyQuote } from './legacy-quotes.provider.js';

let scene: DayQuotesScene;
let port: number;
let redis: Awaited<ReturnType<typeof startRedis>>;
let client: Redis;
const key = 'tradeyard:day-quote:ABC';

beforeAll(async () => {
  port = await findFreePort();
  redis = await startRedis(port);
  client = new Redis(port, '127.0.0.1', { retryStrategy: () => 20 }).on('error', () => undefined);
});
afterAll(async () => {
  client.disconnect();
  await redis.stop();
});
beforeEach(async () => {
  await client.flushall();
  scene = await DayQuotesScene.open();
});
afterEach(async () => {
  await scene.close();
  vi.restoreAllMocks();
});

const isReady = (quotes: DayQuotes) =>
  (quotes as unknown as { shared: { redis: Redis } }).shared.redis.status === 'ready';

async function createReady(): Promise<DayQuotes> {
  const quotes = scene.create({ REDIS_URL: `redis://127.0.0.1:${port}` });
  await eventually(() => expect(isReady(quotes)).toBe(true));
  return quotes;
}

it('one process fetches, and the others have it', async () => {
  const [one, other] = [await createReady(), await createReady()];
  const told: LegacyQuote[] = [];
  other.onFresh((quote) => told.push(quote));
  const { quote } = await one.get('ABC', 'one');
  await eventually(async () => expect(await client.exists(key)).toBe(1));

  const found = await Promise.all([other.get('ABC', 'two'), other.get('ABC', 'three')]);

  expect(found).toEqual([
    { quote, isHit: false },
    { quote, isHit: false },
  ]);
  expect(other.current('ABC')).toEqual(quote);
  expect(told).toEqual([quote]);
  expect(scene.server.lines).toEqual(['ABC,one']);
});

it('a quote is kept there as long as it is valid', async () => {
  scene.skewMs = -15_000;
  const quotes = await createReady();
  await quotes.get('ABC', 'one');
  await eventually(async () => expect(await client.exists(key)).toBe(1));

  const leftMs = await client.pttl(key);
  expect(leftMs).toBeLessThanOrEqual(45_000);
  expect(leftMs).toBeGreaterThan(25_000);
});

it('a clock that is ahead makes no quote valid for longer in another process', async () => {
  const [one, other, third] = [await createReady(), await createReady(), await createReady()];
  scene.skewMs = 3_600_000;
  await one.get('ABC', 'one');
  await eventually(async () => expect(await client.exists(key)).toBe(1));

  scene.clock.advance(60_000);
  expect(await askPrice(other)).toEqual([1, false]);
  scene.clock.advance(1);
  expect(other.current('ABC')).toBeUndefined();
  expect(await askPrice(third)).toEqual([2, true]);
});

it.each([
  ['that is too old', () => `${scene.startMs},9.99,ABC,user,${scene.startMs - 60_001},a2V5`],
  ['of another symbol', () => `${scene.startMs},9.99,XYZ,user,${scene.startMs},a2V5`],
  ['that is malformed', () => `${scene.startMs},-1,ABC,user,${scene.startMs},a2V5`],
  ['that is none', () => '{}'],
])('takes no quote %s from there', async (_, value) => {
  const quotes = await createReady();
  await client.set(key, value());

  expect(await askPrice(quotes)).toEqual([1, true]);
});

it('does without while something else stands there, or Redis does not answer', async () => {
  const warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
  const quotes = await createReady();
  await client.lpush(key, 'a list');
  expect(await askPrice(quotes)).toEqual([1, true]);
  await client.call('client', 'pause', '2000', 'all');

  const begin = performance.now();
  expect(await askPrice(quotes, 'S')).toEqual([2, true]);
  expect(performance.now() - begin).toBeLessThan(1_900);
  expect(warn.mock.calls.length).toBeLessThanOrEqual(2);
});

it('does without while Redis is away, says so once, and goes on by itself', async () => {
  const warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
  const [one, other] = [await createReady(), await createReady()];
  await redis.stop();
  await eventually(() => expect([isReady(one), isReady(other)]).toEqual([false, false]));

  expect(await askPrice(one)).toEqual([1, true]);
  expect(await askPrice(other)).toEqual([2, true]);
  expect(await askPrice(one)).toEqual([1, false]);
  await new Promise((resolve) => setTimeout(resolve, 500)); // it is tried again meanwhile
  expect(warn).toHaveBeenCalledTimes(2); // once for each process

  redis = await startRedis(port);
  await eventually(() => expect([isReady(one), isReady(other)]).toEqual([true, true]));
  expect(await askPrice(one, 'S')).toEqual([3, true]);
  await eventually(async () => expect(await client.exists('tradeyard:day-quote:S')).toBe(1));
  expect(await askPrice(other, 'S')).toEqual([3, false]);
  expect(warn).toHaveBeenCalledTimes(2);
});

it('works from the start without a Redis that is away', async () => {
  vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
  const quotes = scene.create({ REDIS_URL: `redis://127.0.0.1:${await findFreePort()}` });

  expect(await askPrice(quotes)).toEqual([1, true]);
  expect(await askPrice(quotes)).toEqual([1, false]);
});
