import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestApp, TestPerson } from '../../test/app.js';
import { setRates } from '../../test/euro-rates.js';
import { createFiguresApp, friday, writeCloses } from '../../test/figures-scene.js';
import { quote } from '../../test/market.js';
import { bought, track } from '../../test/tracked.js';
import { DataSource } from 'typeorm';
import { ReferenceRatesService } from '../currency/reference-rates.service.js';
import { InstrumentEventsService } from '../market-data/instrument-events.service.js';
import { ComputedService } from './computed.service.js';

let app: TestApp;
let other: TestApp;
let ada: TestPerson;
let adaThere: TestPerson;
let path: string;
beforeAll(async () => {
  app = await createFiguresApp();
  other = await createFiguresApp(undefined, app.databaseUrl);
  ada = await app.register();
  adaThere = await other.signIn(ada);
});
afterAll(async () => {
  await other.close();
  await app.close();
});

beforeEach(async () => {
  path = await track(ada);
  await enter({ day: '2025-03-03', price: '100' });
  await enter({ day: '2025-03-03', symbol: 'TSLA', quantity: '2', price: '200' });
});

async function enter(fields: object): Promise<string> {
  const { status, body } = await ada.post(`${path}/activities`, bought(fields));
  expect([status, body.detail]).toEqual([201, undefined]);
  return body.id;
}

const compute = () => app.get(ComputedService).compute(ada.user.id, path.split('/')[2] ?? '');
const forget = () => app.get(ComputedService)['kept'].clear();
const snapshot = async (person = ada) => (await person.get(`${path}/snapshot`)).body;
const valueOf = async (person = ada) => (await snapshot(person)).value.amount;

