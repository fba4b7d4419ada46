import { Notifications } from '@mantine/notifications';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { aboutTracked } from '../../../test/figures.js';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { answers, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import { expiryOf } from './sharing.js';
import SharingPage from './SharingPage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

const share = (given: Partial<Schemas['ShareDto']> = {}): Schemas['ShareDto'] => ({
  id: 's1',
  portfolioId: 't1',
  scope: 'percent',
  label: 'For my club',
  createdAt: '2026-06-01T10:00:00.000Z',
  expiresAt: null,
  lastSeenAt: null,
  ...given,
});

const links = (...items: Schemas['ShareDto'][]) =>
  answers('/portfolio-shares', 'SharePageDto', { items, next: null });

beforeEach(() => {
  signedInAs();
  server.use(...aboutTracked(), links());
});

const show = () =>
  showPage(
    <>
      <Notifications />
      <SharingPage />
    </>,
    '/portfolios/t1/sharing',
    '/portfolios/:id/sharing',
  );

describe('links to a portfolio', () => {
  it('are listed, but not those to others; one that is over says so', async () => {
    server.use(
      links(
        share(),
        share({ id: 's2', label: 'Old', expiresAt: '2020-01-01T00:00:00.000Z' }),
        share({ id: 's3', label: 'Of another', portfolioId: 'all' }),
      ),
    );
    show();
    const rows = within(await screen.findByRole('list', { name: 'Links' })).getAllByRole('listitem');
    expect(rows).toHaveLength(2);
    expect(rows[0]?.textContent).toMatch(/For my clubPercent only.*does not expire/);
    expect(rows[1]?.textContent).toMatch(/OldExpired/);
  });

  it('are made with what they show and for how long, and shown once', async () => {
    const sent: unknown[] = [];
    server.use(
      http.post(url('/portfolio-shares'), async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({ share: share(), token: 'secret-token' }, { status: 201 });
      }),
    );
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'New link' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'New link' }));
    await userEvent.clear(dialog.getByLabelText('Name'));
    await userEvent.click(dialog.getByRole('button', { name: 'Make the link' }));
    expect(dialog.getByText('Enter a name')).toBeTruthy();
    await userEvent.type(dialog.getByLabelText('Name'), 'For my club');
    await userEvent.click(dialog.getByRole('combobox', { name: 'What it shows' }));
    await userEvent.click(await screen.findByRole('option', { name: 'With amounts' }));
    await userEvent.click(dialog.getByRole('combobox', { name: 'How long it works' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Until you revoke it' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Make the link' }));
    expect(await screen.findByText(`${location.origin}/shared/secret-token`)).toBeTruthy();
    expect(sent).toEqual([{ portfolioId: 't1', scope: 'amounts', label: 'For my club' }]);
  });

  it('are revoked when one says so twice', async () => {
    const revoked: unknown[] = [];
    server.use(
      links(share()),
      http.delete(url('/portfolio-shares/:id'), ({ params }) => {
        revoked.push(params['id']);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Revoke For my club' }));
    expect(revoked).toEqual([]);
    const dialog = within(await screen.findByRole('dialog', { name: 'Revoke this link?' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Revoke' }));
    await waitFor(() => expect(revoked).toEqual(['s1']));
  });
});

it.each([
  ['week', '2026-06-08T12:00:00.000Z'],
  ['ever', undefined],
] as const)('a link for a %s ends at %s', (lifetime, end) => {
  expect(expiryOf(lifetime, new Date('2026-06-01T12:00:00Z'))).toBe(end);
});
