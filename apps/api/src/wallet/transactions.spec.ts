import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register({ displayName: 'Ada' });
  bob = await app.register({ displayName: 'Bob' });
});
afterAll(() => app.close());

const amount = { amount: '10.00', currency: 'EUR' };

it('a transaction is read as it was answered, and as the list has it, by each side', async () => {
  await ada.post('/wallet/deposits', { amount });
  const { body: sent } = await ada.post('/wallet/transfers', { to: bob.user.handle, amount, memo: 'Rent' });

  const seen = await ada.get(`/wallet/transactions/${sent.id}`);
  const received = await bob.get(`/wallet/transactions/${sent.id}`);

  expect([seen.status, seen.body]).toEqual([200, sent]);
  expect((await ada.get('/wallet/transactions')).body.items[0]).toEqual(sent);
  expect((await bob.get('/wallet/transactions')).body.items).toEqual([received.body]);
  expect(received.body).toMatchObject({
    counterparty: { displayName: 'Ada' },
    changes: [{ amount: '10.00' }],
  });
});

it.each([
  ['that is not there', () => Promise.resolve('01890000-0000-7000-8000-000000000000')],
  ['that is no id', () => Promise.resolve('yesterday')],
  ['of others', async () => (await bob.post('/wallet/deposits', { amount })).body.id as string],
])('nobody reads one %s', async (_, make) => {
  const { status, body } = await ada.get(`/wallet/transactions/${await make()}`);

  expect([status, body.code, body.errors[0].field]).toEqual([404, 'transaction_not_found', 'id']);
});
