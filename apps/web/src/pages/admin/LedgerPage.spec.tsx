import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { refuses, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import LedgerPage from './LedgerPage.js';

const server = testServer();

const sound: Schemas['VerificationDto'] = {
  sound: true,
  accounts: 12,
  journals: 3456,
  postings: 7890,
  assets: 4,
  differences: [],
  seconds: 0.31,
};

const finds = (found: Schemas['VerificationDto']) =>
  server.use(http.post('*/admin/ledger/verification', () => HttpResponse.json(found as never)));

async function check(): Promise<void> {
  showPage(<LedgerPage />);
  await userEvent.click(screen.getByRole('button', { name: 'Check now' }));
}

describe('the ledger check', () => {
  it('says that all is sound, what was checked and how long it took', async () => {
    finds(sound);
    await check();

    expect(await screen.findByRole('heading', { name: 'The ledger is sound' })).toBeTruthy();
    expect(screen.getByText('3,456')).toBeTruthy();
    expect(screen.getByText('7,890')).toBeTruthy();
    expect(screen.getByText('0.31 s')).toBeTruthy();
    expect(screen.queryByRole('list', { name: 'Differences' })).toBeNull();
  });

  it('names the account and the place of each difference', async () => {
    const explanation =
      'The customer account of @ada in EUR should have 1.00 EUR, the account says 2.00 EUR.';
    const account = { id: 'a1', bookId: 'b1', asset: 'EUR', kind: 'customer', handle: 'ada' } as const;
    const house = { ...account, id: 'a2', kind: 'fees', handle: null } as const;
    const difference = { explanation, journalId: 'j-17', expected: '100', found: '200' };
    finds({
      ...sound,
      sound: false,
      differences: [
        { ...difference, rule: 'balance_wrong', account },
        { ...difference, rule: 'balance_after_wrong', account: house },
        { ...difference, rule: 'asset_not_zero', account: null, journalId: null },
      ],
    });
    await check();

    expect(await screen.findByRole('heading', { name: /differs in 3 places/ })).toBeTruthy();
    const rows = within(screen.getByRole('list', { name: 'Differences' })).getAllByRole('listitem');
    const [first, second, third] = rows.map(({ textContent }) => textContent);
    expect(first).toContain('A balance differs from its last movement');
    expect(first).toContain('@ada, EUR · entry j-17');
    expect(first).toContain(explanation);
    expect(second).toContain('House (fees), EUR');
    expect(third).toContain('does not come to zero');
  });

  it('says why it could not be checked, and tries again when asked', async () => {
    const detail = 'It took too long';
    server.use(refuses('post', '/admin/ledger/verification', { status: 403, code: 'forbidden', detail }));
    await check();

    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('It took too long.');
    finds(sound);
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'The ledger is sound' })).toBeTruthy();
  });
});
