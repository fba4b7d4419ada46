import { addDays, isTargetDay } from '@tradeyard/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp } from '../../test/app.js';
import { currencyApiFile, say } from '../../test/rate-server.js';
import { bank, dataSet, majors, more, never, RatesScene } from '../../test/rates-scene.js';
import { RatesJob } from './rates.job.js';
import { RatesRefreshService } from './rates-refresh.service.js';

let scene: RatesScene;
beforeAll(async () => {
  scene = await RatesScene.create();
});
beforeEach(() => scene.reset());
afterAll(() => scene.close());

const ofBank = (day: string) => [
  `${day} CHF 0.925 ECB`,
  `${day} GBP 0.871 ECB`,
  `${day} JPY 187.1 ECB`,
  `${day} USD 1.17 ECB`,
];

describe('several sources', () => {
  it('are asked in their order, and each gives what the ones before it have not', async () => {
    const run = await scene.refresh();

    expect(run).toMatchObject({
      reason: 'admin',
      complete: true,
      sources: [
        { name: 'ecb', label: 'ECB', outcome: 'stored', date: '2026-04-14', stored: 4, quarantined: 0 },
        { name: 'currency-api', outcome: 'stored', date: '2026-04-14', stored: 4, message: null },
      ],
    });
    expect((await scene.readRates()).filter((text) => text.endsWith('currency-api'))).toEqual([
      '04-14 AED 4.2969 currency-api',
      '04-14 BTC 0.000019 currency-api',
      '04-14 DOGE 9.25 currency-api',
      '04-14 TRY 52.3 currency-api',
    ]);
    expect(scene.server.take()).toEqual([
      '/ecb/eurofxref-daily.xml',
      '/currency-api@latest/v1/currencies/eur.min.json',
    ]);
  });

  it.each([
    ['is away', say('', 503), 'failed'],
    ['says what cannot be', bank({ '2026-04-20': majors }), 'refused'],
  ])('hand on what one of them should have given when it %s, until it does', async (_, answer, outcome) => {
    scene.server.route({ ecb: answer, currencyApi: dataSet('2026-04-14', more) });
    expect(await scene.refresh()).toMatchObject({
      complete: false,
      sources: [{ outcome }, { outcome: 'stored', stored: 8 }],
    });
    expect(await scene.readRates()).toContain('04-14 USD 1.17 currency-api');

    scene.server.route({
      ecb: bank({ '2026-04-14': majors }),
      currencyApi: dataSet('2026-04-14', { ...more, USD: '1.1699' }),
    });
    expect(await scene.refresh()).toMatchObject({ complete: true, sources: [{ stored: 4 }, { stored: 0 }] });
    const rates = await scene.readRates();
    expect(ofBank('04-14').filter((rate) => !rates.includes(rate))).toEqual([]);
    expect(rates.filter((text) => text.includes('USD'))).toHaveLength(1);
  });

  it('are both asked when one has a rate that is put aside, though the other was asked today', async () => {
    scene.server.route({ ecb: say('', 503), currencyApi: dataSet('2026-04-14', more) });
    await scene.refresh();
    await scene.app.query(`delete from rate where date > '2026-04-13' and currency = 'USD'`);
    scene.server.route({
      ecb: bank({ '2026-04-14': { ...majors, USD: '11.7' } }),
      currencyApi: dataSet('2026-04-14', more),
    });

    await scene.app.query('delete from rate_run');
    const run = await scene.refresh('schedule');

    expect(run).toMatchObject({ complete: true, sources: [{ stored: 3, quarantined: 1 }, { stored: 1 }] });
    expect(await scene.readRates()).toContain('04-14 USD 1.17 currency-api');
  });

  it('do not mix on a day on which only one of them publishes', async () => {
    scene.clock.set('2026-04-18T15:00:00Z'); // a Saturday
    scene.server.route({
      ecb: bank({ '2026-04-17': { ...majors, SEK: '10.9' } }),
      currencyApi: dataSet('2026-04-18', more),
    });
    await scene.refresh();

    expect(await scene.readRates('2026-04-18')).toEqual([
      '04-18 AED 4.2969 currency-api',
      '04-18 BTC 0.000019 currency-api',
      '04-18 DOGE 9.25 currency-api',
      '04-18 TRY 52.3 currency-api',
    ]);
  });

  it('leave what a better one said of a day that they catch up on', async () => {
    await scene.refresh();
    await scene.app.query(`delete from rate where source = 'currency-api' and currency <> 'AED'`);
    await scene.app.query(`update rate set date = '2026-04-13' where source = 'currency-api'`);
    await scene.app.query(`insert into rate values ('TRY', '2026-04-14', 52.25, 'ECB')`);
    scene.clock.set('2026-04-15T15:00:00Z');
    scene.server.route({
      ecb: bank({ '2026-04-15': majors }),
      currencyApi: (request, response) =>
        response.end(currencyApiFile(request.url?.includes('@latest') ? '2026-04-15' : '2026-04-14', more)),
    });
    await scene.refresh();

    const lira = (await scene.readRates()).filter((text) => text.includes('TRY'));
    expect(lira).toEqual(['04-14 TRY 52.25 ECB', '04-15 TRY 52.3 currency-api']);
  });

  it('all away leave what is here as it is', async () => {
    scene.server.route({});
    const run = await scene.refresh();

    expect(run?.complete).toBe(false);
    expect(run?.sources.map(({ message }) => message)).toEqual([
      'answered with status 503',
      'answered with status 503',
    ]);
    expect(await scene.readRates()).toEqual([]);
  });

  it('are left alone on a day on which all is here', async () => {
    await scene.refresh('schedule');
    scene.server.take();
    scene.clock.advance(3_600_000);

    expect(await scene.refresh('schedule')).toMatchObject({
      complete: true,
      sources: [{ outcome: 'up_to_date' }, { outcome: 'up_to_date' }],
    });
    expect(scene.server.take()).toEqual([]);
  });

  it('correct what they said before', async () => {
    await scene.refresh();
    scene.server.route({ ecb: bank({ '2026-04-14': { ...majors, USD: '1.1701' } }) });

    expect(await scene.refresh()).toMatchObject({ sources: [{ outcome: 'stored', stored: 1 }, {}] });
    expect(await scene.readRates()).toContain('04-14 USD 1.1701 ECB');
  });

  it('supply a coin that no instrument trades', async () => {
    await scene.refresh();
    const ada = await scene.app.register();

    const { body } = await ada.get('/rates?base=EUR');
    const bitcoin = await ada.get('/rates?base=BTC');

    const rates = Object.fromEntries(body.items.map((item: { currency: string }) => [item.currency, item]));
    expect(rates['DOGE']).toMatchObject({ rate: '9.25', date: '2026-04-14', source: 'currency-api' });
    // Bitcoin is traded here: what its market says counts.
    expect(bitcoin.body.items).toContainEqual(
      expect.objectContaining({ currency: 'USD', source: 'simulated' }),
    );
    expect(rates['AED']).toMatchObject({ rate: '4.2969', date: '2026-04-14', source: 'currency-api' });
    expect(rates['USD']).toMatchObject({ rate: '1.17', source: 'ECB' });
    expect(rates['SEK']).toMatchObject({ rate: '10.892', date: '2026-04-13', source: 'ECB' });
  });
});

