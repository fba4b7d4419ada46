import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';

// By the European Central Bank on 2026-04-13: 1 EUR = 1.1684 USD = 186.75 JPY; the house keeps half a percent.

let app: TestApp;
let admin: TestPerson;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp({ env: { CONVERSION_SPREAD_BASIS_POINTS: '50' } });
  admin = await app.register();
});
beforeEach(async () => {
  ada = await app.register({ displayName: 'Ada' });
  bob = await app.register({ displayName: 'Bob' });
  await ada.post('/wallet/deposits', { amount: money('5000.00') });
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const dollars = { currency: 'USD' };
const euro = { currency: 'EUR' };

/** What is available, by currency. */
async function available(person = ada): Promise<Record<string, string>> {
  const { body } = await person.get('/wallet/balances');
  return Object.fromEntries(
    body.items.map((item: { currency: string; available: { amount: string } }) => [
      item.currency,
      item.available.amount,
    ]),
  );
}

/** What the house has earned in a currency, in minor units. */
async function earned(currency = 'EUR'): Promise<bigint> {
  const [row] = await app.query(`select balance from account where kind = 'fees' and asset = $1`, [currency]);
  return BigInt(row?.balance ?? 0);
}

describe('a conversion', () => {
  it.each([
    ['what is paid', { from: money('5000.00'), to: dollars }, '5000.00', '5812.79', '25.00'],
    ['what is received', { from: euro, to: money('100.00', 'USD') }, '86.03', '100.00', '0.44'],
    ['the smallest amount', { from: euro, to: money('0.01', 'USD') }, '0.02', '0.01', '0.01'],
  ])('by %s comes to what the quote said, and the house keeps its fee', async (_, body, paid, got, fee) => {
    const before = await earned();
    const quote = await ada.post('/wallet/quotes', body);
    const plain = await ada.post('/wallet/conversions', body);
    const quoted = await ada.post('/wallet/conversions', { quoteId: quote.body.id });

    expect(quote.body).toMatchObject({ from: money(paid), to: money(got, 'USD'), fee: money(fee) });
    for (const answer of paid === '5000.00' ? [plain] : [plain, quoted]) {
      expect(answer.body.changes).toMatchObject([{ amount: `-${paid}` }, { amount: got }]);
      expect(answer.body.detail).toMatchObject({ rate: '1.1684', fee, feeCurrency: 'EUR' });
    }
    expect(quoted.body.code).toBe(paid === '5000.00' ? 'insufficient_funds' : undefined);
    const times = paid === '5000.00' ? 1n : 2n;
    expect((await earned()) - before).toBe(times * BigInt(fee.replace('.', '')));
  });

  it('of which nothing is left after the fee is refused', async () => {
    for (const path of ['quotes', 'conversions']) {
      const { body } = await ada.post(`/wallet/${path}`, { from: money('0.01'), to: dollars });

      expect(body).toMatchObject({ code: 'amount_too_small', errors: [{ field: 'from.amount' }] });
      expect(body.detail).toMatch(/fee of 0\.01 EUR/);
    }
  });

  it('that is taken back gives back all of it, the fee too', async () => {
    const before = await earned();
    const { body } = await ada.post('/wallet/conversions', { from: money('5000.00'), to: dollars });
    const after = await earned();
    const reversal = await admin.post(`/admin/transactions/${body.id}/reversal`, { memo: 'By mistake' });

    expect(reversal.status).toBe(201);
    expect(after - before).toBe(2500n);
    expect(await earned()).toBe(before);
    expect(await available()).toEqual({ EUR: '5000.00', USD: '0.00' });
    expect((await ada.get(`/wallet/transactions/${body.id}`)).body.reversedBy).toBe(reversal.body.id);
  });
});

describe('a transfer that is converted on the way', () => {
  it('costs what the preview said, with the fee of the sender', async () => {
    const body = { to: bob.user.handle, amount: money('100.00', 'USD'), from: euro };
    const before = await earned();
    const preview = await ada.post('/wallet/transfers/preview', body);
    const sent = await ada.post('/wallet/transfers', { ...body, from: preview.body.cost });

    expect(preview.body).toMatchObject({ cost: money('86.03'), fee: money('0.44'), rate: '1.1684' });
    expect(sent.body).toMatchObject({
      changes: [{ asset: 'EUR', amount: '-86.03' }],
      detail: { fee: '0.44', feeCurrency: 'EUR' },
    });
    expect([await available(bob), (await earned()) - before]).toEqual([{ USD: '100.00' }, 44n]);
    const { detail } = (await bob.get(`/wallet/transactions/${sent.body.id}`)).body;
    expect(detail).toMatchObject({ rate: '1.1684' });
    expect(Object.keys(detail)).not.toContain('fee');
    expect(Object.keys(detail)).not.toContain('feeCurrency');
  });

  it('is suggested only where there is enough for the fee too', async () => {
    await ada.post('/wallet/withdrawals', { amount: money('4914.00') });
    const body = { to: bob.user.handle, amount: money('100.00', 'USD') };
    const short = await ada.post('/wallet/transfers/preview', body);
    await ada.post('/wallet/deposits', { amount: money('0.03') });
    const enough = await ada.post('/wallet/transfers/preview', body);

    expect(short.body).toMatchObject({ cost: money('100.00', 'USD'), enough: false });
    expect(enough.body).toMatchObject({ cost: money('86.03'), fee: money('0.44'), enough: true });
  });

  it('has no fee where nothing is converted', async () => {
    const body = { to: bob.user.handle, amount: money('100.00') };
    const preview = await ada.post('/wallet/transfers/preview', body);
    const sent = await ada.post('/wallet/transfers', body);

    expect(preview.body).toMatchObject({ cost: money('100.00'), fee: money('0.00'), rate: null });
    expect(sent.body.detail).toEqual({});
  });
});
