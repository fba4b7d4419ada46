import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { explain } from '../../test/paper.js';
import { bought, track } from '../../test/tracked.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
let path: string;
beforeAll(async () => {
  app = await createTestApp();
  [ada, bob] = [await app.register(), await app.register()];
});
afterAll(() => app.close());
beforeEach(async () => {
  path = await track(ada);
});

const enter = async (fields: object = {}) => (await ada.post(`${path}/activities`, bought(fields))).body;
const listed = async (query = 'order=oldest') => (await ada.get(`${path}/activities?${query}`)).body.items;

describe('an activity', () => {
  it('is as it was entered, at once, with an asset that it makes', async () => {
    const { status, body } = await ada.post(`${path}/activities`, bought({ fee: '1.50', note: 'First' }));

    expect(status).toBe(201);
    expect(body).toEqual({
      ...bought({ fee: '1.5', note: 'First' }),
      ...{ id: expect.any(String), at: null, amount: null, ratioTo: null, ratioFrom: null, target: null },
      ...{ costShare: null, acquired: null, lots: null, isInternal: false, version: '1' },
    });
    expect(await listed()).toEqual([body]);
    expect((await ada.get(`${path}/assets`)).body.items).toEqual([
      {
        ...{ symbol: 'AAPL', name: 'Apple Inc.', class: 'stock', currency: 'USD', instrument: 'AAPL' },
        ...{ sector: null, country: null },
      },
    ]);
  });

  it.each([
    ['of a symbol that no market has', { symbol: 'HOUSE' }, 'HOUSE', null, 'other'],
    ['of an instrument in another currency', { currency: 'EUR' }, 'AAPL', null, 'other'],
    ['priced by hand', { type: 'item' }, 'AAPL', null, 'other'],
    [
      'that is owed',
      { type: 'liability', symbol: 'Loan', quantity: null, price: null, amount: '5' },
      'Loan',
      null,
      'liability',
    ],
  ])('makes an asset %s', async (_, fields, symbol, instrument, assetClass) => {
    await enter(fields);

    expect((await ada.get(`${path}/assets/${symbol}`)).body).toMatchObject({ instrument, class: assetClass });
  });

  it.each([
    ['no quantity', { quantity: null }, 'activity_malformed', 'quantity'],
    ['no symbol', { symbol: null }, 'activity_malformed', 'symbol'],
    ['a day that does not exist', { day: '2024-02-30' }, 'date_out_of_range', 'day'],
    ['a day far ahead', { day: '2999-01-01' }, 'date_out_of_range', 'day'],
    ['no decimal', { price: '1e3' }, 'not_a_decimal', 'price'],
    ['a currency that nobody knows', { currency: 'XXQ' }, 'unknown_currency', 'currency'],
    ['what its type has no use for', { ratioTo: '2' }, 'activity_malformed', 'ratioTo'],
    ['a type that is none', { type: 'gift' }, 'validation_failed', 'type'],
    ['a field that is none', { colour: 'red' }, 'validation_failed', 'colour'],
    [
      'lots that are not there',
      { type: 'sell', lots: [{ activityId: uuid(), quantity: '1' }] },
      'lot_not_found',
      'lots',
    ],
    ['lots of no id', { type: 'sell', lots: [{ activityId: 'x', quantity: '1' }] }, 'lot_not_found', 'lots'],
    ['an id that is none', { id: 'x' }, 'validation_failed', 'id'],
  ])('is refused with %s', async (_, fields, code, field) => {
    const { body } = await ada.post(`${path}/activities`, bought(fields));

    expect(body).toMatchObject({ code, errors: [{ field }] });
    expect(await listed()).toEqual([]);
    expect((await ada.get(`${path}/changes`)).body.items).toEqual([]);
  });

  it('is entered once under an id of one’s own, however often it is sent', async () => {
    const id = uuid();
    const answers = await Promise.all(Array.from({ length: 5 }, () => enter({ id })));

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await listed()).toHaveLength(1);
    expect(await enter({ id, quantity: '11' })).toMatchObject({ status: 409, code: 'activity_exists' });
    await ada.delete(`${path}/activities/${id.toUpperCase()}`);
    expect(await enter({ id: id.toUpperCase() })).toEqual(answers[0]);
    expect(await listed()).toHaveLength(0);
  });

  it('is corrected field by field', async () => {
    const { id } = await enter({ amount: '1898.4', note: 'Old' });
    const edit = async (body: object) => (await ada.patch(`${path}/activities/${id}`, body)).body;

    expect(await edit({ quantity: '20' })).toMatchObject({
      quantity: '20',
      price: '189.84',
      amount: null,
      note: 'Old',
    });
    expect(await edit({ amount: '4000' })).toMatchObject({ price: '200', amount: '4000', version: '3' });
    expect(await edit({ note: null, symbol: 'MSFT' })).toMatchObject({ note: '', symbol: 'MSFT' });
    expect(await edit({ type: 'deposit', amount: '7', symbol: null })).toMatchObject({
      ...{ type: 'deposit', amount: '7', quantity: null, price: null, symbol: null },
    });
    expect(await edit({ amount: '7.00' })).toMatchObject({ version: '5' });
    expect(await edit({ amount: '-7' })).toMatchObject({ code: 'amount_must_be_positive' });
    expect(await listed()).toHaveLength(1);
  });

  it('is removed, alone or with others: all or none', async () => {
    const ids = [];
    for (const quantity of ['1', '2', '3', '4']) ids.push((await enter({ quantity })).id);

    expect((await ada.delete(`${path}/activities/${ids[0]}`)).body).toMatchObject({
      kind: 'delete',
      count: 1,
    });
    const failed = await ada.post(`${path}/activities/removal`, { ids: [ids[1], ids[0]] });
    expect(failed).toMatchObject({ status: 404, body: { code: 'activity_not_found' } });
    expect(await listed()).toHaveLength(3);
    const removal = await ada.post(`${path}/activities/removal`, { ids: [ids[1], ids[2], ids[1]] });
    expect(removal.body).toMatchObject({ kind: 'delete', count: 2, version: '6' });
    expect(await listed()).toMatchObject([{ id: ids[3] }]);
  });

  it('is nobody else’s, and not there under what is no id', async () => {
    const { id } = await enter();
    const another = await track(bob);

    for (const answer of [
      await bob.get(`${path}/activities`),
      await bob.post(`${path}/activities`, bought()),
      await bob.patch(`${path}/activities/${id}`, { note: 'x' }),
      await bob.delete(`${path}/activities/${id}`),
      await bob.post(`${path}/activities/removal`, { ids: [id] }),
      await bob.get(`${path}/changes`),
      await bob.post(`${path}/changes/1/undo`),
      await ada.get('/portfolios/x/activities'),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'portfolio_not_found' } });
    for (const answer of [
      await bob.delete(`${another}/activities/${id}`),
      await ada.patch(`${path}/activities/x`, { note: 'x' }),
      await ada.delete(`${path}/activities/x`),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'activity_not_found' } });
    expect(await listed()).toHaveLength(1);
  });

  it('is not entered where the ledger books, nor in what is archived', async () => {
    const main = `/portfolios/${ada.user.id}`;
    expect((await ada.post(`${main}/activities`, bought())).body.code).toBe('activities_of_ledger');
    expect((await ada.delete(`${main}/activities/${uuid()}`)).body.code).toBe('activities_of_ledger');
    expect((await ada.post(`${main}/changes/1/undo`)).body.code).toBe('activities_of_ledger');

    await enter();
    await ada.delete(path);

    expect((await ada.post(`${path}/activities`, bought())).body.code).toBe('portfolio_archived');
    expect(await listed()).toHaveLength(1);
  });
});