describe('after downtime', () => {
  const daysOf = (first: string, last: string): string[] => {
    const days: string[] = [];
    for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
    return days;
  };
  const history = (first: string, last: string) =>
    bank(
      Object.fromEntries(
        daysOf(first, last)
          .filter(isTargetDay)
          .reverse()
          .map((day) => [day, majors]),
      ),
    );

  it.each([
    ['some days', '2026-04-21T15:00:00Z', '2026-04-21', 6, 'eurofxref-hist-90d.xml'],
    ['half a year', '2026-10-13T15:00:00Z', '2026-10-13', 130, 'eurofxref-hist.xml'],
  ])('of %s the bank gives all working days that were missed', async (_, now, last, days, file) => {
    scene.clock.set(now);
    scene.server.route({ ecb: history('2026-01-02', last), currencyApi: dataSet(last, more) });

    const run = await scene.refresh();

    expect(run?.sources[0]).toMatchObject({ outcome: 'stored', stored: days * 4 });
    expect(scene.server.take()[0]).toBe(`/ecb/${file}`);
    expect(
      await scene.app.query(`select distinct date from rate where source = 'ECB' and date > '2026-04-13'`),
    ).toHaveLength(days);
    await scene.app.query('delete from rate_run');
    scene.clock.advance(3_600_000);
    await scene.refresh('catch_up');
    expect(scene.server.take().filter((path) => path.startsWith('/ecb'))).toEqual([]);
  });

  it('the data set gives its days one by one, as far back as it is asked', async () => {
    await scene.refresh();
    scene.server.take();
    scene.clock.set('2026-06-30T15:00:00Z');
    const dayOfPath = (path: string) => /@([^/]+)/.exec(path)?.[1] ?? '';
    scene.server.route({
      ecb: say('', 503),
      currencyApi: (request, response) => {
        const day = dayOfPath(request.url ?? '');
        if (day === '2026-06-10') response.writeHead(404).end();
        else response.end(currencyApiFile(day === 'latest' ? '2026-06-30' : day, more));
      },
    });

    const run = await scene.refresh();

    expect(run?.sources[1]).toMatchObject({ outcome: 'stored', stored: 30 * 8 });
    const asked = scene.server
      .take()
      .filter((path) => path.startsWith('/currency-api'))
      .map(dayOfPath);
    expect(asked).toEqual(['latest', ...daysOf('2026-05-31', '2026-06-29').reverse()]);
    await scene.refresh();
    expect(
      scene.server
        .take()
        .filter((path) => path.startsWith('/currency-api'))
        .map(dayOfPath),
    ).toEqual(['latest', '2026-06-10']);
  });

  it('a day on which a source was away is asked for later, between days that are here', async () => {
    await scene.refresh();
    scene.clock.set('2026-04-15T15:00:00Z');
    scene.server.route({ ecb: bank({ '2026-04-15': majors }) });
    await scene.refresh();
    scene.clock.set('2026-04-16T15:00:00Z');
    scene.server.take();
    scene.server.route({
      ecb: bank({ '2026-04-16': majors }),
      currencyApi: (request, response) =>
        response.end(
          currencyApiFile(request.url?.includes('@2026-04-15') ? '2026-04-15' : '2026-04-16', more),
        ),
    });

    await scene.refresh();

    expect(scene.server.take().slice(1)).toEqual([
      '/currency-api@latest/v1/currencies/eur.min.json',
      '/currency-api@2026-04-15/v1/currencies/eur.min.json',
    ]);
    expect(await scene.readRates()).toContain('04-15 AED 4.2969 currency-api');
  });
});

