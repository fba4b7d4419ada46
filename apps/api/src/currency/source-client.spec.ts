import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, TestPatience } from '../../test/app.js';
import { currencyApiFile, ecbDocument, openExchangeRates, say } from '../../test/rate-server.js';
import { bank, majors, more, never, RatesScene } from '../../test/rates-scene.js';
import { Config } from '../platform/config.js';
import { CurrencyApiProvider } from './currency-api.provider.js';
import { EcbProvider } from './ecb.provider.js';
import { RatesJob } from './rates.job.js';
import { RatesRefreshService } from './rates-refresh.service.js';

let scene: RatesScene;
beforeAll(async () => {
  scene = await RatesScene.create();
});
beforeEach(() => scene.reset());
afterAll(() => scene.close());

it('is asked at its other address when the first one fails', async () => {
  const [first = ''] = scene.app.get(Config).currencyApiUrls;
  const config = { ...scene.app.get(Config), currencyApiUrls: [first, first.replace('@', '-mirror@')] };
  const source = new CurrencyApiProvider(config, new TestPatience(), scene.clock);
  scene.server.answer = (request, response) => {
    const isMirror = request.url?.includes('-mirror') ?? false;
    response.writeHead(isMirror ? 200 : 404).end(isMirror ? currencyApiFile('2026-04-14', more) : '');
  };

  expect(await source.fetchDays(['2026-04-14'], never)).toHaveLength(1);
  expect(scene.server.take()).toEqual([
    '/currency-api@latest/v1/currencies/eur.min.json',
    '/currency-api-mirror@latest/v1/currencies/eur.min.json',
  ]);
});

it('gets its key, which stands in nothing that is said or written about it', async () => {
  const lines = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const errors = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const app = await createTestApp({
    clock: scene.clock,
    env: { ...scene.server.env, RATE_SOURCES: 'open-exchange-rates' },
  });
  const ask = () => app.get(RatesRefreshService).refresh({ reason: 'admin' }, never);
  const runs: unknown[] = [];
  for (const answer of [
    say('{"error":true,"message":"invalid_app_id a-secret-key"}', 401),
    say('a-secret-key'),
    say('', 302, { location: 'http://127.0.0.1:1/?app_id=a-secret-key' }),
    say(openExchangeRates('2026-04-10', { a: '1' })),
  ]) {
    scene.server.answer = answer;
    runs.push(await ask());
  }
  const records = await app.query('select * from rate_run');
  await app.get(RatesJob).refresh();
  await app.close();
  const written = JSON.stringify([lines.mock.calls.map(String), errors.mock.calls.map(String)]);
  vi.restoreAllMocks();

  expect(scene.server.take()).toContain('/oxr/latest.json?app_id=a-secret-key');
  expect(records.length).toBeGreaterThanOrEqual(4);
  expect(JSON.stringify([runs, records])).not.toContain('a-secret-key');
  expect(written).not.toContain('a-secret-key');
});

describe('a source that fails again and again', () => {
  const patience = Object.assign(new TestPatience(), { failuresMax: 4, restMs: 300 });

  it('is left alone for a while, and comes back', async () => {
    const ecb = new EcbProvider(scene.app.get(Config), patience, scene.clock);
    const ask = () => ecb.fetchDays(['2026-04-14'], never);
    scene.server.route({ ecb: say('', 500) });
    await expect(ask()).rejects.toThrow('status 500');
    expect([ecb.isResting, scene.server.take().length]).toEqual([false, 3]);

    await expect(ask()).rejects.toThrow('left alone');
    expect([ecb.isResting, scene.server.take().length]).toEqual([true, 1]);
    await expect(ask()).rejects.toThrow('left alone');
    expect(scene.server.take()).toEqual([]);

    await new Promise((resolve) => setTimeout(resolve, patience.restMs));
    await expect(ask()).rejects.toThrow('left alone');
    expect([ecb.isResting, scene.server.take().length]).toEqual([true, 1]); // one try, and it rests again

    await new Promise((resolve) => setTimeout(resolve, patience.restMs));
    scene.server.route({ ecb: bank({ '2026-04-14': majors }) });
    expect(await ask()).toHaveLength(1);
    expect(ecb.isResting).toBe(false);
  });

  it('does not rest because of what it says, only because it says nothing', async () => {
    const ecb = new EcbProvider(scene.app.get(Config), patience, scene.clock);
    scene.server.route({ ecb: say(ecbDocument({ '2026-04-14': { USD: '1' } })) });
    for (let time = 0; time < 6; time += 1)
      await expect(ecb.fetchDays(['2026-04-14'], never)).rejects.toThrow('without a rate for JPY');

    expect(ecb.isResting).toBe(false);
  });

  it('is waited for no longer than the server runs', async () => {
    const ecb = new EcbProvider(
      scene.app.get(Config),
      Object.assign(new TestPatience(), { firstRetryMs: 60_000, retryMsMax: 60_000 }),
      scene.clock,
    );
    scene.server.route({ ecb: say('', 500) });
    const stop = new AbortController();
    const asked = ecb.fetchDays(['2026-04-14'], stop.signal);
    setTimeout(() => stop.abort(new Error('stopping')), 100);

    await expect(asked).rejects.toThrow('stopping');
  });
});
