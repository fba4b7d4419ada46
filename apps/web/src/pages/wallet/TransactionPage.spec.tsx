import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { refuses, testServer } from '../../../test/server.js';
import type { Transaction } from '../../account/account.js';
import TransactionPage from './TransactionPage.js';

const server = testServer();

const path = '*/wallet/transactions/:id';

const received: Transaction = {
  id: 't1',
  kind: 'transfer',
  at: '2026-05-01T12:00:00.000Z',
  valueDate: null,
  memo: 'Rent',
  counterparty: { handle: 'grace', displayName: 'Grace Hopper' },
  changes: [
    {
      asset: 'EUR',
      kind: 'currency',
      amount: '50.00',
      held: '0.00',
      balanceAfter: '50.00',
      heldAfter: '0.00',
      costAfter: null,
      gain: null,
    },
  ],
  detail: {},
  reverses: null,
  reversedBy: null,
};

const show = () => showPage(<TransactionPage />, '/wallet/transactions/t1', '/wallet/transactions/:id');

describe('a transaction', () => {
  it.each([
    ['can be given back', {}, 1],
    ['cannot where it was converted on the way', { rate: '1.1' }, 0],
  ])('%s', async (_, detail: Record<string, string>, buttons) => {
    const asked: unknown[] = [];
    server.use(
      http.get(path, ({ params }) => {
        asked.push(params['id']);
        return HttpResponse.json({ ...received, detail });
      }),
    );

    show();

    expect(await screen.findByText('Rent')).toBeTruthy();
    expect(screen.queryAllByRole('button', { name: 'Give this back' })).toHaveLength(buttons);
    expect(asked).toEqual(['t1']);
  });

  it('tells what it realised, and what the balance cost then', async () => {
    const [change] = received.changes;
    const counted = { ...change, costAfter: { amount: '41.00', currency: 'USD' } };
    server.use(
      http.get(path, () =>
        HttpResponse.json({
          ...received,
          changes: [{ ...counted, gain: { amount: '-2.50', currency: 'USD' } }],
        }),
      ),
    );

    show();

    expect((await screen.findByText('-$2.50')).parentElement?.textContent).toBe('Realised -$2.50');
    expect(screen.getByText('Cost of it then $41.00')).toBeTruthy();
    expect(screen.getByText(/than it had cost you on average/)).toBeTruthy();
  });

  it('that is not there is no failure to try again', async () => {
    const detail = 'You have no such transaction';
    server.use(
      refuses('get', '/wallet/transactions/t1', { status: 404, code: 'transaction_not_found', detail }),
    );

    show();

    expect(await screen.findByText('You have no such transaction')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