describe('two processes', () => {
  it('refresh once between them, and an administrator waits for what the other one finds', async () => {
    const other = await createTestApp({
      clock: scene.clock,
      databaseUrl: scene.app.databaseUrl,
      env: scene.server.env,
    });
    await other.get(RatesRefreshService).whenIdle();
    await scene.app.query('delete from rate_run');
    await scene.app.query(`delete from rate where date > '2026-04-13'`);
    scene.server.take();
    let letGo: () => void = () => undefined;
    const isHeld = new Promise<void>((resolve) => (letGo = resolve));
    const answer = bank({ '2026-04-14': majors });
    scene.server.route({
      ecb: (request, response) => void isHeld.then(() => answer(request, response)),
      currencyApi: dataSet('2026-04-14', more),
    });

    const first = scene.refresh('schedule');
    const again = scene.refresh('schedule');
    await expect.poll(() => scene.server.requests.length).toBe(1);
    expect(await other.get(RatesRefreshService).refresh({ reason: 'schedule' }, never)).toBeUndefined();
    const waiting = other.get(RatesJob).refreshFor('01890000-0000-7000-8000-000000000001');
    letGo();

    const [run, same, seen] = await Promise.all([first, again, waiting]);
    expect(run?.complete).toBe(true);
    expect([same?.id, seen.id]).toEqual([run?.id, run?.id]);
    expect(scene.server.take()).toHaveLength(2);
    expect(await other.get(RatesRefreshService).refresh({ reason: 'schedule' }, never)).toBeUndefined(); // just done
    expect(await scene.app.query('select 1 from rate_run')).toHaveLength(1);
    expect(
      await scene.app.query(
        `select 1 from pg_locks where locktype = 'advisory' and objid = 7270004
         and database = (select oid from pg_database where datname = current_database())`,
      ),
    ).toEqual([]);
    await other.close();
  });
});
