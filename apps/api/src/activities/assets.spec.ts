import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { usd } from '../../test/paper.js';
import { bought, track } from '../../test/tracked.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
let path: string;
beforeAll(async () => {
  app = await createTestApp();
  bob = await app.register();
});
afterAll(() => app.close());
beforeEach(async () => {
  ada = await app.register();
  path = await track(ada);
});

describe('an asset', () => {
  it('is made, changed and bound to an instrument', async () => {
    const put = async (body: object) => (await ada.put(`${path}/assets/My%20fund`, body)).body;
    expect(await put({})).toEqual({
      ...{ symbol: 'My fund', name: 'My fund', class: 'other', currency: 'EUR' },
      ...{ sector: null, country: null, instrument: null },
    });
    expect(await put({ name: 'Fund', class: 'fund', sector: 'Mixed' })).toMatchObject({ sector: 'Mixed' });
    expect(await put({ sector: null })).toMatchObject({ name: 'Fund', class: 'fund', sector: null });
    expect(await put({ instrument: 'AAPL' })).toMatchObject({
      name: 'Fund',
      currency: 'USD',
      instrument: 'AAPL',
    });
    expect(await put({ currency: 'EUR' })).toMatchObject({ code: 'currency_mismatch' });
    expect(await put({ instrument: null, currency: 'EUR' })).toMatchObject({
      instrument: null,
      currency: 'EUR',
    });
    expect((await ada.get(`${path}/changes`)).body.items[0]).toMatchObject({ version: '5', kind: 'asset' });
  });

  it.each([
    ['an instrument that is none', { instrument: 'NONE' }, 'instrument_not_found', 'instrument'],
    [
      'another currency than its instrument',
      { instrument: 'AAPL', currency: 'EUR' },
      'currency_mismatch',
      'currency',
    ],
    ['a currency that is none', { currency: 'XXQ' }, 'unknown_currency', 'currency'],
    ['a class that is none', { class: 'wine' }, 'validation_failed', 'class'],
    ['a name without letters', { name: '  ' }, 'validation_failed', 'name'],
  ])('is refused with %s', async (_, body, code, field) => {
    expect((await ada.put(`${path}/assets/X`, body)).body).toMatchObject({ code, errors: [{ field }] });
  });

  it('is listed by symbol, in pages', async () => {
    for (const symbol of ['b', 'a', 'C']) await ada.put(`${path}/assets/${symbol}`, {});

    const { body: first } = await ada.get(`${path}/assets?limit=2`);
    const { body: second } = await ada.get(`${path}/assets?limit=2&cursor=${first.next}`);

    const symbols = [...first.items, ...second.items].map(({ symbol }) => symbol);
    expect([symbols, second.next]).toEqual([['C', 'a', 'b'], null]);
  });

  it('is one of so many', async () => {
    await app.query(
      `insert into tracked_asset (portfolio_id, symbol, name, class, currency, version)
       select $1, 'S' || number, 'x', 'other', 'EUR', 0 from generate_series(1, 5000) number`,
      [path.slice(12)],
    );
    expect((await ada.put(`${path}/assets/X`, {})).body.code).toBe('too_many_assets');
    expect((await ada.post(`${path}/activities`, bought())).body.code).toBe('too_many_assets');
    expect((await ada.post(`${path}/activities`, bought({ symbol: 'S1' }))).status).toBe(201);
  });

  it('is nobody else’s', async () => {
    await ada.put(`${path}/assets/X`, {});
    for (const answer of [
      await bob.get(`${path}/assets`),
      await bob.get(`${path}/assets/X`),
      await bob.put(`${path}/assets/X`, {}),
      await bob.put(`${path}/assets/X/prices/2024-01-01`, { price: '1' }),
      await bob.get(`${path}/assets/X/prices`),
    ])
      expect(answer.body.code).toBe('portfolio_not_found');
    expect((await ada.get(`${path}/assets/Y`)).body.code).toBe('asset_not_found');
    expect((await ada.put(`/portfolios/${ada.user.id}/assets/X`, {})).body.code).toBe('activities_of_ledger');
  });
});

describe('prices by hand', () => {
  beforeEach(() => ada.put(`${path}/assets/X`, {}));
  const prices = async (query = '') => (await ada.get(`${path}/assets/X/prices?${query}`)).body;

  it('are given one at a time or many, and taken away', async () => {
    await ada.put(`${path}/assets/X/prices/2024-01-02`, { price: '2.50' });
    const sent = {
      '2024-01-01': '1',
      '2024-01-02': null,
      '2024-01-03': '3',
      '2024-01-04': '0',
      '2024-01-05': null,
    };
    expect((await ada.put(`${path}/assets/X/prices`, { prices: sent })).status).toBe(204);

    expect((await prices()).items).toEqual([
      { day: '2024-01-04', price: '0' },
      { day: '2024-01-03', price: '3' },
      { day: '2024-01-01', price: '1' },
    ]);
    expect((await ada.get(`${path}/changes`)).body.items[0]).toMatchObject({ kind: 'price', count: 4 });
    for (const _ of [1, 2]) expect((await ada.delete(`${path}/assets/X/prices/2024-01-04`)).status).toBe(204);
    expect((await prices('limit=1')).next).toBe('2024-01-03');
    expect((await prices('cursor=2024-01-03')).items).toHaveLength(1);
    expect((await prices('from=2024-01-02&to=2024-01-03')).items).toHaveLength(1);
    expect((await ada.get(`${path}/changes`)).body.items).toHaveLength(4);
  });

  it.each([
    ['2999-01-01', '1', 'date_out_of_range'],
    ['2024-02-30', '1', 'validation_failed'],
    ['2024-01-01', '-1', 'amount_must_be_positive'],
    ['2024-01-01', 'x', 'not_a_decimal'],
    ['2024-01-01', '1'.repeat(16), 'number_too_large'],
    ['2024-01-01', `0.${'1'.repeat(19)}`, 'too_many_decimals'],
  ])('are refused: %s %s', async (day, price, code) => {
    expect((await ada.put(`${path}/assets/X/prices/${day}`, { price })).body.code).toBe(code);
    const many = await ada.put(`${path}/assets/X/prices`, { prices: { '2024-01-01': '1', [day]: price } });
    expect(many.body.code).toBe(code);
    expect((await prices()).items).toEqual([]);
  });

  it('need an asset', async () => {
    expect((await ada.put(`${path}/assets/Y/prices/2024-01-01`, { price: '1' })).body.code).toBe(
      'asset_not_found',
    );
    expect((await ada.get(`${path}/assets/Y/prices`)).body.code).toBe('asset_not_found');
  });
});

