import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { explain, usd } from '../../test/paper.js';
import { VerificationService } from '../ledger/verification.service.js';
import { defaultModels } from './models.dto.js';
import { PaperService } from './paper.service.js';

let app: TestApp;
let paper: PaperService;
let admin: TestPerson;
let ada: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  app = await createTestApp();
  paper = app.get(PaperService);
  admin = await app.register(); // who is first runs the installation
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  expect((await app.get(VerificationService).verify()).differences).toEqual([]);
  await app.close();
});
beforeEach(async () => {
  ada = await app.register({ baseCurrency: 'USD' });
  bob = await app.register();
});

const terms = { name: 'Momentum', currency: 'USD', startingCash: usd('10000.00') };
const open = async (body: object = {}, person = ada) =>
  (await person.post('/portfolios', { ...terms, ...body })).body;
const cashOf = async (id: string, person = ada) =>
  (await person.get(`/portfolios/${id}/positions`)).body.cash;

describe('the list of portfolios', () => {
  it('begins with the main one, in the user’s currency', async () => {
    expect((await ada.get('/portfolios')).body).toEqual({
      items: [
        {
          id: ada.user.id,
          name: 'Main portfolio',
          kind: 'trading',
          currency: 'USD',
          models: defaultModels,
          startingCash: null,
          keepsCash: true,
          createdAt: ada.user.createdAt,
          startedAt: ada.user.createdAt,
          leagueId: null,
          archivedAt: null,
        },
      ],
      next: null,
    });
  });

  it('has those of paper behind it, in pages, and archived ones apart', async () => {
    const ids = [ada.user.id];
    for (const name of ['A', 'B', 'C']) ids.push((await open({ name })).id);
    await open({}, bob);
    for (const limit of [1, 2, 3, 4, 200]) {
      const seen: string[] = [];
      let next: string | null = '';
      while (next !== null) {
        const { body } = await ada.get(`/portfolios?limit=${limit}${next && `&cursor=${next}`}`);
        expect(body.items.length).toBeLessThanOrEqual(limit);
        seen.push(...body.items.map(({ id }: { id: string }) => id));
        next = body.next;
      }
      expect(seen).toEqual(ids);
    }
    await ada.delete(`/portfolios/${ids[2]}`);
    const idsOf = async (query: string) =>
      (await ada.get(`/portfolios${query}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await idsOf('')).toEqual([ids[0], ids[1], ids[3]]);
    expect(await idsOf('?status=archived')).toEqual([ids[2]]);
    expect((await ada.get('/portfolios?status=all')).status).toBe(400);
    expect((await ada.get('/portfolios?cursor=x')).status).toBe(400);
  });

  it.each([
    [
      'open ones',
      'paper_portfolio where user_id = $1 and archived_at is null',
      'paper_portfolio_open_user_id_id',
    ],
    [
      'archived ones',
      'paper_portfolio where user_id = $1 and archived_at is not null',
      'paper_portfolio_archived_user_id_id',
    ],
    ['runs', 'paper_run where portfolio_id = $1', 'paper_run_portfolio_id_id'],
  ])('is read from an index in its order: %s', async (_, from, index) => {
    const plan = await explain(app, `select * from ${from} order by id limit 51`, [ada.user.id]);
    expect(plan).toContain(index);
    expect(plan).not.toContain('Sort');
  });
});

describe('a paper portfolio', () => {
  it('has a book of its own with its starting cash, and takes nothing from the wallet', async () => {
    const answer = await ada.post('/portfolios', terms);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      name: 'Momentum',
      kind: 'paper',
      currency: 'USD',
      models: defaultModels,
      startingCash: usd('10000.00'),
      keepsCash: true,
      createdAt: expect.stringMatching(/Z$/),
      startedAt: answer.body.createdAt,
      leagueId: null,
      archivedAt: null,
    });
    expect((await ada.get(`/portfolios/${answer.body.id}`)).body).toEqual(answer.body);
    expect(await cashOf(answer.body.id)).toEqual(usd('10000.00'));
    expect((await ada.get('/wallet/balances')).body.items).toEqual([]);
    expect((await ada.get('/wallet/transactions')).body.items).toEqual([]);
  });

  it('keeps its starting cash, whoever wants it back', async () => {
    const { id } = await open();
    const [{ last }] = await app.query('select last_journal_id as last from account where book_id = $1', [
      (await paper.getBook(ada.user.id, id)).bookId,
    ]);
    expect((await ada.post(`/wallet/transactions/${last}/reversal`, {})).body.code).toBe(
      'transaction_not_found',
    );
    expect(await admin.post(`/admin/transactions/${last}/reversal`, {})).toMatchObject({
      status: 422,
      body: { code: 'not_reversible' },
    });
    expect(await cashOf(id)).toEqual(usd('10000.00'));
  });

  it('is opened once under a key', async () => {
    const key = { 'idempotency-key': 'one' };
    const first = await ada.post('/portfolios', terms, key);
    const again = await ada.post('/portfolios', terms, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await ada.post('/portfolios', { ...terms, name: 'B' }, key)).body).toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect((await ada.get('/portfolios')).body.items).toHaveLength(2);
  });

  it.each([
    ['yen', { currency: 'JPY', startingCash: { amount: '1000000000', currency: 'JPY' } }],
    ['bitcoins', { currency: 'BTC', startingCash: { amount: '0.00000001', currency: 'BTC' } }],
    ['dinars', { currency: 'KWD', startingCash: { amount: '999999999.999', currency: 'KWD' } }],
  ])('may be in %s', async (_, body) => {
    const { id, startingCash } = await open(body);
    expect(startingCash).toEqual(body.startingCash);
    expect(await cashOf(id)).toEqual(body.startingCash);
  });

  it.each([
    ['no cash', { startingCash: usd('0') }, 422, 'amount_must_be_positive', 'startingCash.amount'],
    ['less than none', { startingCash: usd('-1') }, 422, 'amount_must_be_positive', 'startingCash.amount'],
    ['too much', { startingCash: usd('1000000000.01') }, 422, 'amount_too_large', 'startingCash.amount'],
    ['half a cent', { startingCash: usd('1.005') }, 422, 'too_many_decimals', 'startingCash.amount'],
    ['another currency', { currency: 'EUR' }, 422, 'currency_mismatch', 'startingCash.currency'],
    ['an unknown currency', { currency: 'ABC' }, 422, 'unknown_currency', 'currency'],
    ['a currency that ended', { currency: 'HRK' }, 422, 'currency_ended', 'currency'],
    ['no name', { name: ' ' }, 400, 'validation_failed', 'name'],
    ['a long name', { name: 'x'.repeat(81) }, 400, 'validation_failed', 'name'],
    ['no amount', { startingCash: undefined }, 400, 'validation_failed', 'startingCash'],
    ['models in text', { models: 'touch' }, 400, 'validation_failed', 'models'],
    ['a model too many', { models: { luck: {} } }, 400, 'validation_failed', 'models'],
    [
      'a senseless model',
      { models: { slippage: { kind: 'fixed', percent: '11' } } },
      422,
      'models_invalid',
      'models.slippage.percent',
    ],
    ['another user', { userId: '01890000-0000-7000-8000-000000000000' }, 400, 'validation_failed', 'userId'],
  ])('is refused with %s', async (_, body, status, code, field) => {
    expect(await ada.post('/portfolios', { ...terms, ...body })).toMatchObject({
      status,
      body: { code, errors: expect.arrayContaining([expect.objectContaining({ field })]) },
    });
    expect((await ada.get('/portfolios')).body.items).toHaveLength(1);
  });

  it('is one of at most fifty, however many are opened at once', async () => {
    for (let count = 0; count < 46; count += 1) await open();
    const answers = await Promise.all(Array.from({ length: 8 }, () => ada.post('/portfolios', terms)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 422, 422, 422, 422]);
    expect(answers.find(({ status }) => status === 422)?.body).toMatchObject({ code: 'too_many_portfolios' });
    const { items } = (await ada.get('/portfolios?limit=200')).body;
    expect(items).toHaveLength(51);
    expect((await ada.delete(`/portfolios/${items[1].id}`)).status).toBe(204);
    expect((await ada.post('/portfolios', terms)).status).toBe(201);
  });

  it('is renamed, and filled by other models, part by part', async () => {
    const { id, ...before } = await open({ models: { price: { kind: 'spread', percent: '50' } } });
    const fee = { kind: 'perShare', amount: '0.005', minimum: '1' };
    const changed = await ada.patch(`/portfolios/${id}`, { name: ' Value ', models: { fee } });
    expect(changed.body).toEqual({ id, ...before, name: 'Value', models: { ...before.models, fee } });
    expect((await ada.patch(`/portfolios/${id}`, {})).body).toEqual(changed.body);
    expect((await paper.getBook(ada.user.id, id)).models).toEqual(changed.body.models);
    expect((await ada.patch(`/portfolios/${id}`, { models: { fee: { kind: 'luck' } } })).body).toMatchObject({
      code: 'validation_failed',
      errors: [expect.objectContaining({ field: 'models.fee.kind' })],
    });
  });
});

describe('the main portfolio', () => {
  it('may have models, and nothing else of a paper one', async () => {
    const path = `/portfolios/${ada.user.id}`;
    const models = { ...defaultModels, slippage: { kind: 'fixed', percent: '1' } };
    expect((await ada.patch(path, { models: { slippage: models.slippage } })).body).toMatchObject({
      kind: 'trading',
      models,
    });
    expect((await ada.get(path)).body.models).toEqual(models);
    expect(await paper.getBook(ada.user.id, undefined)).toEqual({
      portfolioId: ada.user.id,
      bookId: ada.user.id,
      currency: 'USD',
      models,
      league: null,
    });
    for (const answer of [
      await ada.patch(path, { name: 'Mine' }),
      await ada.post(`${path}/reset`, {}),
      await ada.delete(path),
      await ada.get(`${path}/runs`),
    ])
      expect(answer).toMatchObject({ status: 422, body: { code: 'portfolio_is_main' } });
    expect((await ada.get(`${path}/positions`)).status).toBe(200);
  });
});

describe('somebody else’s portfolio', () => {
  it.each([
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/reset'],
    ['GET', '/runs'],
    ['GET', '/positions'],
  ])('is not there: %s %s', async (method, path) => {
    const { id } = await open();
    for (const other of [id, ada.user.id, 'nonsense', '01890000-0000-7000-8000-000000000000']) {
      const body = method === 'PATCH' ? { name: 'Mine' } : method === 'POST' ? {} : undefined;
      expect(await bob.send(method, `/portfolios/${other}${path}`, body)).toMatchObject({
        status: 404,
        body: { code: 'portfolio_not_found' },
      });
    }
    expect((await ada.get(`/portfolios/${id}`)).body).toMatchObject({ name: 'Momentum', archivedAt: null });
    await expect(paper.getBook(bob.user.id, id)).rejects.toMatchObject({ code: 'portfolio_not_found' });
    await expect(paper.listBooks(bob.user.id, id)).rejects.toMatchObject({ code: 'portfolio_not_found' });
  });
});
