import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { bought, track } from '../../test/tracked.js';

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

const csv = { 'content-type': 'text/csv' };
const header = 'type,day,symbol,quantity,price,currency,ratioTo,note';
const file = (...rows: string[]) => [header, ...rows].join('\n');
const purchase = 'buy,2024-01-01,AAPL,10,189.84,USD,,a';
const sale = 'sell,2024-01-02,AAPL,5,200,USD,,b';
const good = [purchase, sale];
const bring = async (text: string, query = '') => ada.post(`${path}/import?${query}`, text, csv);
const listed = async () => (await ada.get(`${path}/activities?order=oldest&limit=200`)).body.items;

const ghostfolio = {
  meta: { date: '2024-01-01T00:00:00.000Z', version: '2.0.0' },
  activities: [
    {
      ...{
        accountId: null,
        comment: null,
        fee: 1,
        quantity: 2,
        type: 'BUY',
        unitPrice: 100.5,
        currency: 'USD',
      },
      ...{ dataSource: 'YAHOO', date: '2023-05-04T00:00:00.000Z', symbol: 'MSFT' },
    },
  ],
};

describe('an import', () => {
  it('brings all rows of a file as one change, with their assets, to be undone together', async () => {
    const { status, body } = await bring(file(...good, 'buy,2024-01-03,FUND,1,5,EUR,,c'));

    expect(status).toBe(200);
    expect(body).toEqual({
      ...{ format: 'tradeyard-csv', rows: 3, added: 3, duplicates: 0, assets: 2, prices: 0, passedOver: [] },
      ...{ faultCount: 0, faults: [], dryRun: false, version: '1' },
    });
    expect((await listed()).map(({ note }: { note: string }) => note)).toEqual(['a', 'b', 'c']);
    expect((await ada.get(`${path}/assets`)).body.items).toMatchObject([
      { symbol: 'AAPL', instrument: 'AAPL' },
      { symbol: 'FUND', instrument: null },
    ]);
    expect((await ada.post(`${path}/changes/1/undo`)).body).toMatchObject({ kind: 'undo', count: 3 });
    expect(await listed()).toEqual([]);
  });

  it('leaves out what is there already, however often the file comes', async () => {
    const twice = file(purchase, purchase, sale);
    expect((await bring(twice)).body).toMatchObject({ added: 3, duplicates: 0 });
    expect((await bring(twice)).body).toMatchObject({ added: 0, duplicates: 3, version: null });
    expect((await bring(file(purchase, purchase, purchase))).body).toMatchObject({ added: 1, duplicates: 2 });
    expect((await bring(file(sale), 'duplicates=import')).body).toMatchObject({
      added: 1,
      duplicates: 1,
    });
    expect(await listed()).toHaveLength(5);
  });

  it('does not bring a file twice when it is sent twice at once', async () => {
    const answers = await Promise.all([bring(file(...good)), bring(file(...good)), bring(file(...good))]);

    expect(answers.map(({ body }) => body.added).sort()).toEqual([0, 0, 2]);
    expect(await listed()).toHaveLength(2);
  });

  it('tells wrong rows by line, and writes nothing or, when asked, the others', async () => {
    const wrong = file(
      purchase,
      'buy,2024-01-01,AAPL,x,1,USD,,',
      'gift,2024-01-01,AAPL,1,1,USD,,',
      'buy,no,AAPL,1,1,USD,,',
    );

    const { body } = await bring(wrong);

    expect(body).toMatchObject({ rows: 4, added: 0, assets: 0, faultCount: 3, version: null });
    expect(body.faults).toMatchObject([
      { line: 3, column: 'quantity', code: 'not_a_decimal' },
      { line: 4, column: 'type' },
      { line: 5, column: 'day', code: 'not_a_date' },
    ]);
    expect(await listed()).toEqual([]);
    expect((await bring(wrong, 'onFault=skip')).body).toMatchObject({
      added: 1,
      faultCount: 3,
      version: '1',
    });
    expect(await listed()).toHaveLength(1);
  });

  it('only says what would happen in a dry run', async () => {
    await bring(file(purchase));

    expect((await bring(file(...good), 'dryRun=true')).body).toMatchObject({
      ...{ added: 1, duplicates: 1, assets: 0, dryRun: true, version: null },
    });
    expect(await listed()).toHaveLength(1);
  });

  it('reads the JSON of another tracker', async () => {
    const { body } = await ada.post(`${path}/import`, ghostfolio);

    expect(body).toMatchObject({ format: 'ghostfolio-json', added: 1 });
    expect(await listed()).toMatchObject([
      { type: 'buy', symbol: 'MSFT', quantity: '2', price: '100.5', fee: '1' },
    ]);
  });

  it('takes files that are larger than what other routes take', async () => {
    const [first] = ghostfolio.activities;
    const activities = Array.from({ length: 2_000 }, (_, index) => ({ ...first, quantity: index + 1 }));
    const large = { ...ghostfolio, activities };
    expect(JSON.stringify(large).length).toBeGreaterThan(256 * 1024);

    expect((await ada.post(`${path}/import`, large)).body).toMatchObject({ added: 2_000 });
    expect((await ada.post(`${path}/activities`, large)).status).toBe(413);
  });

  it('reads any table once it is told what its columns are', async () => {
    const text = 'Datum;Vorgang;Kürzel;Stück;Kurs\n31.12.2023;Kauf;AAPL;1.000,5;10,25\n';
    const refused = await bring(text);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'import_malformed', errors: [{ field: 'mapping' }] },
    });

    const { body: preview } = await ada.post(`${path}/import/preview`, text, csv);
    expect(preview).toMatchObject({
      ...{ format: 'custom', isDetected: false, header: ['Datum', 'Vorgang', 'Kürzel', 'Stück', 'Kurs'] },
      mapping: {
        columns: { day: 'Datum', type: 'Vorgang', symbol: 'Kürzel', quantity: 'Stück', price: 'Kurs' },
      },
      items: [
        {
          line: 2,
          isDuplicate: false,
          activity: { type: 'buy', quantity: '1000.5', price: '10.25', currency: 'EUR' },
        },
      ],
      report: { rows: 1, added: 1, dryRun: true },
    });
    expect(await listed()).toEqual([]);

    const mapping = encodeURIComponent(JSON.stringify({ ...preview.mapping, defaultCurrency: 'USD' }));
    expect((await bring(text, `mapping=${mapping}`)).body).toMatchObject({ format: 'custom', added: 1 });
    expect(await listed()).toMatchObject([{ day: '2023-12-31', currency: 'USD' }]);
  });

  it.each([
    ['an empty file', '', '', 422, 'csv_malformed'],
    ['a table without its columns', 'a,b\n1,2\n', 'format=tradeyard-csv', 422, 'csv_malformed'],
    ['a table as JSON of a tracker', file(...good), 'format=ghostfolio-json', 422, 'csv_malformed'],
    ['a format that is none', file(...good), 'format=excel', 400, 'validation_failed'],
    ['a mapping that is none', file(...good), 'format=custom&mapping=[1]', 422, 'import_malformed'],
    ['what is no text', `${header}\nbuy\0`, '', 422, 'import_malformed'],
  ])('is refused for %s', async (_, text, query, status, code) => {
    const answer = await bring(text, query || 'format=tradeyard-csv');

    expect(answer).toMatchObject({ status, body: { code } });
  });

  it('is refused for JSON that nobody knows, and for other media', async () => {
    expect((await ada.post(`${path}/import`, { a: 1 })).body.code).toBe('import_malformed');
    expect((await ada.post(`${path}/import`, 'x', { 'content-type': 'text/html' })).status).toBe(415);
  });

  it('is nobody else’s, and nothing of the ledger’s', async () => {
    const bob = await app.register();
    expect((await bob.post(`${path}/import`, file(...good), csv)).body.code).toBe('portfolio_not_found');
    expect((await bob.post(`${path}/import/preview`, file(...good), csv)).body.code).toBe(
      'portfolio_not_found',
    );
    const main = await ada.post(`/portfolios/${ada.user.id}/import`, file(...good), csv);
    expect(main.body.code).toBe('activities_of_ledger');
  });

  it('tells line by line how far it has got, and at the end what became of it', async () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => `buy,2024-01-01,AAPL,${index + 1},1,USD,,`);
    const lines = { ...csv, accept: 'application/x-ndjson' };

    const { status, headers, body } = await ada.post(`${path}/import`, file(...rows), lines);
    const told = body
      .trim()
      .split('\n')
      .map((line: string) => JSON.parse(line));

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/x-ndjson');
    expect(told[0]).toEqual({ read: expect.any(Number), of: file(...rows).length });
    expect(told.filter((line: object) => 'written' in line)).toEqual([
      { written: 1_000, of: 2_500 },
      { written: 2_000, of: 2_500 },
      { written: 2_500, of: 2_500 },
    ]);
    expect(told.at(-1)).toMatchObject({ added: 2_500, version: '1' });
    const refused = await ada.post(`${path}/import?format=tradeyard-csv`, 'a\n1', lines);
    expect(JSON.parse(refused.body.trim().split('\n').at(-1))).toMatchObject({
      status: 422,
      code: 'csv_malformed',
    });
  });

  it('has no more than there is room for, and then none of it', async () => {
    await app.query('update tracked_portfolio set activity_count = 249999 where id = $1', [path.slice(12)]);

    expect((await bring(file(...good))).body.code).toBe('too_many_activities');
    expect(await listed()).toEqual([]);
    expect((await bring(file(purchase))).body.added).toBe(1);
    expect((await ada.post(`${path}/activities`, bought())).body.code).toBe('too_many_activities');
  });
});
