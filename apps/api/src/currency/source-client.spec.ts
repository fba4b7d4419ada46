import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestPatience } from '../../test/app.js';
import { ecbDocument, say } from '../../test/rate-server.js';
import { bank, majors, never, RatesScene } from '../../test/rates-scene.js';
import { Config } from '../platform/config.js';
import { EcbProvider } from './ecb.provider.js';

let scene: RatesScene;
beforeAll(async () => {
  scene = await RatesScene.create();
});
beforeEach(() => scene.reset());
afterAll(() => scene.close());

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
