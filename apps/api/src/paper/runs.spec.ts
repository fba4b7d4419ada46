import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, testPassword, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';
import { tradeShares, usd } from '../../test/paper.js';
import { VerificationService } from '../ledger/verification.service.js';
import { PaperService } from './paper.service.js';

let app: TestApp;
let paper: PaperService;
let ada: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  app = await createTestApp();
  paper = app.get(PaperService);
  await app.register(); // who is first runs the installation
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  expect((await app.get(VerificationService).verify()).differences).toEqual([]);
  await app.close();
});
beforeEach(async () => {
  ada = await app.register({ baseCurrency: 'USD' });
  bob = await app.register();
  quote(app, 'AAPL', '200.00', '200.00');
});

const terms = { name: 'Momentum', currency: 'USD', startingCash: usd('10000.00') };
const open = async () => (await ada.post('/portfolios', terms)).body;
const bookOf = async (id: string) => (await paper.getBook(ada.user.id, id)).bookId;
const cashOf = async (id: string, person = ada) =>
  (await person.get(`/portfolios/${id}/positions`)).body.cash;

describe('a reset', () => {
  it('begins anew in another book, and keeps what was', async () => {
    const { id } = await open();
    const firstBook = await bookOf(id);
    await tradeShares(app, firstBook, 'buy', '10');
    quote(app, 'AAPL', '250.00', '250.00');
    const { body } = await ada.post(`/portfolios/${id}/reset`, {});
    expect(body).toMatchObject({ id, startingCash: usd('10000.00') });
    const secondBook = await bookOf(id);
    expect(secondBook).not.toBe(firstBook);
    expect((await ada.get(`/portfolios/${id}/positions`)).body).toMatchObject({
      items: [],
      cash: usd('10000.00'),
      netWorth: usd('10000.00'),
    });
    await ada.post(`/portfolios/${id}/reset`, { startingCash: usd('500.00') });
    expect(await cashOf(id)).toEqual(usd('500.00'));
    const { items } = (await ada.get(`/portfolios/${id}/runs`)).body;
    expect(items).toMatchObject([
      { endedAt: null, startingCash: usd('500.00'), endValue: null },
      { id: secondBook, startingCash: usd('10000.00'), endValue: usd('10000.00') },
      {
        id: firstBook,
        endedAt: expect.any(String),
        startingCash: usd('10000.00'),
        endValue: usd('10500.00'),
      },
    ]);
    const page = (await ada.get(`/portfolios/${id}/runs?limit=2`)).body;
    expect((await ada.get(`/portfolios/${id}/runs?cursor=${page.next}`)).body).toMatchObject({
      items: [{ id: firstBook }],
      next: null,
    });
    expect(await paper.listBooks(ada.user.id, id)).toEqual(items.map((run: { id: string }) => run.id));
    const books = await paper.booksOf([firstBook, secondBook, ada.user.id, bob.user.id]);
    expect(books.get(firstBook)).toMatchObject({ portfolioId: id, bookId: firstBook, userId: ada.user.id });
    expect(books.get(bob.user.id)).toMatchObject({ portfolioId: bob.user.id, userId: bob.user.id });
    expect(books.get(firstBook)?.endedAt).toBeInstanceOf(Date);
    expect(books.get(bob.user.id)?.endedAt).toBeNull();
    expect((await paper.booksOf([await bookOf(id)])).get(await bookOf(id))?.endedAt).toBeNull();
    expect(books.size).toBe(4);
    const kept = await app.query('select count(*)::int from account where book_id = $1', [firstBook]);
    expect(kept).toEqual([{ count: 2 }]);
    await expect(app.query('delete from paper_run where id = $1', [firstBook])).rejects.toThrow();
  });

  it('happens once under a key', async () => {
    const { id } = await open();
    const key = { 'idempotency-key': 'again' };
    const first = await ada.post(`/portfolios/${id}/reset`, {}, key);
    expect((await ada.post(`/portfolios/${id}/reset`, {}, key)).body).toEqual(first.body);
    expect((await ada.get(`/portfolios/${id}/runs`)).body.items).toHaveLength(2);
  });

  it('is done one after the other, however many ask at once', async () => {
    const { id } = await open();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => ada.post(`/portfolios/${id}/reset`, {})),
    );
    for (const { status, body } of answers)
      if (status !== 201) expect(body).toMatchObject({ status: 409, code: 'portfolio_changed' });
    const done = answers.filter(({ status }) => status === 201).length;
    const { items } = (await ada.get(`/portfolios/${id}/runs`)).body;
    expect(items).toHaveLength(done + 1);
    expect(items.filter(({ endedAt }: { endedAt: string | null }) => endedAt === null)).toHaveLength(1);
  });

  it('loses no change that is made meanwhile', async () => {
    const { id } = await open();
    await Promise.all([
      ada.post(`/portfolios/${id}/reset`, {}),
      ada.patch(`/portfolios/${id}`, { name: 'Value' }),
    ]);
    expect((await ada.get(`/portfolios/${id}`)).body).toMatchObject({ name: 'Value' });
    expect((await ada.get(`/portfolios/${id}/runs`)).body.items).toHaveLength(2);
  });

  it('waits for those who trade there, before and after, and stays away when they fail', async () => {
    const { id } = await open();
    const book = await bookOf(id);
    const asked: [string, string][] = [];
    const closes = vi.spyOn(paper, 'bookCloses').mockImplementation(async (bookId) => {
      asked.push([bookId, await bookOf(id)]);
    });
    await ada.post(`/portfolios/${id}/reset`, {});
    const next = await bookOf(id);
    expect(asked).toEqual([
      [book, book],
      [book, next],
    ]);
    closes.mockRejectedValue(new Error('an order that cannot be cancelled'));
    expect((await ada.post(`/portfolios/${id}/reset`, {})).status).toBe(500);
    closes.mockRestore();
    expect(await bookOf(id)).toBe(next);
  });

  it.each([
    ['no cash', { startingCash: usd('0') }, 422, 'amount_must_be_positive'],
    ['another currency', { startingCash: { amount: '5', currency: 'EUR' } }, 422, 'currency_mismatch'],
    ['another name', { name: 'B' }, 400, 'validation_failed'],
  ])('is refused with %s', async (_, body, status, code) => {
    const { id } = await open();
    const book = await bookOf(id);
    expect(await ada.post(`/portfolios/${id}/reset`, body)).toMatchObject({ status, body: { code } });
    expect(await bookOf(id)).toBe(book);
  });
});