describe('the list', () => {
  const days = ['2024-01-05', '2024-01-01', '2024-01-05', '2024-01-03', '2024-01-05'];

  it.each(['newest', 'oldest'])('is read in pages by day and entry: %s', async (order) => {
    const entered = [];
    for (const day of days) entered.push(await enter({ day }));
    const expected = entered.toSorted((a, b) => `${a.day}${a.id}`.localeCompare(`${b.day}${b.id}`));
    if (order === 'newest') expected.reverse();

    const read = [];
    for (let cursor = ''; ;) {
      const { body } = await ada.get(`${path}/activities?limit=2&order=${order}${cursor}`);
      read.push(...body.items);
      if (!body.next) break;
      cursor = `&cursor=${body.next}`;
    }

    expect(read).toEqual(expected);
  });

  it.each([
    ['type=deposit', ['c']],
    ['type=deposit,sell', ['b', 'c']],
    ['type=deposit&type=sell', ['b', 'c']],
    ['symbol=AAPL', ['a']],
    ['from=2024-01-02', ['b', 'c']],
    ['to=2024-01-02', ['a', 'b']],
    ['from=2024-01-02&to=2024-01-02&symbol=MSFT', ['b']],
    ['text=50%25', ['c']],
    ['text=msf', ['b']],
    ['text=_', []],
  ])('has what is asked for: %s', async (query, notes) => {
    await enter({ day: '2024-01-01', note: 'a' });
    await enter({ day: '2024-01-02', note: 'b', type: 'sell', symbol: 'MSFT' });
    const cash = { type: 'deposit', symbol: null, quantity: null, price: null, amount: '1' };
    await enter({ ...cash, day: '2024-01-03', note: 'c' });
    if (query.startsWith('text=50'))
      await ada.patch(`${path}/activities/${(await listed())[2].id}`, { note: '50% c' });

    const found = await listed(`order=oldest&${query}`);

    expect(found.map(({ note }: { note: string }) => note.at(-1))).toEqual(notes);
  });

  const anyId = '01890000-0000-7000-8000-000000000000';
  it.each([
    'x',
    '2024-01-01',
    '2024-01-01_x',
    `2024-13-01_${anyId}`,
    `2024-02-31_${anyId}`,
    `0000-01-01_${anyId}`,
  ])('refuses a cursor that is none: %s', async (cursor) => {
    expect((await ada.get(`${path}/activities?cursor=${cursor}`)).body.code).toBe('validation_failed');
  });

  it.each([
    ['day_id', '', 'day desc'],
    ['symbol_day_id', `and symbol = 'AAPL'`, 'day desc'],
  ])('goes along the index %s', async (index, condition, order) => {
    const plan = await explain(
      app,
      `select id from portfolio_activity where portfolio_id = $1 and to_version is null ${condition}
         and (day, id) < ('2024-01-01'::date, $1::uuid) order by ${order}, id desc limit 51`,
      [uuid()],
    );

    expect(plan).toContain(`portfolio_activity_${index}`);
    expect(plan).not.toContain('Sort');
  });
});
