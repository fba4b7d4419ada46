import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bank, dataSet, majors, more, RatesScene } from '../../test/rates-scene.js';
import { RateQuarantineService } from './rate-quarantine.service.js';

let scene: RatesScene;
beforeAll(async () => {
  scene = await RatesScene.create();
});
beforeEach(() => scene.reset());
afterAll(() => scene.close());

describe('a rate in quarantine', () => {
  const wrong = { ...majors, USD: '11.70' };
  const list = async () => (await scene.app.get(RateQuarantineService).list({ limit: 50 })).items;
  const putAside = async () => {
    scene.server.route({ ecb: bank({ '2026-04-14': wrong }) });
    await scene.refresh();
    const [rate] = await list();
    if (!rate) throw new Error('Nothing is in quarantine');
    return rate;
  };
  const by = '01890000-0000-7000-8000-000000000001';
  const decide = (id: string, decision: 'accepted' | 'dismissed') =>
    scene.app.get(RateQuarantineService).decide(id, decision, by);

  it('says what it is and what was known before', async () => {
    expect(await putAside()).toMatchObject({
      source: 'ECB',
      currency: 'USD',
      date: '2026-04-14',
      perEuro: '11.70',
      lastPerEuro: '1.1684',
      lastDate: '2026-04-13',
      reason: 'jump',
      status: 'open',
      at: scene.clock.now(),
      decidedBy: null,
    });
    expect((await scene.readRates()).filter((text) => text.includes('USD'))).toEqual([]);
  });

  it('stays one however often the source repeats it, and becomes another when that says something else', async () => {
    const { id } = await putAside();
    await putAside();
    expect((await list()).map((rate) => rate.id)).toEqual([id]);

    await decide(id, 'dismissed');
    expect(await putAside()).toMatchObject({ id, status: 'dismissed' });
    scene.server.route({ ecb: bank({ '2026-04-14': { ...majors, USD: '117.0' } }) });
    await scene.refresh();
    expect(await list()).toMatchObject([{ id, status: 'open', perEuro: '117.0', decidedBy: null }]);
  });

  it('counts from the moment in which it is accepted, and then is what later ones are measured by', async () => {
    const { id } = await putAside();

    expect(await decide(id, 'accepted')).toMatchObject({
      status: 'accepted',
      decidedBy: by,
      decidedAt: scene.clock.now(),
    });
    expect(await scene.readRates()).toContain('04-14 USD 11.7 ECB');
    expect(await decide(id, 'accepted')).toMatchObject({ status: 'accepted' });
    await expect(decide(id, 'dismissed')).rejects.toMatchObject({ code: 'quarantine_closed' });

    scene.clock.set('2026-04-15T15:00:00Z');
    scene.server.route({ ecb: bank({ '2026-04-15': { ...majors, USD: '11.72' } }) });
    expect(await scene.refresh()).toMatchObject({ sources: [{ stored: 4, quarantined: 0 }, {}] });
  });

  it('can be dismissed, and accepted after all', async () => {
    const { id } = await putAside();

    await decide(id, 'dismissed');
    expect((await scene.readRates()).filter((text) => text.includes('USD'))).toEqual([]);
    await decide(id, 'accepted');
    expect(await scene.readRates()).toContain('04-14 USD 11.7 ECB');
  });

  it('that was dismissed stays out once there is a later one', async () => {
    const { id } = await putAside();
    await decide(id, 'dismissed');
    scene.clock.set('2026-04-15T15:30:00Z');
    scene.server.route({ ecb: bank({ '2026-04-15': majors }) });
    await scene.refresh();

    await expect(decide(id, 'accepted')).rejects.toMatchObject({ code: 'quarantine_closed' });
    expect((await scene.readRates()).filter((text) => text.startsWith('04-14 USD'))).toEqual([]);
  });

  it('takes the place of what another source said for that day when it is accepted', async () => {
    scene.server.route({ ecb: bank({ '2026-04-14': wrong }), currencyApi: dataSet('2026-04-14', more) });
    await scene.refresh();
    expect(await scene.readRates()).toContain('04-14 USD 1.17 currency-api');
    const [rate] = await list();

    await decide(rate?.id ?? '', 'accepted');

    expect((await scene.readRates()).filter((text) => text.includes('USD'))).toEqual(['04-14 USD 11.7 ECB']);
  });

  it.each([
    ['corrected by its source on the same day', '2026-04-14'],
    ['followed by one that can be believed', '2026-04-15'],
  ])('is settled when it is %s', async (_, day) => {
    const { id } = await putAside();
    scene.clock.set(`${day}T15:30:00Z`);
    scene.server.route({ ecb: bank({ [day]: majors }) });
    await scene.refresh();

    expect(await list()).toMatchObject([
      { id, status: 'settled', decidedBy: null, decidedAt: scene.clock.now() },
    ]);
    await expect(decide(id, 'accepted')).rejects.toMatchObject({ code: 'quarantine_closed' });
  });

  it('makes room for a newer one of the same currency', async () => {
    await putAside();
    scene.clock.set('2026-04-15T15:00:00Z');
    scene.server.route({ ecb: bank({ '2026-04-15': wrong }) });
    await scene.refresh();

    expect((await list()).map(({ date, status }) => [date, status])).toEqual([
      ['2026-04-15', 'open'],
      ['2026-04-14', 'settled'],
    ]);
  });
});