describe('settings', () => {
  const usual = { costBasis: 'fifo', benchmark: null, targets: {} };

  it('are the usual ones at first, and change one by one, in every kind of portfolio', async () => {
    const paper = await ada.post('/portfolios', { name: 'P', currency: 'USD', startingCash: usd('1.00') });
    for (const at of [path, `/portfolios/${ada.user.id}`, `/portfolios/${paper.body.id}`]) {
      expect((await ada.get(`${at}/settings`)).body).toEqual(usual);
      await ada.patch(`${at}/settings`, {
        costBasis: 'lifo',
        targets: { class: { stock: '60.50', bond: '39.5' } },
      });
      await ada.patch(`${at}/settings`, { benchmark: 'AAPL', targets: { position: { AAPL: '10' } } });
      expect((await ada.patch(`${at}/settings`, {})).body).toEqual({
        ...{ costBasis: 'lifo', benchmark: 'AAPL' },
        targets: { class: { stock: '60.5', bond: '39.5' }, position: { AAPL: '10' } },
      });
      expect(
        (await ada.patch(`${at}/settings`, { benchmark: null, targets: { class: {} } })).body,
      ).toMatchObject({
        ...{ benchmark: null, targets: { class: {} } },
      });
    }
  });

  it.each([
    [{ costBasis: 'best' }, 'validation_failed'],
    [{ benchmark: 'NONE' }, 'instrument_not_found'],
    [{ targets: { colour: {} } }, 'validation_failed'],
    [{ targets: { class: { stock: '60', bond: '40.01' } } }, 'validation_failed'],
    [{ targets: { class: { stock: '-1' } } }, 'validation_failed'],
    [{ targets: { class: [] } }, 'validation_failed'],
    [{ targets: { class: { stock: 1 } } }, 'validation_failed'],
  ])('are refused: %j', async (body, code) => {
    expect((await ada.patch(`${path}/settings`, body)).body.code).toBe(code);
    expect((await ada.get(`${path}/settings`)).body).toEqual(usual);
  });

  it('are nobody else’s, and stay in what is archived', async () => {
    expect((await bob.get(`${path}/settings`)).body.code).toBe('portfolio_not_found');
    expect((await bob.patch(`${path}/settings`, {})).body.code).toBe('portfolio_not_found');
    await ada.delete(path);
    expect((await ada.patch(`${path}/settings`, {})).body.code).toBe('portfolio_archived');
  });
});

describe('a group', () => {
  const made = (body: object = {}) =>
    ada.post('/portfolio-groups', { name: 'All', currency: 'CHF', portfolioIds: [path.slice(12)], ...body });

  it('is made, changed and deleted; its portfolios stay', async () => {
    const { status, body } = await made({ portfolioIds: [ada.user.id, path.slice(12)] });
    expect(status).toBe(201);
    expect(body.portfolioIds.sort()).toEqual([ada.user.id, path.slice(12)].sort());

    const changed = await ada.patch(`/portfolio-groups/${body.id}`, {
      name: 'Few',
      portfolioIds: [ada.user.id],
    });
    expect(changed.body).toMatchObject({ name: 'Few', currency: 'CHF', portfolioIds: [ada.user.id] });
    expect((await ada.get('/portfolio-groups')).body.items).toEqual([changed.body]);

    expect((await ada.delete(`/portfolio-groups/${body.id}`)).status).toBe(204);
    expect((await ada.delete(`/portfolio-groups/${body.id}`)).body.code).toBe('portfolio_group_not_found');
    expect((await ada.get(path)).status).toBe(200);
  });

  it.each([
    ['nothing in it', { portfolioIds: [] }, 'validation_failed'],
    ['what is no portfolio', { portfolioIds: [uuid()] }, 'portfolio_not_found'],
    ['a currency that is none', { currency: 'XXQ' }, 'unknown_currency'],
  ])('is refused with %s', async (_, body, code) => {
    expect((await made(body)).body.code).toBe(code);
  });

  it('has only what is its owner’s, who alone has it', async () => {
    expect((await made({ portfolioIds: [bob.user.id] })).body.code).toBe('portfolio_not_found');
    const { body } = await made();
    expect((await bob.patch(`/portfolio-groups/${body.id}`, { name: 'X' })).status).toBe(404);
    expect((await bob.delete(`/portfolio-groups/${body.id}`)).status).toBe(404);
    expect((await bob.get('/portfolio-groups')).body.items).toEqual([]);
  });

  it('is one of fifty', async () => {
    const answers = await Promise.all(Array.from({ length: 53 }, () => made()));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(50);
    expect(answers.find(({ status }) => status !== 201)?.body.code).toBe('too_many_portfolio_groups');
  });
});
