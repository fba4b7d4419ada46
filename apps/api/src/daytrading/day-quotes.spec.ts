import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askPrice, DayQuotesScene } from '../../test/day-quotes-scene.js';
import type { LinePlay } from '../../test/line-server.js';
import { quoteValidMs } from './day-quotes.service.js';

let scene: DayQuotesScene;

beforeEach(async () => {
  scene = await DayQuotesScene.open();
});
afterEach(async () => {
  await scene.close();
  vi.restoreAllMocks();
});

describe('a quote', () => {
  it('is fetched once and then known, for whoever asks', async () => {
    const quotes = scene.create();
    expect(quotes.current('ABC')).toBeUndefined();

    const { quote, isHit } = await quotes.get('ABC', 'one');

    expect(isHit).toBe(true);
    expect(quote).toEqual({
      ...{ symbol: 'ABC', price: 1n, priceText: '0.01', user: 'one' },
      ...{ quotedAtMs: scene.startMs, cryptoKey: 'a2V5' },
    });
    expect(quotes.current('ABC')).toBe(quote);
    expect(await quotes.get('ABC', 'two')).toEqual({ quote, isHit: false });
    expect(await askPrice(quotes, 'S')).toEqual([2, true]);
    expect(scene.server.lines).toEqual(['ABC,one', 'S,user']);
  });

  it.each([
    ['to the last millisecond', 60_000, [1, false]],
    ['and no longer', 60_001, [2, true]],
  ])('is valid for a minute from its own time, %s', async (_, ageMs, expected) => {
    const quotes = scene.create();
    scene.skewMs = -10_000; // it was on its way for so long
    await quotes.get('ABC', 'user');
    scene.skewMs = 0;

    scene.clock.set(new Date(scene.startMs - 10_000 + ageMs));

    expect(quotes.current('ABC')?.price).toBe(ageMs > quoteValidMs ? undefined : 1n);
    expect(await askPrice(quotes)).toEqual(expected);
  });

  it.each([
    ['to the last millisecond', 60_000, [1, false]],
    ['and no longer', 60_001, [2, true]],
  ])('of a clock that is ahead is valid for a minute from its arrival, %s', async (_, afterMs, expected) => {
    const quotes = scene.create();
    scene.skewMs = 3_600_000;
    await quotes.get('ABC', 'user');

    scene.clock.advance(afterMs);

    expect(await askPrice(quotes)).toEqual(expected);
  });

  it('of a clock that is behind serves those who asked for it, and the log says so once', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const quotes = scene.create();
    scene.skewMs = -60_001;

    expect(await Promise.all([askPrice(quotes), askPrice(quotes)])).toEqual([
      [1, true],
      [1, false],
    ]);
    expect(quotes.current('ABC')).toBeUndefined();
    expect(await askPrice(quotes)).toEqual([2, true]);
    expect(warn).toHaveBeenCalledOnce();
  });

  it('that is not valid any more takes no room', async () => {
    const quotes = scene.create();
    const { memory } = quotes as unknown as { memory: Map<string, unknown> };
    const known = () => [...memory.keys()];
    for (const symbol of ['A', 'B', 'C']) {
      await quotes.get(symbol, 'user');
      scene.clock.advance(20_000);
    }
    expect(known()).toEqual(['A', 'B', 'C']);

    scene.clock.advance(1);
    await quotes.get('D', 'user');
    expect(known()).toEqual(['B', 'C', 'D']);

    scene.clock.advance(60_000);
    await quotes.get('C', 'user');
    expect(known()).toEqual(['D', 'C']);
  });
});

describe('who asks at the same time', () => {
  it('shares one question for each symbol, and one of them has made the hit', async () => {
    const quotes = scene.create();
    const asked = Array.from({ length: 30 }, (_, index) => (index % 3 === 2 ? 'S' : 'ABC'));

    const found = await Promise.all(asked.map((symbol, index) => quotes.get(symbol, `user${index}`)));

    expect(scene.server.lines.toSorted()).toEqual(['ABC,user0', 'S,user2']);
    expect(found.flatMap(({ isHit }, index) => (isHit ? [index] : []))).toEqual([0, 2]);
    expect(new Set(found.map(({ quote }) => quote)).size).toBe(2);
    expect(found.every(({ quote }, index) => quote.symbol === asked[index])).toBe(true);
  });

  it('shares its failure, which is not remembered', async () => {
    const fail: LinePlay = (socket) => socket.end();
    scene.server.plays = [fail, fail, fail, scene.answer];
    const quotes = scene.create();

    const failed = await Promise.allSettled([quotes.get('ABC', 'one'), quotes.get('ABC', 'two')]);

    expect(failed).toEqual(
      [1, 2].map(() => ({
        status: 'rejected',
        reason: expect.objectContaining({ code: 'quote_unavailable' }),
      })),
    );
    expect(scene.server.lines).toHaveLength(3);
    expect(await askPrice(quotes)).toEqual([4, true]);
  });
});

it('fails for whom the server cannot be asked for, and for nobody else who asks at the time', async () => {
  const quotes = scene.create();
  const [odd, even] = await Promise.allSettled([askPrice(quotes, 'ABC', 'a,b'), askPrice(quotes)]);

  expect(odd).toMatchObject({ reason: { code: 'quote_unavailable' } });
  expect(even).toEqual({ status: 'fulfilled', value: [1, true] });
});

it('tells of each new quote, once, before anybody has it', async () => {
  const error = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
  const quotes = scene.create();
  const told: string[] = [];
  quotes.onFresh(() => {
    throw new Error('a listener that fails');
  });
  quotes.onFresh(({ symbol, price }) => told.push(`${symbol} ${price}`));

  await Promise.all([quotes.get('ABC', 'one'), quotes.get('ABC', 'two')]).then(() => told.push('had'));
  await quotes.get('ABC', 'three');
  scene.clock.advance(60_001);
  await quotes.get('ABC', 'one');

  expect(told).toEqual(['ABC 1', 'had', 'ABC 2']);
  expect(error).toHaveBeenCalledTimes(2);
});

it('says that no server is set', async () => {
  await expect(scene.create({ QUOTE_SERVER: '' }).get('ABC', 'user')).rejects.toMatchObject({
    code: 'quote_unavailable',
    message: expect.stringContaining('QUOTE_SERVER is not set'),
  });
});
