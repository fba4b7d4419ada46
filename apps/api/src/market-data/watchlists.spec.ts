import { watchlistsMax, watchlistSymbolsMax } from '@tradeyard/market';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  bob = await app.register();
});
afterAll(() => app.close());
beforeEach(async () => {
  ada = await app.register();
});

const nobodys = '00000000-0000-7000-8000-000000000000';

async function create(name: string, symbols?: readonly string[]): Promise<string> {
  const { status, body } = await ada.post('/watchlists', { name, ...(symbols && { symbols }) });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

const listNames = async (): Promise<string[]> =>
  (await ada.get('/watchlists')).body.items.map(({ name }: { name: string }) => name);
const symbolsOf = async (id: string): Promise<string[]> => (await ada.get(`/watchlists/${id}`)).body.symbols;

/** Instruments that nobody trades, to fill a list with. */
async function addInstruments(count: number): Promise<string[]> {
  const symbols = Array.from({ length: count }, (_, index) => `Z${index + 1000}`);
  await app.query(
    `insert into instrument (symbol, name, exchange, class, currency, tick_size, start_price, yearly_volatility_bp, spread_bp, daily_volume)
     select symbol, symbol, 'NYSE', 'stock', 'USD', 0.01, 1, 1, 1, 1 from unnest($1::text[]) as symbol on conflict do nothing`,
    [symbols],
  );
  return symbols;
}

describe('watchlists', () => {
  it('are begun, told in order, and have their instruments', async () => {
    expect((await ada.get('/watchlists')).body).toEqual({ items: [], next: null });
    const tech = await create(' Tech ', ['TSLA', 'AAPL']);
    const coins = await create('Coins');

    expect((await ada.get('/watchlists')).body).toEqual({
      items: [
        { id: tech, name: 'Tech', symbols: ['TSLA', 'AAPL'] },
        { id: coins, name: 'Coins', symbols: [] },
      ],
      next: null,
    });
    const { body } = await ada.get(`/watchlists/${tech}`);
    expect(body.instruments.map(({ name }: { name: string }) => name)).toEqual(['Tesla, Inc.', 'Apple Inc.']);
  });

  it('are renamed, also to the same name in other letters, and filled anew', async () => {
    const id = await create('Tech', ['AAPL']);
    const renamed = await ada.patch(`/watchlists/${id}`, { name: 'TECH' });
    expect([renamed.status, renamed.body]).toEqual([200, { id, name: 'TECH', symbols: ['AAPL'] }]);
    await ada.patch(`/watchlists/${id}`, { symbols: ['TSLA', 'AMZN'] });
    expect((await ada.get(`/watchlists/${id}`)).body).toMatchObject({
      name: 'TECH',
      symbols: ['TSLA', 'AMZN'],
    });
  });

  it.each([
    ['to the front', 2, 0, ['C', 'A', 'B']],
    ['to the middle', 0, 1, ['B', 'A', 'C']],
    ['behind the end', 0, 20, ['B', 'C', 'A']],
  ])('move %s', async (_, from, position, expected) => {
    const ids = [await create('A'), await create('B'), await create('C')];
    expect((await ada.patch(`/watchlists/${ids[from]}`, { position })).status).toBe(200);
    expect(await listNames()).toEqual(expected);
    await create('D');
    expect(await listNames()).toEqual([...expected, 'D']);
  });

  it('are deleted once, and leave their name', async () => {
    const id = await create('Tech');
    expect((await ada.delete(`/watchlists/${id}`)).status).toBe(204);
    expect((await ada.delete(`/watchlists/${id}`)).body.code).toBe('watchlist_not_found');
    await create('Tech');
    expect(await listNames()).toEqual(['Tech']);
  });
});

describe('an instrument in a watchlist', () => {
  it('is added, moved and taken out, and doing so twice changes nothing', async () => {
    const id = await create('Tech', ['AAPL']);
    const path = (symbol: string) => `/watchlists/${id}/symbols/${symbol}`;
    for (const [method, symbol, body, symbols] of [
      ['PUT', 'BTC-USD', undefined, ['AAPL', 'BTC-USD']],
      ['PUT', 'TSLA', { position: 0 }, ['TSLA', 'AAPL', 'BTC-USD']],
      ['PUT', 'TSLA', { position: 1 }, ['AAPL', 'TSLA', 'BTC-USD']],
      ['PUT', 'TSLA', {}, ['AAPL', 'TSLA', 'BTC-USD']],
      ['DELETE', 'AAPL', undefined, ['TSLA', 'BTC-USD']],
      ['DELETE', 'NOPE', undefined, ['TSLA', 'BTC-USD']],
    ] as const) {
      for (const answer of [
        await ada.send(method, path(symbol), body),
        await ada.send(method, path(symbol), body),
      ])
        expect([answer.status, answer.body]).toEqual([200, { id, name: 'Tech', symbols }]);
    }
  });
});

describe('refuses', () => {
  const create = (body: object) => (_: string) => ada.post('/watchlists', body);
  const change = (body: object) => (id: string) => ada.patch(`/watchlists/${id}`, body);
  const put = (symbol: string, body?: object) => (id: string) =>
    ada.put(`/watchlists/${id}/symbols/${symbol}`, body);

  it.each([
    ['no name', create({}), 400, 'validation_failed', 'name'],
    ['an empty name', create({ name: ' ' }), 400, 'validation_failed', 'name'],
    ['a long name', create({ name: 'x'.repeat(61) }), 400, 'validation_failed', 'name'],
    ['an unreadable name', create({ name: 'a\u202eb' }), 400, 'validation_failed', 'name'],
    ['a name that cannot be seen', create({ name: '\u200b' }), 400, 'validation_failed', 'name'],
    ['a name of null', change({ name: null }), 400, 'validation_failed', 'name'],
    ['a taken name', create({ name: 'tECH' }), 409, 'watchlist_name_taken', 'name'],
    ['to rename to a taken name', change({ name: 'COINS' }), 409, 'watchlist_name_taken', 'name'],
    [
      'an unknown symbol',
      create({ name: 'X', symbols: ['AAPL', 'NOPE'] }),
      404,
      'instrument_not_found',
      'symbols',
    ],
    [
      'to fill it with an unknown symbol',
      change({ symbols: ['NOPE'] }),
      404,
      'instrument_not_found',
      'symbols',
    ],
    ['to add an unknown symbol', put('NOPE'), 404, 'instrument_not_found', 'symbol'],
    ['a symbol twice', create({ name: 'X', symbols: ['AAPL', 'AAPL'] }), 400, 'validation_failed', 'symbols'],
    ['symbols that are no list', create({ name: 'X', symbols: 'AAPL' }), 400, 'validation_failed', 'symbols'],
    ['symbols that are no text', create({ name: 'X', symbols: [1] }), 400, 'validation_failed', 'symbols'],
    ['symbols of null', change({ symbols: null }), 400, 'validation_failed', 'symbols'],
    ['a place before the first', put('AAPL', { position: -1 }), 400, 'validation_failed', 'position'],
    ['a place between two', change({ position: 0.5 }), 400, 'validation_failed', 'position'],
    ['a place as text', put('AAPL', { position: '0' }), 400, 'validation_failed', 'position'],
    ['what it does not know', change({ owner: 'bob' }), 400, 'validation_failed', 'owner'],
  ])('%s', async (_, ask, status, code, field) => {
    const { body: tech } = await ada.post('/watchlists', { name: 'Tech', symbols: ['TSLA'] });
    await ada.post('/watchlists', { name: 'Coins' });
    const { status: answered, body } = await ask(tech.id);
    expect([answered, body.code, body.errors?.[0]?.field]).toEqual([status, code, field]);
    expect(await listNames()).toEqual(['Tech', 'Coins']);
    expect(await symbolsOf(tech.id)).toEqual(['TSLA']);
  });

  it('more symbols than a list has room for', async () => {
    const symbols = await addInstruments(watchlistSymbolsMax);
    const tooMany = await ada.post('/watchlists', { name: 'X', symbols: [...symbols, 'AAPL'] });
    expect([tooMany.status, tooMany.body.errors[0].field]).toEqual([400, 'symbols']);
    const { body: list } = await ada.post('/watchlists', { name: 'X', symbols });
    const { status, body } = await put('AAPL')(list.id);
    expect([status, body.code, body.errors[0].field]).toEqual([422, 'watchlist_full', 'symbol']);
    expect((await put('Z1000', { position: 5 })(list.id)).status).toBe(200);
  });
});

describe('the list of somebody else', () => {
  it.each([
    ['GET', ''],
    ['PATCH', '', { name: 'Mine' }],
    ['PATCH', '', { position: 0 }],
    ['DELETE', ''],
    ['PUT', '/symbols/TSLA'],
    ['PUT', '/symbols/NOPE'],
    ['DELETE', '/symbols/AAPL'],
  ])('is not there: %s %s %o', async (method, path, body?: object) => {
    const id = await create('Tech', ['AAPL']);
    for (const other of [id, nobodys, 'nonsense']) {
      const { status, body: problem } = await bob.send(method, `/watchlists/${other}${path}`, body);
      expect([status, problem.code]).toEqual([404, 'watchlist_not_found']);
    }
    expect((await ada.get(`/watchlists/${id}`)).body).toMatchObject({ name: 'Tech', symbols: ['AAPL'] });
    expect((await bob.get('/watchlists')).body.items).toEqual([]);
  });

  it('has its own names', async () => {
    await create('Tech');
    const { status, body } = await bob.post('/watchlists', { name: 'Tech' });
    expect(status).toBe(201);
    expect((await bob.delete(`/watchlists/${body.id}`)).status).toBe(204);
  });
});

describe('at the same instant', () => {
  it('nothing that is added, moved or taken out gets lost', async () => {
    const symbols = (await addInstruments(watchlistSymbolsMax)).slice(0, 30);
    const id = await create('Tech', ['AAPL', 'TSLA', 'AMZN']);
    await Promise.all([
      ...symbols.map((symbol) => ada.put(`/watchlists/${id}/symbols/${symbol}`)),
      ada.delete(`/watchlists/${id}/symbols/AAPL`),
      ada.put(`/watchlists/${id}/symbols/AMZN`, { position: 0 }),
      ada.patch(`/watchlists/${id}`, { name: 'Technology' }),
    ]);
    expect((await symbolsOf(id)).sort()).toEqual([...symbols, 'AMZN', 'TSLA'].sort());
    expect(await listNames()).toEqual(['Technology']);
  });

  it('one of many gets the name', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ada.post('/watchlists', { name: 'Tech' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  it('nobody gets more lists than there is room for', async () => {
    const answers = await Promise.all(
      Array.from({ length: watchlistsMax + 10 }, (_, index) =>
        ada.post('/watchlists', { name: `L ${index}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(watchlistsMax);
    expect(new Set(answers.flatMap(({ body }) => body.code ?? []))).toEqual(new Set(['too_many_watchlists']));
    expect(await listNames()).toHaveLength(watchlistsMax);
  });
});