describe('what is computed', () => {
  it('is kept while nothing changes, and of what changes only that is followed anew', async () => {
    expect((await compute()).followed).toBe(2);
    const before = await compute();
    expect(before.followed).toBe(0);
    const id = await enter({ day: '2025-03-05', symbol: 'TSLA', quantity: '1', price: '180' });
    const after = await compute();
    expect(after.followed).toBe(1);
    expect(after.positions[0]?.course).toBe(before.positions[0]?.course);

    quote(app, 'AAPL', '130.00', '130.10');
    expect((await compute()).followed).toBe(1);
    quote(app, 'AAPL', '125.00', '125.10');
    await compute();

    await ada.delete(`${path}/activities/${id}`);
    expect((await compute()).followed).toBe(1);
    await ada.patch(path, { name: 'Renamed' });
    const renamed = await compute();
    expect([renamed.followed, renamed.scope.name]).toEqual([0, 'Renamed']);
  });

  it('begins anew with an earlier first activity, and on a new day', async () => {
    await compute();
    await enter({ day: '2025-02-03', price: '90' });
    expect((await compute()).followed).toBe(2);
    app.clock.set('2025-03-08T00:00:01Z');
    const { followed, today, first } = await compute();
    expect([followed, today - first]).toEqual([2, 34]);
    app.clock.set(friday);
  });

  it('shares the work among those who ask at once, and misses nothing that was written before', async () => {
    await Promise.all(
      Array.from({ length: 10 }, async (_, place) => {
        const name = `B${place}`;
        await enter({ day: '2025-03-05', symbol: name, price: '10', currency: 'EUR' });
        const { positions } = await snapshot();
        expect(positions.map(({ symbol }: { symbol: string }) => symbol)).toContain(name);
      }),
    );
  });

  it('is read by every process as it was written by any', async () => {
    for (let place = 1; place <= 5; place += 1) {
      const [from, to] = place % 2 === 0 ? [ada, adaThere] : [adaThere, ada];
      const { status } = await from.post(
        `${path}/activities`,
        bought({ day: '2025-03-05', quantity: '1', price: '1' }),
      );
      expect(status).toBe(201);
      // Two of TSLA at 190, ten of AAPL at 125, and one more each time.
      const expected = `${(380 + 125 * (10 + place)) * 0.8}.00`;
      expect([await valueOf(to), await valueOf(from)]).toEqual([expected, expected]);
    }
  });

  it('is what it would be, had nothing been kept, after any edits', async () => {
    const day = fc.integer({ min: 1, max: 7 }).map((number) => `2025-03-0${number}`);
    const trade = fc.record({
      day,
      symbol: fc.constantFrom('AAPL', 'TSLA', 'AMZN', 'HOUSE'),
      quantity: fc.integer({ min: 1, max: 9 }).map(String),
      price: fc.integer({ min: 10, max: 200 }).map(String),
    });
    const step = fc.oneof(
      trade.map((fields) => () => enter(fields)),
      trade.map((fields) => async () => {
        const { items } = (await ada.get(`${path}/activities`)).body;
        await ada.patch(`${path}/activities/${items[0].id}`, { quantity: fields.quantity, day: fields.day });
      }),
      fc.nat().map((place) => async () => {
        const { items } = (await ada.get(`${path}/activities`)).body;
        if (items.length > 1) await ada.delete(`${path}/activities/${items[place % items.length].id}`);
      }),
      fc.nat({ max: 3 }).map((back) => async () => {
        const { items } = (await ada.get(`${path}/changes`)).body;
        await ada.post(`${path}/changes/${items[back % items.length].version}/undo`);
      }),
      fc.tuple(day, fc.integer({ min: 1, max: 99 })).map(([on, price]) => async () => {
        await ada.put(`${path}/assets/HOUSE/prices/${on}`, { price: `${price}` });
      }),
      day.map(
        (on) => () =>
          enter({
            type: 'split',
            day: on,
            symbol: 'AMZN',
            quantity: null,
            price: null,
            ratioTo: '2',
            ratioFrom: '1',
          }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        for (const each of steps) {
          await each();
          const kept = await snapshot();
          forget();
          expect(kept).toEqual(await snapshot());
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

describe('the past, told anew', () => {
  it.each([
    [
      'a close',
      () => writeCloses(app, 'AAPL', { '2025-03-04': '105' }),
      ({ history }: { history: { value: string[] } }) => history.value[2],
      ['1500.00', '1450.00'],
    ],
    [
      'a rate',
      () =>
        app
          .get(DataSource)
          .transaction((manager) =>
            app
              .get(ReferenceRatesService)
              .store(manager, 'ECB', [{ currency: 'USD', date: '2025-03-06', perEuro: '2' }]),
          ),
      ({ value }: { value: { amount: string } }) => value.amount,
      ['1304.00', '815.00'],
    ],
  ])('is counted at once, in all processes: %s', async (_, change, read, expected) => {
    const before = [read(await snapshot()), read(await snapshot(adaThere))];
    await change();
    const after = [read(await snapshot()), read(await snapshot(adaThere))];
    expect([before, after]).toEqual(expected.map((value) => [value, value]));
    await setRates(app, '2025-03-06', { USD: '1.25' });
    await app.query(`update history_version set version = version + 1`);
  });

  it('by no split that is still to come', async () => {
    const before = await valueOf();
    await app.get(InstrumentEventsService).create('TSLA', { kind: 'split', day: '2025-03-10', ratio: '3:1' });

    expect(await valueOf()).toBe(before);
    expect((await ada.get(`${path}/lots?symbol=TSLA`)).body.items).toMatchObject([{ quantity: '2' }]);
    await app.get(InstrumentEventsService).remove('TSLA', '2025-03-10', 'split');
  });

  it('by one split that was entered some days off once', async () => {
    const fields = { quantity: null, price: null, ratioTo: '3', ratioFrom: '1' };
    await enter({ type: 'split', day: '2025-03-04', symbol: 'TSLA', ...fields });
    await app.get(InstrumentEventsService).create('TSLA', { kind: 'split', day: '2025-03-06', ratio: '3:1' });

    expect((await snapshot()).positions[1]).toMatchObject({ symbol: 'TSLA', quantity: '6' });
    expect((await ada.get(`${path}/lots?symbol=TSLA`)).body.items).toMatchObject([{ quantity: '6' }]);
    await app.get(InstrumentEventsService).remove('TSLA', '2025-03-06', 'split');
  });

  it('by a split counts older units as more', async () => {
    expect(await valueOf()).toBe('1304.00');
    await app.get(InstrumentEventsService).create('TSLA', { kind: 'split', day: '2025-03-06', ratio: '3:1' });
    const { positions } = await snapshot();
    expect(positions[1]).toMatchObject({ symbol: 'TSLA', quantity: '6' });
    await app.get(InstrumentEventsService).remove('TSLA', '2025-03-06', 'split');
    expect(await valueOf()).toBe('1304.00');
  });
});
