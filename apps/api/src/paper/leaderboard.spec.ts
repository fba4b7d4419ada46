import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';
import { tradeShares, usd } from '../../test/paper.js';
import { LeagueResultsService } from './league-results.service.js';
import { LeaguesJob } from './leagues.job.js';
import { PaperService } from './paper.service.js';
import { StandingsService, ranked } from './standings.service.js';

const hourMs = 3_600_000;

let app: TestApp;
let teacher: TestPerson;
let people: TestPerson[];
let league: { id: string; code: string };
let portfolios: string[];

beforeAll(async () => {
  app = await createTestApp();
  teacher = await app.register(); // who is first is an administrator
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

beforeEach(async () => {
  app.clock.set(app.clock.now());
  price('200.00');
  const at = app.clock.now().getTime();
  const body = {
    name: 'Economics 101',
    currency: 'USD',
    startingCash: usd('10000.00'),
    startsAt: new Date(at - hourMs).toISOString(),
    endsAt: new Date(at + hourMs).toISOString(),
  };
  league = (await teacher.post('/leagues', body)).body;
  people = [await app.register(), await app.register(), await app.register(), await app.register()];
  portfolios = [];
  for (const person of people)
    portfolios.push((await person.post('/leagues/join', { code: league.code })).body.id);
});

const price = (amount: string) => quote(app, 'AAPL', amount, amount);
const board = async (query = '', person = teacher) =>
  (await person.get(`/leagues/${league.id}/leaderboard${query}`)).body;
async function buy(index: number, quantity: string): Promise<void> {
  const { bookId } = await app.get(PaperService).getBook(people[index]?.user.id ?? '', portfolios[index]);
  await tradeShares(app, bookId, 'buy', quantity);
}
const short = ({ items }: { items: { id: string; rank: number; returnPercent: string }[] }) =>
  items.map(({ id, rank, returnPercent }) => [
    people.findIndex(({ user }) => user.id === id),
    rank,
    returnPercent,
  ]);

describe('the leaderboard', () => {
  it('ranks by return; the same returns share a rank', async () => {
    await buy(1, '10');
    await buy(2, '20');
    await buy(3, '10');
    price('250.00');
    const { asOf, ...rest } = await board();
    expect(short(rest)).toEqual([
      [2, 1, '10.00'],
      [1, 2, '5.00'],
      [3, 2, '5.00'],
      [0, 4, '0.00'],
    ]);
    expect(rest).toMatchObject({ next: null, me: null, final: false });
    expect(rest.items[0]).toEqual({
      id: people[2]?.user.id,
      handle: people[2]?.user.handle,
      displayName: people[2]?.user.displayName,
      rank: 1,
      value: usd('11000.00'),
      returnPercent: '10.00',
    });
    expect(asOf).toBe(app.clock.now().toISOString());
    expect((await board('', people[3])).me).toMatchObject({ id: people[3]?.user.id, rank: 2 });
  });

  it('comes in pages', async () => {
    await buy(2, '20');
    price('250.00');
    const first = await board('?limit=3');
    expect([short(first).map(([index]) => index), first.next]).toEqual([[2, 0, 1], '3']);
    const second = await board(`?limit=3&cursor=${first.next}`);
    expect([short(second), second.next]).toEqual([[[3, 2, '0.00']], null]);
    for (const query of ['?cursor=x', '?cursor=-1', '?limit=0'])
      expect(await board(query)).toMatchObject({ status: 400 });
  });

  it('is at most two seconds old', async () => {
    await buy(0, '10');
    expect(short(await board())[0]).toEqual([0, 1, '0.00']);
    price('250.00');
    expect(short(await board())[0]).toEqual([0, 1, '0.00']);
    app.clock.advance(2_000);
    expect(short(await board())[0]).toEqual([0, 1, '5.00']);
  });

  it('asks as many queries for few as for many', async () => {
    const count = async (): Promise<number> => {
      app.clock.advance(2_000);
      const runners = vi.spyOn(app.get(DataSource).driver, 'createQueryRunner');
      await app
        .get(StandingsService)
        .read(
          (await app.get(DataSource).getRepository('league').findOneByOrFail({ id: league.id })) as never,
        );
      const calls = runners.mock.calls.length;
      runners.mockRestore();
      return calls;
    };
    // Jobs of the application may ask something at the same time: they only add.
    const least = async (): Promise<number> => Math.min(await count(), await count(), await count());
    await buy(0, '1');
    const before = await least();
    for (let index = 0; index < 4; index += 1) {
      const person = await app.register();
      people.push(person);
      portfolios.push((await person.post('/leagues/join', { code: league.code })).body.id);
      await buy(people.length - 1, '1');
    }
    expect(before).toBeGreaterThan(0);
    // A query for each member would be more, however often it is looked at.
    await expect.poll(count).toBeLessThanOrEqual(before);
  });

  it('counts what was begun anew, from the same cash', () => {
    const person = { id: '1', handle: 'ada', displayName: 'Ada' };
    const values = [5n, 7n, 7n, 1n].map((value) => ({ person, value }));
    expect(ranked(values, 4n).map(({ place, rank, returnPercent }) => [place, rank, returnPercent])).toEqual([
      [1, 1, '75.00'],
      [2, 1, '75.00'],
      [3, 3, '25.00'],
      [4, 4, '-75.00'],
    ]);
    expect(ranked([], 4n)).toEqual([]);
  });
});

describe('the results', () => {
  it('are those of the end, stored once by whoever is first', async () => {
    await buy(1, '10');
    price('250.00');
    app.clock.advance(hourMs);
    const results = app.get(LeagueResultsService);
    await Promise.all([
      results.freezeDue(),
      results.freezeIfEnded(league.id),
      app.get(LeaguesJob).run(),
      board(),
    ]);
    price('900.00');
    app.clock.advance(5_000);
    const after = await board('?limit=1', people[1]);
    expect(after).toMatchObject({ final: true, next: '1', me: { rank: 1, value: usd('10500.00') } });
    expect(short(after)).toEqual([[1, 1, '5.00']]);
    expect(short(await board(`?cursor=${after.next}`))).toEqual([
      [0, 2, '0.00'],
      [2, 2, '0.00'],
      [3, 2, '0.00'],
    ]);
    const stored = await app.query('select count(*)::int from league_result where league_id = $1', [
      league.id,
    ]);
    expect(stored).toEqual([{ count: 4 }]);
    await expect(app.query('update league_result set rank = 1')).rejects.toThrow();
  });

  it('keep whoever leaves after the end, and not who left before', async () => {
    await people[0]?.post(`/leagues/${league.id}/leave`);
    app.clock.advance(hourMs);
    expect((await people[1]?.post(`/leagues/${league.id}/leave`))?.status).toBe(204);
    expect((await teacher.delete(`/leagues/${league.id}/members/${people[2]?.user.id}`)).status).toBe(204);
    expect(short(await board())).toEqual([
      [1, 1, '0.00'],
      [2, 1, '0.00'],
      [3, 1, '0.00'],
    ]);
  });

  it('wait for prices, but not for ever', async () => {
    await buy(0, '10');
    const standings = app.get(StandingsService);
    const read = vi
      .spyOn(standings, 'read')
      .mockImplementation(() => Promise.resolve({ at: app.clock.now(), places: [], isPriced: false }));
    app.clock.advance(hourMs);
    expect((await board()).final).toBe(false);
    expect((await people[1]?.post(`/leagues/${league.id}/leave`))?.status).toBe(503);
    app.clock.advance(hourMs);
    expect((await board()).final).toBe(true);
    read.mockRestore();
  });
});
