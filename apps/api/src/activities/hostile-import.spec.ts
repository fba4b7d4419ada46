import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { track } from '../../test/tracked.js';

let app: TestApp;
let ada: TestPerson;
let path: string;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register();
});
afterAll(() => app.close());
beforeEach(async () => {
  path = await track(ada);
});

const half = String.fromCharCode(0xd800);
const portfolio = (parts: object) => ({
  format: 'tradeyard-portfolio',
  version: 1,
  activities: [],
  ...parts,
});
const purchase = { type: 'buy', day: '2024-01-01', symbol: 'X', quantity: '1', price: '1', currency: 'USD' };
const asset = (fields: object) => portfolio({ assets: [{ symbol: 'X', currency: 'USD', ...fields }] });
const price = (fields: object) => ({
  ...asset({}),
  prices: [{ symbol: 'X', day: '2024-01-01', price: '1', ...fields }],
});

const ghostfolio = (marketPrice: unknown) => ({
  meta: {},
  activities: [],
  assetProfiles: [{ symbol: 'X', dataSource: 'MANUAL', marketData: [{ date: '2024-01-01', marketPrice }] }],
});

describe('JSON that nobody exported', () => {
  it.each<[string, object, object]>([
    ['a zero in a sector', asset({ sector: 'a\0b' }), { sector: 'a b' }],
    ['only a zero in a country', asset({ country: '\0' }), { country: null }],
    ['half a character in a name', asset({ name: `a${half}` }), { name: 'a' }],
    ['a sector without end', asset({ sector: 'a'.repeat(100_000) }), { sector: 'a'.repeat(60) }],
    ['an instrument that is none', asset({ instrument: 'AAPL\0' }), { instrument: null }],
    ['a benchmark that is none', { ...asset({}), settings: { benchmark: '\0' } }, {}],
    ['targets of no name', { ...asset({}), settings: { targets: { class: { '\0': '5' } } } }, {}],
    ['targets of half a name', { ...asset({}), settings: { targets: { class: { [half]: '5' } } } }, {}],
  ])('with %s comes in without that', async (_, file, expected) => {
    const { status, body } = await ada.post(`${path}/import`, file);

    expect([status, body.assets, body.faultCount]).toEqual([200, 1, 0]);
    expect((await ada.get(`${path}/assets`)).body.items).toMatchObject([{ symbol: 'X', ...expected }]);
    expect((await ada.get(`${path}/settings`)).body).toMatchObject({ benchmark: null, targets: {} });
  });

  it.each([
    ['an asset that is not there', price({ symbol: 'Y' }), 'asset_not_found'],
    ['no symbol of anything', price({ symbol: 'X\0' }), 'asset_not_found'],
    ['no day', price({ day: `2024-02-31${half}` }), 'date_out_of_range'],
    ['a day to come', price({ day: '2998-01-01' }), 'date_out_of_range'],
    ['no number', price({ price: '1e5' }), 'not_a_decimal'],
    ['less than nothing', price({ price: '-1' }), 'amount_must_be_positive'],
  ])('has no prices of %s: nothing is written', async (_, file, code) => {
    const { status, body } = await ada.post(`${path}/import`, file);

    expect([status, body.rows, body.faults, body.version]).toMatchObject([
      200,
      0,
      [{ line: 0, column: 'prices', code }],
      null,
    ]);
    expect((await ada.get(`${path}/assets`)).body.items).toEqual([]);
    expect((await ada.post(`${path}/import?onFault=skip`, file)).body).toMatchObject({
      assets: 1,
      prices: 0,
    });
  });

  it('has one price of a day: the last', async () => {
    const [first] = price({}).prices;
    const file = { ...price({}), prices: [first, { ...first, price: '2' }, first, { ...first, price: '3' }] };

    expect((await ada.post(`${path}/import`, file)).body).toMatchObject({ prices: 1, faultCount: 0 });
    expect((await ada.get(`${path}/assets/X/prices`)).body.items).toEqual([
      { day: '2024-01-01', price: '3' },
    ]);
  });

  it.each([{}, [], true, 'x'])('of another tracker has no price %j', async (marketPrice) => {
    const { status, body } = await ada.post(`${path}/import`, ghostfolio(marketPrice));
    expect([status, body.faults]).toMatchObject([200, [{ column: 'prices' }]]);
  });

  it('has prices for as many as there is room for', async () => {
    await ada.put(`${path}/assets/X`, {});
    await app.query('drop index tracked_price_portfolio_id_version'); // which only makes this take longer
    await app.query(
      `insert into tracked_price select $1, 'Z', date '1970-01-01' + n, 1, 1 from generate_series(1, 249999) n`,
      [path.slice(12)],
    );

    expect((await ada.put(`${path}/assets/X/prices/2024-01-01`, { price: '1' })).status).toBe(204);
    const beyond = await ada.put(`${path}/assets/X/prices/2024-01-02`, { price: '1' });
    expect(beyond).toMatchObject({ status: 422, body: { code: 'too_many_prices' } });
    expect((await ada.put(`${path}/assets/X/prices/2024-01-01`, { price: '2' })).status).toBe(204);
  });

  it('keeps each of several with one id', async () => {
    const id = '01890000-0000-7000-8000-000000000000';
    const activities = ['1', '2'].map((quantity) => ({ ...purchase, id, quantity }));

    expect((await ada.post(`${path}/import`, portfolio({ activities }))).body.added).toBe(2);
  });

  it.each([
    ['{"format":"tradeyard-portfolio","version":1,"activities":[],"settings":{"targets":', '}}'],
    ['{"activities":[', ']}'],
    ['', ''],
  ])('may be as deep as it likes: %s', async (beginning, end) => {
    const text = `${beginning}${'['.repeat(200_000)}${']'.repeat(200_000)}${end}`;

    const { status } = await ada.send('POST', `${path}/import`, text);
    expect([200, 422]).toContain(status);
  });
});

describe('a mapping', () => {
  it.each([
    '{"columns":{"day":"a"},"types":{"x":"nope"}}',
    '{"columns":{"day":"a"},"types":{"x":"constructor"}}',
    '{"columns":{"day":"a"},"types":["buy"]}',
    '{"columns":{"day":"a"},"defaultType":"nope"}',
    '{"columns":{"day":"a"},"dateOrder":"YMD"}',
    '{"columns":{"day":"a"},"decimalMark":"["}',
    '{"columns":{"day":"a"},"amountIs":"net"}',
    '{"columns":{"day":"a"},"constructor":"gross"}',
    '{"columns":{"day":"a","constructor":"b"}}',
    '{"columns":["a"]}',
    '{"columns":{"day":1}}',
  ])('%s is none, and refused at once', async (mapping) => {
    const query = `format=custom&mapping=${encodeURIComponent(mapping)}`;
    const answer = await ada.post(`${path}/import?${query}`, 'a,b,type\n2024-01-01,1,x', {
      'content-type': 'text/csv',
    });

    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'import_malformed', errors: [{ field: 'mapping' }] },
    });
  });
});
