import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { Config } from '../platform/config.js';
import { EcbProvider, SourceError } from './ecb.provider.js';
import { RatesJob } from './rates.job.js';
import { RatesRefreshService } from './rates-refresh.service.js';

/** What the bank has to say: status, body, or nothing at all. */
let answer: RequestListener;
let requests = 0;
let bank: Server;
let app: TestApp;
const clock = new TestClock();
const never = new AbortController().signal;

const newDay: Record<string, string> = {
  USD: '1.1700',
  JPY: '187.10',
  GBP: '0.8710',
  CHF: '0.9250',
  TRY: '52.40',
};

/** The bank's own form, as it stands at its address. */
const envelope = (
  time: string,
  rates: Record<string, string>,
): string => `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
	<gesmes:subject>Reference rates</gesmes:subject>
	<gesmes:Sender>
		<gesmes:name>European Central Bank</gesmes:name>
	</gesmes:Sender>
	<Cube>
		<Cube time='${time}'>
${Object.entries(rates)
  .map(([currency, rate]) => `\t\t\t<Cube currency='${currency}' rate='${rate}'/>`)
  .join('\n')}
		</Cube>
	</Cube>
</gesmes:Envelope>
`;

const say =
  (body: string | Buffer, status = 200, type = 'text/xml'): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  };

const normalDay = say(envelope('2026-04-14', newDay));

beforeAll(async () => {
  clock.set('2026-04-14T15:00:00Z'); // the newest rates are of the day before: nothing is due at boot
  bank = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  });
  bank.listen(0, '127.0.0.1');
  await once(bank, 'listening');
  app = await createTestApp({ clock, env: { ECB_URL: addressOf(bank) } });
  await app.query('create table seeded as table rate');
});
beforeEach(() => {
  requests = 0;
  answer = normalDay;
});
afterEach(async () => {
  vi.restoreAllMocks();
  await app.query('delete from rate');
  await app.query('insert into rate select * from seeded');
  clock.set('2026-04-14T15:00:00Z');
});
afterAll(async () => {
  await app.close();
  bank.closeAllConnections();
  bank.close();
});

