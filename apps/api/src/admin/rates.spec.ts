import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestPerson } from '../../test/app.js';
import { bank, dataSet, majors, more, RatesScene } from '../../test/rates-scene.js';

let scene: RatesScene;
let admin: TestPerson;
let ada: TestPerson;
beforeAll(async () => {
  scene = await RatesScene.create();
  admin = await scene.app.register({ displayName: 'Grace Hopper' });
  ada = await scene.app.register();
});
beforeEach(() => scene.reset());
afterAll(() => scene.close());

const get = async (path = '') => (await admin.get(`/admin/rates${path}`)).body;
const refresh = async () => (await admin.post('/admin/rates/refresh')).body;

describe('the overview of rates', () => {
  it('knows what there is before anybody was asked', async () => {
    expect(await get()).toEqual({
      newestDay: '2026-04-13',
      ageDays: 1,
      nextRunAt: '2026-04-14T15:05:00.000Z',
      running: false,
      openQuarantine: 0,
      sources: [
        { name: 'ecb', label: 'ECB', resting: false, newestDay: '2026-04-13', currencies: 29 },
        { name: 'currency-api', label: 'currency-api', resting: false, newestDay: null, currencies: 0 },
      ],
      lastRun: null,
    });
  });

  it('says who gave what at the last time, and when the next one is', async () => {
    const run = await refresh();
    const overview = await get();

    expect(run).toEqual({
      id: expect.any(String),
      reason: 'admin',
      requestedBy: 'grace-hopper',
      startedAt: '2026-04-14T15:00:00.000Z',
      endedAt: '2026-04-14T15:00:00.000Z',
      complete: true,
      sources: [
        {
          name: 'ecb',
          label: 'ECB',
          outcome: 'stored',
          date: '2026-04-14',
          stored: 4,
          quarantined: 0,
          message: null,
        },
        expect.objectContaining({ name: 'currency-api', outcome: 'stored', stored: 4 }),
      ],
    });
    expect(overview).toMatchObject({
      newestDay: '2026-04-14',
      ageDays: 0,
      nextRunAt: '2026-04-15T14:30:00.000Z',
      sources: [
        { name: 'ecb', newestDay: '2026-04-14', currencies: 28 },
        { name: 'currency-api', newestDay: '2026-04-14', currencies: 4 },
      ],
      lastRun: run,
    });
  });

  it('says so while a refresh is under way, and who asks then gets that one', async () => {
    let letGo: () => void = () => undefined;
    const isHeld = new Promise<void>((resolve) => (letGo = resolve));
    scene.server.route({
      ecb: (_, response) => void isHeld.then(() => response.writeHead(404).end()),
      currencyApi: dataSet('2026-04-14', more),
    });
    const [first, second] = [refresh(), refresh()];
    await expect.poll(() => scene.server.requests.length).toBe(1);

    expect((await get()).running).toBe(true);

    letGo();
    const [one, other] = await Promise.all([first, second]);
    expect(other).toEqual(one);
    expect(one.sources).toMatchObject([{ outcome: 'failed', message: 'answered with status 404' }, {}]);
    expect(await get()).toMatchObject({ running: false, nextRunAt: '2026-04-14T15:05:00.000Z' });
  });

  it('never tells a key, whatever goes wrong', async () => {
    scene.server.route({});
    await refresh();

    expect(JSON.stringify([await get(), await get('/runs')])).not.toContain('a-secret-key');
  });
});

it('lists the runs in pages, newest first', async () => {
  const ids = [(await refresh()).id, (await refresh()).id, (await refresh()).id];

  const first = await get('/runs?limit=2');
  const second = await get(`/runs?limit=2&cursor=${first.next}`);

  expect([...first.items, ...second.items].map(({ id }: { id: string }) => id)).toEqual(ids.reverse());
  expect(second.next).toBeNull();
});

describe('the quarantine', () => {
  const putAside = async () => {
    scene.server.route({ ecb: bank({ '2026-04-14': { ...majors, USD: '11.70', CHF: '9.25' } }) });
    await refresh();
    const { items } = await get('/quarantine');
    return items as { id: string; currency: string }[];
  };

  it('lists what was not believed, and takes a decision for each', async () => {
    const [one, two] = await putAside();
    expect((await get()).openQuarantine).toBe(2);

    const accepted = await admin.post(`/admin/rates/quarantine/${one?.id}/accept`);
    const dismissed = await admin.post(`/admin/rates/quarantine/${two?.id}/dismiss`);

    expect(accepted.body).toEqual({
      id: one?.id,
      source: 'ECB',
      currency: 'CHF',
      date: '2026-04-14',
      rate: '9.25',
      lastRate: '0.9242',
      lastDate: '2026-04-13',
      reason: 'jump',
      at: '2026-04-14T15:00:00.000Z',
      status: 'accepted',
      decidedAt: '2026-04-14T15:00:00.000Z',
      decidedBy: 'grace-hopper',
    });
    expect(dismissed.body).toMatchObject({ currency: 'USD', status: 'dismissed', decidedBy: 'grace-hopper' });
    expect(await scene.readRates()).toContain('04-14 CHF 9.25 ECB');
    expect((await get()).openQuarantine).toBe(0);
    expect((await get('/quarantine?status=accepted')).items).toEqual([accepted.body]);
    expect((await get('/quarantine?status=open')).items).toEqual([]);
  });

  it('does not take back what is in use, nor what nobody knows', async () => {
    const [one] = await putAside();
    await admin.post(`/admin/rates/quarantine/${one?.id}/accept`);

    expect((await admin.post(`/admin/rates/quarantine/${one?.id}/accept`)).status).toBe(200);
    expect(await admin.post(`/admin/rates/quarantine/${one?.id}/dismiss`)).toMatchObject({
      status: 422,
      body: { code: 'quarantine_closed', detail: 'The rate of CHF is in use since it was accepted' },
    });
    for (const id of ['01890000-0000-7000-8000-000000000000', 'x', '%27']) {
      for (const action of ['accept', 'dismiss']) {
        const { status, body } = await admin.post(`/admin/rates/quarantine/${id}/${action}`);
        expect([status, body.code]).toEqual([404, 'not_found']);
      }
    }
  });
});

it.each([
  '/quarantine?status=closed',
  '/quarantine?cursor=x',
  '/runs?cursor=x',
  '/runs?limit=0',
  '/runs?status=open',
])('refuses %s', async (path) => {
  expect(await get(path)).toMatchObject({ status: 400, code: 'validation_failed' });
});

it.each([
  ['GET', ''],
  ['POST', '/refresh'],
  ['GET', '/runs'],
  ['GET', '/quarantine'],
  ['POST', '/quarantine/01890000-0000-7000-8000-000000000000/accept'],
  ['POST', '/quarantine/01890000-0000-7000-8000-000000000000/dismiss'],
])('keeps everybody else out of %s /admin/rates%s', async (method, path) => {
  expect((await ada.send(method, `/admin/rates${path}`)).body).toMatchObject({
    status: 403,
    code: 'forbidden',
  });
  expect((await scene.app.anonymous.send(method, `/admin/rates${path}`)).body).toMatchObject({
    status: 401,
    code: 'unauthenticated',
  });
  expect(scene.server.take()).toEqual([]);
});
