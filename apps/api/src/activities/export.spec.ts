import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestApp, TestPerson } from '../../test/app.js';
import { createFiguresApp } from '../../test/figures-scene.js';
import { bought, track } from '../../test/tracked.js';

let app: TestApp;
let ada: TestPerson;
let path: string;
beforeAll(async () => {
  app = await createFiguresApp();
  ada = await app.register();
});
afterAll(() => app.close());
beforeEach(async () => {
  path = await track(ada);
});

const csv = { 'content-type': 'text/csv' };

describe('an export', () => {
  const state = async (at: string) => {
    const [settings, assets, activities] = await Promise.all([
      ada.get(`${at}/settings`),
      ada.get(`${at}/assets?limit=200`),
      ada.get(`${at}/activities?limit=200`),
    ]);
    const prices = [];
    for (const { symbol } of assets.body.items)
      prices.push((await ada.get(`${at}/assets/${symbol}/prices`)).body);
    const plain = activities.body.items.map(({ version: _, ...activity }: { version: string }) => activity);
    return { settings: settings.body, assets: assets.body, plain, prices };
  };

  const enterAll = async () => {
    const lot = (await ada.post(`${path}/activities`, bought({ note: '=1+1 "quoted", ü\nline' }))).body.id;
    const blank = { symbol: null, quantity: null, price: null };
    for (const fields of [
      {
        type: 'sell',
        quantity: '4',
        price: null,
        amount: '800.01',
        lots: [{ activityId: lot, quantity: '4' }],
      },
      { at: '2024-05-17T10:00:00.123Z', fee: '0.5' },
      { ...blank, type: 'deposit', amount: '1000.000001' },
      { ...blank, type: 'split', symbol: 'AAPL', ratioTo: '4', ratioFrom: '1' },
      {
        ...blank,
        type: 'spin_off',
        symbol: 'AAPL',
        target: 'NEW',
        ratioTo: '1',
        ratioFrom: '3',
        costShare: '0.25',
      },
      { type: 'transfer_in', symbol: 'HOUSE', acquired: '2020-01-31' },
      { ...blank, type: 'liability', symbol: 'Loan', amount: '-5' },
      { type: 'item', symbol: 'Art' },
    ]) {
      const { status, body } = await ada.post(`${path}/activities`, bought(fields));
      expect(body).toMatchObject(status === 201 ? {} : { never: true });
    }
    await ada.put(`${path}/assets/HOUSE`, {
      name: 'Our house',
      class: 'real_estate',
      country: 'CH',
      sector: 'Homes',
    });
    await ada.put(`${path}/assets/HOUSE/prices`, {
      prices: { '2024-01-01': '500000', '2024-06-01': '510000.5' },
    });
    await ada.patch(path, { keepsCash: true });
    await ada.patch(`${path}/settings`, {
      costBasis: 'chosen',
      benchmark: 'AAPL',
      targets: { class: { stock: '60' } },
    });
  };

  it('as JSON is imported again to the same, with everything', async () => {
    await enterAll();
    const { body, headers } = await ada.get(`${path}/export`);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="tradeyard-[\d-]+\.json"$/);
    const copy = await track(ada);

    const { body: report } = await ada.post(`${copy}/import`, body);

    expect(report).toMatchObject({ format: 'tradeyard-json', added: 9, faultCount: 0, prices: 2 });
    expect(await state(copy)).toEqual(await state(path));
    expect((await ada.get(copy)).body.keepsCash).toBe(true);
    expect((await ada.get(`${copy}/export`)).body).toEqual(body);
    // Once more changes nothing, and where ids are taken the lots name the new ones.
    expect((await ada.post(`${copy}/import`, body)).body).toMatchObject({
      added: 0,
      duplicates: 9,
      version: null,
    });
    expect((await ada.post(`${copy}/import?duplicates=import`, body)).body.added).toBe(9);
    const sales = (await ada.get(`${copy}/activities?type=sell`)).body.items;
    const lots = sales.map((sale: { lots: { activityId: string }[] }) => sale.lots[0]?.activityId);
    expect(new Set(lots).size).toBe(2);
    for (const id of lots)
      expect(
        await app.query('select 1 from portfolio_activity where id = $1 and portfolio_id = $2', [
          id,
          copy.slice(12),
        ]),
      ).toHaveLength(1);
  });

  it('as CSV is imported again to the same, but for the settings', async () => {
    await enterAll();
    await ada.put(`${path}/assets/AAPL`, {
      name: '=Apples, red',
      class: 'fund',
      sector: 'Fruit',
      country: 'CL',
    });
    await ada.put(`${path}/assets/Mine`, { instrument: 'TSLA', name: 'My cars', class: 'etf' });
    await ada.put(`${path}/assets/TSLA`, { instrument: null, currency: 'USD', name: 'Not on a market' });
    await ada.put(`${path}/assets/TSLA/prices/2024-06-01`, { price: '0.000000000000000001' });
    await ada.post(`${path}/activities`, bought({ symbol: 'Mine', quantity: '3', price: '170' }));
    const { body, headers } = await ada.get(`${path}/export?format=csv`);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const copy = await track(ada, { keepsCash: true });

    const { body: report } = await ada.post(`${copy}/import`, body, csv);

    expect(report).toMatchObject({ format: 'tradeyard-csv', added: 10, faultCount: 0, prices: 3, assets: 7 });
    const [there, here] = [await state(copy), await state(path)];
    expect({ ...there, settings: here.settings }).toEqual(here);
    expect((await ada.get(`${copy}/export?format=csv`)).body).toEqual(body);
    const plainSnapshot = async (at: string) => {
      const { status, body: found } = await ada.get(`${at}/snapshot`);
      expect(status).toBe(200);
      return JSON.stringify(found).replaceAll(at.slice(12), '');
    };
    await ada.patch(`${copy}/settings`, { costBasis: 'chosen', benchmark: 'AAPL' });
    expect(await plainSnapshot(copy)).toEqual(await plainSnapshot(path));
    expect((await ada.post(`${copy}/import`, body, csv)).body).toMatchObject({
      ...{ added: 0, duplicates: 10, assets: 0, prices: 0, version: null },
    });
  });

  it('as CSV has prices in the currency of their asset, or tells the line', async () => {
    await ada.put(`${path}/assets/HOUSE`, { currency: 'CHF' });
    const rows = ['CHF', 'EUR', ''].map((currency, day) => `price,2024-01-0${day + 1},HOUSE,7,${currency}`);
    const table = ['type,day,symbol,price,currency', ...rows, 'price,2024-01-01,CAR,7,'].join('\n');

    const { body } = await ada.post(`${path}/import?onFault=skip`, table, csv);

    expect(body).toMatchObject({
      ...{ prices: 2, assets: 0 },
      faults: [
        { line: 3, column: 'price', code: 'currency_mismatch' },
        { line: 5, column: 'price', code: 'asset_not_found' },
      ],
    });
  });

  it('of an empty portfolio is a file too', async () => {
    for (const [format, type] of [
      ['csv', 'text/csv'],
      ['json', 'application/json'],
    ] as const) {
      const { body } = await ada.get(`${path}/export?format=${format}`);
      const { status, body: report } = await ada.post(`${path}/import?format=tradeyard-${format}`, body, {
        'content-type': type,
      });
      expect([status, report.added]).toEqual([200, 0]);
    }
  });

  it('is nobody else’s', async () => {
    const bob = await app.register();
    expect((await bob.get(`${path}/export`)).body.code).toBe('portfolio_not_found');
    expect((await ada.get(`/portfolios/${uuid()}/export`)).status).toBe(404);
    expect((await ada.get(`${path}/export?format=xls`)).body.code).toBe('validation_failed');
  });
});
