import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import type { Hold } from '../../account/account.js';
import HoldsPage from './HoldsPage.js';

const server = testServer();

const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;
const euros = (amount: string) => ({ amount, currency: 'EUR' });
const me = { handle: 'grace-hopper', displayName: 'Grace Hopper' };
const ada = { handle: 'ada', displayName: 'Ada Lovelace' };

const hold = (id: string, more: Partial<Hold>): Hold => ({
  id,
  status: 'open',
  payer: ada,
  payee: me,
  amount: euros('100.00'),
  captured: euros('0.00'),
  memo: null,
  createdAt: '2026-05-01T10:00:00.000Z',
  expiresAt: '2099-05-08T10:00:00.000Z',
  closedAt: null,
  actions: [],
  ...more,
});

const holding = (...items: Hold[]) => [
  answers('/wallet/holds', 'HoldPageDto', { items, next: null }),
  answers('/wallet/balances', 'BalancesDto', { items: [], total: euros('0.00'), gain: null, asOf: null }),
];

const items = async () => within(await screen.findByRole('list', { name: 'Holds' })).getAllByRole('listitem');

beforeEach(() => void signedInAs());

describe('holds', () => {
  it('are told as who pays and who gets it sees them, with what became of them', async () => {
    server.use(
      ...holding(
        hold('a', { payer: me, payee: ada }),
        hold('b', { status: 'captured', captured: euros('80.00'), closedAt: '2026-05-02T10:00:00.000Z' }),
        hold('c', { status: 'captured', captured: euros('100.00'), payer: me, payee: ada }),
        hold('d', { status: 'expired', payer: me, payee: ada }),
      ),
    );
    showPage(<HoldsPage />, '/wallet/holds');

    const texts = (await items()).map(({ textContent }) => textContent);
    expect(texts[0]).toMatch(/^For Ada LovelaceEnds in /);
    expect(texts[1]).toMatch(/^From Ada LovelaceYou took €80.00 of €100.00/);
    expect(texts[2]).toMatch(/^For Ada LovelaceAda Lovelace took all of it/);
    expect(texts[3]).toMatch(/^For Ada LovelaceNobody took it in time/);
  });

  it('offer what the API allows and nothing else', async () => {
    server.use(
      ...holding(
        hold('a', { actions: ['capture', 'release'] }),
        hold('b', { payer: me, payee: ada }),
        hold('c', { payer: me, payee: ada, actions: ['release'] }),
      ),
    );
    showPage(<HoldsPage />, '/wallet/holds');

    const buttons = (await items()).map((item) =>
      within(item)
        .queryAllByRole('button')
        .map(({ textContent }) => textContent),
    );
    expect(buttons).toEqual([['Take payment', 'Give it back'], [], ['Free the money']]);
  });

  it('are given back after a word about what happens then', async () => {
    const released: (string | null)[] = [];
    server.use(
      ...holding(hold('a', { actions: ['capture', 'release'] })),
      http.post(url('/wallet/holds/a/release'), ({ request }) => {
        released.push(request.headers.get('idempotency-key'));
        return HttpResponse.json({});
      }),
    );
    showPage(<HoldsPage />, '/wallet/holds');
    await userEvent.click(await screen.findByRole('button', { name: 'Give it back' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('Ada Lovelace can spend €100.00 again at once');
    expect(released).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Give it back' }));

    await waitFor(() => expect(released).toHaveLength(1));
    expect(released[0]).toBeTruthy();
  });

  it('say it in a sentence when somebody was faster', async () => {
    const refusal = { status: 422, code: 'hold_closed', detail: 'This hold was released before' } as const;
    server.use(
      ...holding(hold('a', { actions: ['capture', 'release'] })),
      refuses('post', '/wallet/holds/a/capture', refusal),
    );
    showPage(<HoldsPage />, '/wallet/holds');
    await userEvent.click(await screen.findByRole('button', { name: 'Take payment' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take payment' }));

    expect((await within(dialog).findByRole('alert')).textContent).toBe(
      'There is nothing left to do here: this hold was released before.',
    );
  });
});
