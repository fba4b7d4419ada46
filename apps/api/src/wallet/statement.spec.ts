import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register({ displayName: 'Ada Lovelace' });
  bob = await app.register({ displayName: 'Zoë O’Neill' });
  await bookHistory();
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const money = (amount: string, currency = 'EUR') => ({ amount, currency });

/** Half a year of Ada's; what comes after it in the tests is of other people. */
async function bookHistory(): Promise<void> {
  const book = async (at: string, person: TestPerson, path: string, body: object) => {
    app.clock.set(at);
    const answer = await person.post(`/wallet/${path}`, body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body.id as string;
  };
  await book('2026-01-10T08:00Z', ada, 'deposits', { amount: money('1000'), memo: 'Salary, January' });
  const rent = { to: bob.user.handle, amount: money('100'), memo: 'Rent "flat"' };
  await book('2026-01-31T23:59:59.999Z', ada, 'transfers', rent);
  await book('2026-02-01T00:00Z', ada, 'withdrawals', { amount: money('50'), memo: '100% cash_out' });
  await book('2026-02-10T12:00Z', bob, 'transfers', { to: ada.user.email, amount: money('20') });
  const hold = await book('2026-03-01T12:00Z', ada, 'holds', { ...rent, amount: money('30'), memo: 'Bike' });
  await book('2026-03-05T12:00Z', bob, `holds/${hold}/capture`, { amount: money('25') });
  await book('2026-03-31T23:59:59.999Z', ada, 'deposits', { amount: money('5'), memo: 'Rückzahlung' });
  await book('2026-05-10T12:00Z', ada, 'conversions', { from: money('10'), to: { currency: 'USD' } });
  await book('2026-06-01T00:00Z', ada, 'deposits', { amount: money('1') });
}

const statement = (query: string, person = ada) => person.get(`/wallet/statement?${query}`);

/** What an entry is told by: its kind, what it moved, and what there was then. */
type Entry = Record<'id' | 'kind' | 'amount' | 'held' | 'balance' | 'heldAfter' | 'available', string>;
const told = (items: Entry[]) => items.map(({ kind, amount, balance }) => `${kind} ${amount} ${balance}`);

/** In hundredths, or whatever the currency's smallest unit is. */
const minor = (amount: string): number => Number(amount.replace('.', ''));

async function everyPage(query: string): Promise<Entry[]> {
  const items: Entry[] = [];
  let next: string | null = '';
  while (next !== null) {
    const { body } = await statement(`${query}${next && `&cursor=${next}`}`);
    items.push(...body.items);
    next = body.next;
  }
  return items;
}

const history = [
  'deposit 1.00 841.00',
  'conversion -10.00 840.00',
  'deposit 5.00 850.00',
  'capture -25.00 845.00',
  'hold 0.00 870.00',
  'transfer 20.00 870.00',
  'withdrawal -50.00 850.00',
  'transfer -100.00 900.00',
  'deposit 1000.00 1000.00',
];
const [june, conversion, back, capture, hold, received, cash, rent, salary] = history;

describe('a statement', () => {
  it('has every entry of the currency, newest first, each with what was left', async () => {
    const { status, body } = await statement('currency=EUR');

    const { items, ...rest } = body;
    expect(status).toBe(200);
    expect(told(items)).toEqual(history);
    expect(rest).toEqual({
      currency: 'EUR',
      opening: '0.00',
      closing: '841.00',
      totalIn: '1026.00',
      totalOut: '185.00',
      next: null,
    });
  });

  it('tells an entry as the list of transactions does', async () => {
    const { body } = await statement('currency=EUR');
    const { body: transactions } = await ada.get('/wallet/transactions');

    for (const { amount, held, balance, heldAfter, available, costAfter, gain, ...entry } of body.items) {
      const { changes, ...transaction } = transactions.items.find(({ id }: Entry) => id === entry.id);
      const inEuros = changes.find(({ asset }: { asset: string }) => asset === 'EUR');
      expect(entry).toEqual(transaction);
      expect({ amount, held, balanceAfter: balance, heldAfter, costAfter, gain }).toEqual({
        costAfter: inEuros.costAfter,
        gain: inEuros.gain,
        amount: inEuros.amount,
        held: inEuros.held,
        balanceAfter: inEuros.balanceAfter,
        heldAfter: inEuros.heldAfter,
      });
      expect(minor(available)).toBe(minor(balance) - minor(heldAfter));
    }
    expect(body.items[7]).toEqual({
      id: expect.any(String),
      at: '2026-01-31T23:59:59.999Z',
      valueDate: null,
      kind: 'transfer',
      memo: 'Rent "flat"',
      counterparty: { handle: bob.user.handle, displayName: 'Zoë O’Neill' },
      amount: '-100.00',
      held: '0.00',
      balance: '900.00',
      heldAfter: '0.00',
      costAfter: null,
      gain: null,
      available: '900.00',
      detail: {},
      reverses: null,
      reversedBy: null,
    });
    expect(body.items[5].counterparty.displayName).toBe('Zoë O’Neill');
  });

  it('shows what is held from when to when', async () => {
    const { body } = await statement('currency=EUR&from=2026-03-01&to=2026-03-05');

    expect(body.items).toMatchObject([
      { kind: 'capture', amount: '-25.00', held: '-30.00', heldAfter: '0.00', available: '845.00' },
      {
        kind: 'hold',
        amount: '0.00',
        held: '30.00',
        balance: '870.00',
        heldAfter: '30.00',
        available: '840.00',
      },
    ]);
    expect(body).toMatchObject({ opening: '870.00', closing: '845.00', totalIn: '0.00', totalOut: '25.00' });
  });

  it('of a currency that one never had is empty', async () => {
    const { status, body } = await statement('currency=CHF');

    const zero = { opening: '0.00', closing: '0.00', totalIn: '0.00', totalOut: '0.00' };
    expect([status, body]).toEqual([200, { currency: 'CHF', ...zero, items: [], next: null }]);
  });

  it('is nobody else’s', async () => {
    const [first] = await everyPage('currency=EUR');
    const stranger = await app.register();

    for (const query of ['', '&text=rent', '&kind=transfer', '&from=2026-01-01', `&cursor=${first?.id}`]) {
      expect((await statement(`currency=EUR${query}`, stranger)).body).toMatchObject({
        closing: '0.00',
        items: [],
      });
    }
    expect(told((await statement('currency=EUR', bob)).body.items)).toEqual([
      'capture 25.00 105.00',
      'transfer -20.00 80.00',
      'transfer 100.00 100.00',
    ]);
  });
});

describe('of a period', () => {
  it.each([
    ['from a day', 'from=2026-03-06', [june, conversion, back], '845.00', '841.00'],
    ['to a day, with all of it', 'to=2026-01-31', [rent, salary], '0.00', '900.00'],
    ['of one day', 'from=2026-02-01&to=2026-02-01', [cash], '900.00', '850.00'],
    ['from a moment', 'from=2026-03-31T23:59:59.999Z', [june, conversion, back], '845.00', '841.00'],
    ['to a moment, without it', 'to=2026-01-31T23:59:59.999Z', [salary], '0.00', '1000.00'],
    ['in another time zone', 'to=2026-02-01T01:00:00.001%2B01:00', [cash, rent, salary], '0.00', '850.00'],
    ['to the minute', 'from=2026-02-10T12:00Z&to=2026-02-10T12:01Z', [received], '850.00', '870.00'],
    ['between two entries', 'from=2026-04-01&to=2026-05-09', [], '850.00', '850.00'],
    ['before the first', 'to=2025-12-31', [], '0.00', '0.00'],
    ['after the last', 'from=2026-06-02', [], '841.00', '841.00'],
    ['of no length', 'from=2026-02-01T00:00Z&to=2026-02-01T00:00Z', [], '900.00', '900.00'],
    ['of all time', 'from=0000-01-01&to=9999-12-31', history, '0.00', '841.00'],
  ])('it opens and closes with what there was: %s', async (_, query, entries, opening, closing) => {
    const { body } = await statement(`currency=EUR&${query}`);

    expect(told(body.items)).toEqual(entries);
    expect(body).toMatchObject({ opening, closing });
    expect(minor(opening) + minor(body.totalIn) - minor(body.totalOut)).toBe(minor(closing));
  });

  it('it follows the order of booking where the clocks of two processes disagree', async () => {
    const other = await createTestApp({ databaseUrl: app.databaseUrl });
    const person = await app.register();
    app.clock.set('2026-07-01T00:00:30Z');
    other.clock.set('2026-06-30T23:59:50Z');
    const deposit = (on: TestApp, amount: string) =>
      fetch(`${on.origin}/api/v1/wallet/deposits`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${person.accessToken}` },
        body: JSON.stringify({ amount: money(amount) }),
      });
    for (const [on, amount] of [
      [app, '1'],
      [other, '2'],
      [app, '3'],
    ] as const)
      await deposit(on, amount);
    await other.close();

    const { body: before } = await statement('currency=EUR&to=2026-06-30', person);
    const { body: after } = await statement('currency=EUR&from=2026-07-01', person);

    // The second was booked after one of July: it counts for July, although its own clock still said June.
    expect([before.closing, told(before.items)]).toEqual(['0.00', []]);
    expect(told(after.items)).toEqual(['deposit 3.00 6.00', 'deposit 2.00 3.00', 'deposit 1.00 1.00']);
    expect(after).toMatchObject({ opening: '0.00', closing: '6.00' });
  });
});

describe('a search', () => {
  it.each([
    ['one kind', 'kind=deposit', [june, back, salary]],
    ['two kinds', 'kind=deposit,withdrawal', [june, back, cash, salary]],
    ['two kinds, each by itself', 'kind=hold&kind=capture', [capture, hold]],
    ['a kind that never was', 'kind=trade', []],
    ['part of a memo', 'text=ary, jan', [salary]],
    ['capitals', 'text=SALARY', [salary]],
    ['letters beyond ASCII', 'text=r%C3%9CCK', [back]],
    ['quotes', 'text="flat"', [rent]],
    ['a percent sign', 'text=%25', [cash]],
    ['an underscore', 'text=_', [cash]],
    ['a backslash', 'text=\\', []],
    ['the other’s name', 'text=zo%C3%AB', [capture, hold, received, rent]],
    ['my own name', 'text=Lovelace', []],
    ['blanks alone', 'text=%20', history],
    ['a kind and a text', 'kind=transfer&text=zo', [received, rent]],
    ['a kind and a period', 'kind=deposit&from=2026-02-01&to=2026-03-31', [back]],
    ['a text and a period', 'text=o’neill&from=2026-02-01&to=2026-02-28', [received]],
    ['all together', 'kind=transfer,hold&text=zo&from=2026-02-01&to=2026-03-31', [hold, received]],
  ])('finds %s, and balances stay what they were', async (_, query, entries) => {
    const asked = `currency=EUR&${query}`;

    expect(told((await statement(asked)).body.items)).toEqual(entries);
    expect(told(await everyPage(`${asked}&limit=1`))).toEqual(entries);
  });

  it('finds a handle', async () => {
    const { body } = await statement(`currency=EUR&text=${bob.user.handle.slice(1).toUpperCase()}`);

    expect(told(body.items)).toEqual([capture, hold, received, rent]);
  });

  it('changes nothing about the period', async () => {
    const { body } = await statement('currency=EUR&kind=deposit&text=salary&from=2026-01-01&to=2026-01-31');

    expect(body).toMatchObject({
      opening: '0.00',
      closing: '900.00',
      totalIn: '1000.00',
      totalOut: '100.00',
    });
  });
});