describe('an archived portfolio', () => {
  it('can be read and no more', async () => {
    const { id } = await open();
    await tradeShares(app, await bookOf(id), 'buy', '10');
    expect((await ada.delete(`/portfolios/${id}`)).status).toBe(204);
    expect((await ada.get(`/portfolios/${id}`)).body.archivedAt).toEqual(expect.any(String));
    expect((await ada.get(`/portfolios/${id}/positions`)).body.items).toHaveLength(1);
    expect((await ada.get(`/portfolios/${id}/runs`)).body.items).toMatchObject([
      { endedAt: expect.any(String), endValue: usd('10000.00') },
    ]);
    for (const answer of [
      await ada.patch(`/portfolios/${id}`, { name: 'B' }),
      await ada.post(`/portfolios/${id}/reset`, {}),
      await ada.delete(`/portfolios/${id}`),
    ])
      expect(answer).toMatchObject({ status: 422, body: { code: 'portfolio_archived' } });
    await expect(paper.getBook(ada.user.id, id)).rejects.toMatchObject({
      code: 'portfolio_archived',
      field: 'portfolioId',
    });
  });

  it('is what becomes of all when the account is closed', async () => {
    const ids = [(await open()).id, (await open()).id];
    const book = await bookOf(ids[0]);
    await tradeShares(app, book, 'buy', '10');
    expect((await ada.post('/me/close', { password: testPassword })).status).toBe(204);
    const rows = await app.query(
      'select archived_at is not null as archived from paper_portfolio where id = any ($1)',
      [ids],
    );
    expect(rows).toEqual([{ archived: true }, { archived: true }]);
    const runs = await app.query('select end_value from paper_run where id = $1', [book]);
    expect(runs).toEqual([{ end_value: '1000000' }]);
    const owner = await app.query('select open_count from paper_owner where id = $1', [ada.user.id]);
    expect(owner).toEqual([{ open_count: 0 }]);
  });
});
