import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register({ displayName: 'Ada Lovelace' });
  bob = await app.register({ displayName: '=Bob, "Bobby"' });
});
afterAll(() => app.close());

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const deposit = (memo: string, person: TestPerson) =>
  person.post('/wallet/deposits', { amount: money('1.00'), memo });
const file = (query: string, person = ada) => person.get(`/wallet/statement.csv?${query}`);

type Row = Record<string, string>;
const rowsOf = (csv: string): Row[] => parse(csv, { columns: true, bom: true });

type PageEntry = Record<string, unknown> & {
  detail: object;
  gain: ReturnType<typeof money> | null;
  costAfter: ReturnType<typeof money> | null;
};

/** An entry of a page as a row has it. */
const asRow = ({ counterparty, detail, gain, costAfter, ...entry }: PageEntry): Row => {
  const { handle = null, displayName = null } = (counterparty ?? {}) as Record<string, string>;
  const cells = {
    ...entry,
    gain: gain?.amount,
    costAfter: costAfter?.amount,
    costCurrency: (costAfter ?? gain)?.currency,
    counterpartyHandle: handle,
    counterpartyName: displayName,
    detail: Object.keys(detail).length ? JSON.stringify(detail) : null,
  };
  return Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, cell ?? '']));
};

describe('a file', () => {
  it('has what the pages have, oldest first', async () => {
    await ada.post('/wallet/deposits', { amount: money('100.00') });
    await ada.post('/wallet/transfers', { to: bob.user.handle, amount: money('5.00'), memo: 'Rent' });
    await ada.post('/wallet/conversions', { from: money('7.00'), to: { currency: 'USD' } });
    await ada.post('/wallet/conversions', { from: money('1.00', 'USD'), to: { currency: 'JPY' } });
    await ada.post('/wallet/conversions', { from: money('0.55', 'USD'), to: { currency: 'EUR' } });
    await ada.post('/wallet/holds', { to: bob.user.handle, amount: money('3.00'), memo: 'Bike' });

    for (const query of ['currency=EUR', 'currency=USD', 'currency=EUR&kind=deposit,hold&text=bike']) {
      const { body: csv } = await file(query);
      const { body: page } = await ada.get(`/wallet/statement?${query}`);

      const rows = rowsOf(csv);
      const currency = query.slice(9, 12);
      const named = (row: Row) => ({ ...row, counterpartyName: row['counterpartyName']?.replace(/^'/, '') });
      expect(rows.map(named)).toEqual(
        page.items.map((item: never) => ({ ...asRow(item), currency })).reverse(),
      );
      expect(rows.length).toBe(page.items.length);
    }
  });

  it('is CSV by the letter, in UTF-8 that spreadsheets know as such', async () => {
    const response = await fetch(`${app.origin}/api/v1/wallet/statement.csv?currency=CHF`, {
      headers: { authorization: `Bearer ${ada.accessToken}` },
    });
    const bytes = Buffer.from(await response.arrayBuffer());

    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(bytes.toString()).toBe(
      '\ufeffid,at,valueDate,kind,memo,counterpartyName,counterpartyHandle,currency,amount,held,balance,heldAfter,' +
        'available,gain,costAfter,costCurrency,detail,reverses,reversedBy\r\n',
    );
  });

  it.each([
    ['from=2026-01-01&to=2026-03-31', 'EUR-2026-01-01-2026-03-31'],
    ['from=2026-01-01T12:00Z&to=2026-04-01T00:00Z', 'EUR-2026-01-01-2026-03-31'],
    ['to=2026-03-31', 'EUR-2026-03-31'],
    ['from=2026-01-01', 'EUR-2026-01-01-2026-11-21'],
    ['', 'EUR-2026-11-21'],
    ['from=0000-01-01&to=9999-12-31', 'EUR-0000-01-01-9999-12-31'],
    ['to=9999-12-31T23:59:59-12:00', 'EUR-9999-12-31'],
    ['from=0000-01-01T00:00%2B12:00&to=0000-01-01', 'EUR-0000-01-01-0000-01-01'],
  ])('is named for its period: %s', async (query, name) => {
    app.clock.set('2026-11-21T12:00Z');

    const { headers } = await file(`currency=EUR&${query}`);

    expect(headers.get('content-disposition')).toBe(`attachment; filename="tradeyard-${name}.csv"`);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1+1', '=HYPERLINK("http://x.example","y"),1'])(
    'has no formula in it: %s',
    async (memo) => {
      const person = await app.register();
      await deposit(memo, person);
      await person.post('/wallet/withdrawals', { amount: money('0.40') });

      const rows = rowsOf((await file('currency=EUR', person)).body);

      expect(rows.map((row) => row['memo'])).toEqual([`'${memo}`, '']);
      expect(rows.map((row) => row['amount'])).toEqual(['1.00', '-0.40']);
    },
  );

  it.each([
    '\t=1',
    '\r=1',
    'two\nlines',
    'two\r\nlines',
    'a "quote"',
    'a, comma',
    '"',
    ', ',
    'it’s',
    "'",
    'ends\r',
  ])('keeps %j, however it came into the ledger', async (memo) => {
    const person = await app.register();
    const { body: booked } = await deposit('text', person);
    await app.query('alter table journal disable trigger journal_append_only');
    await app.query('update journal set memo = $1 where id = $2', [memo, booked.id]);
    await app.query('alter table journal enable trigger journal_append_only');

    const { body } = await file('currency=EUR', person);

    expect(rowsOf(body)).toMatchObject([{ id: booked.id, memo: /^[\t\r]/.test(memo) ? `'${memo}` : memo }]);
  });

  it('has no formula in the name of somebody else', async () => {
    const person = await app.register();
    await bob.post('/wallet/deposits', { amount: money('1.00') });
    await bob.post('/wallet/transfers', { to: person.user.handle, amount: money('1.00') });

    const rows = rowsOf((await file('currency=EUR', person)).body);

    expect(rows).toMatchObject([{ amount: '1.00', counterpartyName: `'=Bob, "Bobby"` }]);
  });

  it.each([
    ['JPY', '500', '-500'],
    ['KWD', '0.234', '-0.234'],
    ['BTC', '0.00000001', '-0.00000001'],
  ])('has the places of its currency: %s', async (currency, amount, left) => {
    const person = await app.register();
    await person.post('/wallet/deposits', { amount: money(amount, currency) });
    await person.post('/wallet/withdrawals', { amount: money(amount, currency) });

    const rows = rowsOf((await file(`currency=${currency}`, person)).body);

    expect(rows.map((row) => row['amount'])).toEqual([amount, left]);
  });
});
