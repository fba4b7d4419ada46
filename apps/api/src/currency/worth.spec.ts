import { money, shareOf } from '@tradeyard/kernel';
import { conversion, customer, deposit, house, move, transfer, type Journal } from '@tradeyard/ledger';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { setRates } from '../../test/euro-rates.js';
import { WorthService } from './worth.service.js';

const today = '2026-06-01';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  app.clock.set(`${today}T12:00:00Z`);
  ada = await app.register();
  bob = await app.register({ baseCurrency: 'USD' });
  await setRates(app, today, { USD: '1.25', GBP: '0.80' });
  await setRates(app, '2026-05-04', { USD: '1.00' });
});
afterAll(() => app.close());

/** The worth of each line in minor units, and how many statements it took to know. */
async function value(journal: Journal, ...known: TestPerson[]): Promise<[(bigint | null)[], number]> {
  const people = known.map(({ user }) => user);
  const [{ lines }, statements] = await counted(() => app.get(WorthService).value(journal, people));
  return [lines.map(({ worth }) => worth?.minor ?? null), statements];
}

/** How many statements about costs and rates there were meanwhile; the server looks after its markets all the time. */
async function counted<T>(work: () => Promise<T>): Promise<[T, number]> {
  const query = vi.spyOn(app.get(DataSource), 'query');
  const result = await work();
  const statements = query.mock.calls.filter(([text]) => /cost_currency|per_euro/.test(text));
  query.mockRestore();
  return [result, statements.length];
}

const share = shareOf('AAPL');
const exchange = (sold: string, bought: string): Journal =>
  conversion(ada.user.id, { sold: money(200n, sold), fee: 0n, bought: money(100n, bought) });

describe('worth', () => {
  it.each<[string, () => Journal, (bigint | null)[], statements: number]>([
    ['nothing to the house', () => deposit(ada.user.id, money(100n, 'EUR')), [null, null], 0],
    ['its rate', () => deposit(ada.user.id, money(100n, 'USD')), [null, 80n], 2],
    [
      'the rate of its day',
      () => ({ ...deposit(ada.user.id, money(100n, 'USD')), valueDate: '2026-05-04' }),
      [null, 100n],
      2,
    ],
    ['what it is to each', () => transfer(ada.user.id, bob.user.id, money(100n, 'USD')), [80n, null], 2],
    ['the other way round', () => transfer(bob.user.id, ada.user.id, money(100n, 'EUR')), [125n, null], 2],
    ['what was paid', () => exchange('EUR', 'USD'), [null, null, null, 200n], 1],
    ['what it brought', () => exchange('USD', 'EUR'), [100n, null, null, null], 1],
    ['what was given up', () => exchange('USD', 'GBP'), [160n, null, null, 160n], 2],
    [
      'nothing where no money moves',
      () => ({
        kind: 'trade',
        lines: [
          ...move(customer(ada.user.id, share), house('market', share), 5n),
          { account: customer(ada.user.id, 'USD'), amount: 0n, held: 5n },
        ],
      }),
      [null, null, null],
      0,
    ],
  ])('is %s', async (_, journal, worths, statements) => {
    expect(await value(journal(), ada, bob)).toEqual([worths, statements]);
  });

  it('leaves a journal as it is that moves only what its owners count in', async () => {
    const journal = deposit(ada.user.id, money(100n, 'EUR'));

    expect(await app.get(WorthService).value(journal, [ada.user])).toBe(journal);
  });

  it('of many movements at once is asked for once', async () => {
    const journals = Array.from({ length: 50 }, (_, index) =>
      deposit(ada.user.id, money(BigInt(index + 1), index % 2 ? 'USD' : 'GBP')),
    );

    const worth = app.get(WorthService);
    const [, statements] = await counted(() =>
      Promise.all(journals.map((journal) => worth.value(journal, [ada.user]))),
    );

    expect(statements).toBe(2);
  });

  it('of what nobody counted before is by its rate, however little of it moves', async () => {
    const eve = await app.register();
    const pay = (path: string, amount: string) =>
      eve.post(`/wallet/${path}`, { amount: { amount, currency: 'EUR' } });
    await pay('deposits', '1000.00');
    await eve.patch('/me', { baseCurrency: 'USD' });

    const { body } = await pay('withdrawals', '0.01');

    // A cent is worth 1.25 cents, and told as one: by that all of it would have cost 1000.00.
    expect(body.changes).toMatchObject([{ costAfter: { amount: '1249.99', currency: 'USD' }, gain: null }]);
  });

  it('is of nobody where a book is nobody’s', async () => {
    const nobody = '00000000-0000-7000-8000-0000000000ff';
    const [worths] = await value(deposit(nobody, money(100n, 'USD')));
    expect(worths).toEqual([null, null]);
  });
});