const addressOf = (server: Server): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}/daily.xml`;

const readNewDays = (): Promise<{ day: string; currency: string; rate: string; source: string }[]> =>
  app.query(
    `select to_char(date, 'YYYY-MM-DD') as day, currency, per_euro as rate, source
     from rate where date > '2026-04-13' order by date, currency`,
  );

const refresh = () => app.get(RatesRefreshService).refresh(never);

describe('refreshing the rates', () => {
  it('stores the new day, which counts at once', async () => {
    expect(await refresh()).toEqual({ outcome: 'answered', date: '2026-04-14', stored: 5 });

    expect(await readNewDays()).toContainEqual({
      day: '2026-04-14',
      currency: 'TRY',
      rate: '52.40',
      source: 'ECB',
    });
    const ada = await app.register();
    const { body } = await ada.get('/rates');
    expect(body).toMatchObject({ date: '2026-04-14', source: 'ECB', ageDays: 0 });
    expect(body.items).toContainEqual({ currency: 'USD', rate: '1.17', date: '2026-04-14', source: 'ECB' });
    expect(body.items).toContainEqual({ currency: 'SEK', rate: '10.892', date: '2026-04-13', source: 'ECB' });
  });

  it('asks no more on a day whose rates are there', async () => {
    await refresh();

    expect(await refresh()).toEqual({ outcome: 'skipped' });
    expect(requests).toBe(1);
  });

  it('is done by one process at a time', async () => {
    const outcomes = (await Promise.all([refresh(), refresh(), refresh()])).map(({ outcome }) => outcome);

    expect(outcomes.sort()).toEqual(['answered', 'skipped', 'skipped']);
    expect(requests).toBe(1);
  });

  it('leaves no lock behind, neither after rates nor after a failure', async () => {
    answer = say('', 500);
    await expect(refresh()).rejects.toThrow();
    answer = normalDay;
    await refresh();

    const locks = await app.query(
      `select objid from pg_locks where locktype = 'advisory' and objid = 7270004`,
    );
    expect(locks).toEqual([]);
  });

  it('takes no currency that it does not know, and corrects a rate that the bank corrected', async () => {
    answer = say(envelope('2026-04-13', { ...newDay, XYZ: '3.5', USD: '1.1685' }));

    expect(await refresh()).toMatchObject({ outcome: 'answered', date: '2026-04-13' });

    const rates = await app.query(`select per_euro from rate where currency = 'USD' and date = '2026-04-13'`);
    expect(rates).toEqual([{ per_euro: '1.1685' }]);
    expect(await app.query(`select 1 from rate where currency = 'XYZ'`)).toEqual([]);
  });

  const normal = envelope('2026-04-14', newDay);
  const without = (code: string) =>
    envelope('2026-04-14', Object.fromEntries(Object.entries(newDay).filter(([each]) => each !== code)));
  it.each<[string, RequestListener, RegExp]>([
    ['an error', say('Internal Server Error', 500), /status 500/],
    ['a refusal', say('Slow down', 429), /status 429/],
    [
      'a web page with status 200',
      say('<!doctype html><html><body>Maintenance</body></html>', 200, 'text/html'),
      /not a list/,
    ],
    ['nothing', say(''), /not a list/],
    ['JSON', say('{"USD":1.17}', 200, 'application/json'), /not a list/],
    [
      'a document cut off between rates',
      say(normal.slice(0, normal.indexOf("<Cube currency='TRY'"))),
      /not a list/,
    ],
    ['a document cut off within a rate', say(normal.slice(0, normal.indexOf('0.9250') + 3)), /not a list/],
    ['a document without an end', say(normal.replace('</gesmes:Envelope>', '')), /not a list/],
    ['another document', say('<Envelope><Cube><Cube time="2026-04-14"/></Cube></Envelope>'), /not a list/],
    ['a huge document', say(Buffer.alloc(1024 * 1024, 32)), /more than 262144 bytes/],
    ['a day that does not exist', say(envelope('2026-02-30', newDay)), /not a list/],
    ['a day to come', say(envelope('2026-04-16', newDay)), /2026-04-16, which has not come yet/],
    ['a day without dollars', say(without('USD')), /without USD/],
    ['a day without francs', say(without('CHF')), /without CHF/],
    ['a rate of nothing', say(envelope('2026-04-14', { ...newDay, JPY: '0' })), /"0" for JPY/],
    ['a negative rate', say(envelope('2026-04-14', { ...newDay, JPY: '-187.1' })), /"-187.1" for JPY/],
    ['a word for a rate', say(envelope('2026-04-14', { ...newDay, JPY: 'N/A' })), /"N\/A" for JPY/],
    ['one currency twice', say(normal.replace("'TRY'", "'USD'")), /two rates for one currency/],
    [
      'an absurd jump up',
      say(envelope('2026-04-14', { ...newDay, JPY: '1871.0' })),
      /1871.0 JPY for one euro, after 186.75/,
    ],
    [
      'an absurd jump down',
      say(envelope('2026-04-14', { ...newDay, USD: '0.5' })),
      /0.5 USD for one euro, after 1.1684/,
    ],
  ])('keeps what it has when the bank answers with %s', async (_, listener, message) => {
    answer = listener;

    await expect(refresh()).rejects.toThrow(message);
    await expect(refresh()).rejects.toBeInstanceOf(SourceError);
    expect(await readNewDays()).toEqual([]);
  });

  it('gives up on a bank that does not answer, or begins to and then stops', async () => {
    const ecb = app.get(EcbProvider);
    answer = () => undefined;
    await expect(ecb.fetchDay(never, 200)).rejects.toThrow('did not answer in time');

    answer = (_, response) => void response.writeHead(200).write(normal.slice(0, 100));
    await expect(ecb.fetchDay(never, 200)).rejects.toThrow('did not answer in time');
  });

  it('gives up on a connection that breaks, and on one that never comes about', async () => {
    answer = (request) => request.socket.destroy();
    await expect(refresh()).rejects.toThrow('cannot be reached');

    const nobody = new EcbProvider({ ...app.get(Config), ecbUrl: 'http://127.0.0.1:1/' }, clock);
    await expect(nobody.fetchDay(never)).rejects.toThrow('cannot be reached');
  });

  it('allows a currency that nobody quoted for years to have moved further', async () => {
    await app.query(`insert into rate values ('RUB', '2022-03-01', 117.2, 'ECB')`);
    answer = say(envelope('2026-04-14', { ...newDay, RUB: '900' }));
    expect(await refresh()).toMatchObject({ stored: 6 });

    await app.query(`delete from rate where date > '2026-04-13'`);
    answer = say(envelope('2026-04-14', { ...newDay, RUB: '90000' }));
    await expect(refresh()).rejects.toThrow('RUB');
  });
});

describe('the job', () => {
  it('has asked nobody at boot, since the rates were of the day before', () => {
    expect(requests).toBe(0);
  });

  it('catches up when the rates are older than a day, and then rests', async () => {
    const job = app.get(RatesJob);
    await job.catchUp();
    expect(requests).toBe(0);

    clock.set('2026-04-19T09:00:00Z'); // a Sunday
    answer = say(envelope('2026-04-17', newDay));
    await job.catchUp();
    await job.catchUp();
    expect(requests).toBe(1);

    clock.advance(21 * 3_600_000);
    await job.catchUp();
    expect(requests).toBe(2);
  });

  it('says calmly how old the rates are when the bank is away, and tries again at the next turn', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const error = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const job = app.get(RatesJob);
    answer = say('away', 503);

    await job.refresh();

    expect(warn.mock.calls).toEqual([
      [
        'No new rates: the ECB answered with status 503. Those of 2026-04-13 stay in use, 1 day old; ' +
          'the next try is within an hour.',
      ],
    ]);
    answer = normalDay;
    await job.catchUp();
    expect(await readNewDays()).toHaveLength(5);
    expect(error).not.toHaveBeenCalled();
  });

  it('survives a database that is away', async () => {
    const error = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    vi.spyOn(DataSource.prototype, 'createQueryRunner').mockImplementation(() => {
      throw new Error('no connection');
    });

    await app.get(RatesJob).refresh();

    expect(error).toHaveBeenCalledTimes(1);
  });

  it('catches up at boot without keeping the server waiting, and stops with it', async () => {
    const lateClock = new TestClock();
    lateClock.set('2026-04-20T09:00:00Z');
    let asked: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    answer = () => asked(); // and never answers

    const late = await createTestApp({ clock: lateClock, env: { ECB_URL: addressOf(bank) } });

    expect((await late.anonymous.get('/currencies')).status).toBe(200);
    await isAsked;
    const startedAt = Date.now();
    await late.close();
    expect(Date.now() - startedAt).toBeLessThan(8_000); // the bank would have been waited for longer
  }, 30_000);
});
