import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp } from '../../test/app.js';
import { bank, dataSet, majors, more, RatesScene } from '../../test/rates-scene.js';
import { RateRunsService } from './rate-runs.service.js';
import { RatesJob } from './rates.job.js';

let scene: RatesScene;
beforeAll(async () => {
  scene = await RatesScene.create();
});
beforeEach(() => scene.reset());
afterEach(() => vi.restoreAllMocks());
afterAll(() => scene.close());

describe('the job', () => {
  const quiet = () => ({
    log: vi.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined),
    warn: vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined),
    error: vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined),
  });
  const next = async () =>
    scene.app
      .get(RatesJob)
      .findNextRunAt(await scene.app.get(RateRunsService).findLast())
      .toISOString();

  it('catches up once a day where the time of the refresh has passed, and then rests', async () => {
    const job = scene.app.get(RatesJob);
    await job.catchUp();
    expect(scene.server.take()).toHaveLength(2);
    scene.clock.set('2026-04-15T14:29:00Z'); // a minute to half past four in Frankfurt
    await job.catchUp();
    expect(scene.server.take()).toEqual([]);

    scene.clock.set('2026-04-15T15:05:00Z');
    scene.server.route({ ecb: bank({ '2026-04-15': majors }), currencyApi: dataSet('2026-04-15', more) });
    await job.catchUp();
    await job.catchUp();
    expect(scene.server.take()).toHaveLength(2);
  });

  it('says in one line what came, and when it asks again', async () => {
    const { log, warn } = quiet();

    await scene.app.get(RatesJob).refresh();

    expect(log.mock.calls).toEqual([
      ['ECB is of 2026-04-14: 4 rates stored. currency-api is of 2026-04-14: 4 rates stored'],
    ]);
    expect(warn).not.toHaveBeenCalled();
    expect(await next()).toBe('2026-04-15T14:30:00.000Z');
  });

  it('says calmly how old the rates are when nobody answers, and tries again within the hour', async () => {
    const { warn, error } = quiet();
    scene.server.route({});

    await scene.app.get(RatesJob).refresh();

    expect(warn.mock.calls).toEqual([
      [
        'ECB answered with status 503. currency-api answered with status 503. ' +
          'The newest rates in use are of 2026-04-13, 1 day old; the next try is within an hour.',
      ],
    ]);
    expect(await next()).toBe('2026-04-14T15:05:00.000Z');
    scene.clock.set('2026-04-14T16:05:00Z');
    scene.server.route({ ecb: bank({ '2026-04-14': majors }), currencyApi: dataSet('2026-04-14', more) });
    await scene.app.get(RatesJob).catchUp();
    expect(await scene.readRates()).toHaveLength(8);
    expect(error).not.toHaveBeenCalled();
  });

  it('asks every hour while the bank is late', async () => {
    const { warn } = quiet();
    scene.server.route({ ecb: bank({ '2026-04-13': majors }), currencyApi: dataSet('2026-04-14', more) });
    await scene.app.get(RatesJob).refresh();

    expect(warn.mock.calls[0]?.[0]).toMatch(
      /^ECB has no rates after 2026-04-13 yet\. currency-api is of 2026-04-14/,
    );
    scene.clock.set('2026-04-14T16:05:00Z');
    scene.server.route({ ecb: bank({ '2026-04-14': majors }) });
    await scene.app.get(RatesJob).catchUp();
    expect((await scene.readRates()).filter((text) => text.endsWith('ECB'))).toHaveLength(4);
  });

  it('survives a database that is away', async () => {
    const { error } = quiet();
    vi.spyOn(DataSource.prototype, 'createQueryRunner').mockImplementation(() => {
      throw new Error('no connection');
    });

    await scene.app.get(RatesJob).refresh();

    expect(error).toHaveBeenCalledTimes(1);
  });

  it('keeps records for a season', async () => {
    quiet();
    await scene.app.get(RatesJob).refresh();
    scene.clock.set('2026-07-20T15:00:00Z');
    await scene.app.get(RatesJob).refresh();

    expect((await scene.app.get(RateRunsService).list({ limit: 10 })).items).toHaveLength(1);
  });

  it('catches up at boot without keeping the server waiting, and stops with it', async () => {
    let asked: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    scene.server.answer = () => asked(); // and never answers

    const late = await createTestApp({ clock: scene.clock, env: scene.server.env });

    expect((await late.anonymous.get('/currencies')).status).toBe(200);
    await isAsked;
    const startedAt = Date.now();
    await late.close();
    expect(Date.now() - startedAt).toBeLessThan(8_000);
  }, 30_000);
});
