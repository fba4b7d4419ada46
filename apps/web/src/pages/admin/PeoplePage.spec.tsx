import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { refuses, testServer } from '../../../test/server.js';
import type { Person } from './people.js';
import PeoplePage from './PeoplePage.js';

const server = testServer();

const grace = signedInAs('admin');
const ada: Person = {
  ...grace,
  id: '01890000-0000-7000-8000-000000000002',
  email: 'ada@example.org',
  handle: 'ada',
  displayName: 'Ada Lovelace',
  role: 'user',
  closedAt: null,
};

/** An API with these people; answers what it was asked for. */
function withPeople(...people: Person[]): { searches: string[]; changes: string[] } {
  const [searches, changes]: [string[], string[]] = [[], []];
  server.use(
    http.get('*/admin/users', ({ request }) => {
      searches.push(new URL(request.url).search);
      return HttpResponse.json({ items: people, next: null });
    }),
    http.post('*/admin/users/:id/:verb', ({ params }) => {
      changes.push(`${String(params['verb'])} ${String(params['id'])}`);
      return HttpResponse.json(ada as never);
    }),
  );
  return { searches, changes };
}

describe('the people', () => {
  it('are closed only after a question', async () => {
    const { changes } = withPeople(ada);
    showPage(<PeoplePage />);

    await userEvent.click(await screen.findByRole('button', { name: 'Close the account of Ada Lovelace' }));
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel' }));
    expect(changes).toEqual([]);

    await userEvent.click(screen.getByRole('button', { name: 'Close the account of Ada Lovelace' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Close account' }));
    await expect.poll(() => changes).toEqual([`close ${ada.id}`]);
  });

  it('are opened again when they are closed', async () => {
    const { changes } = withPeople({ ...ada, closedAt: '2026-03-01T10:00:00.000Z' });
    showPage(<PeoplePage />);

    expect(await screen.findByText('Closed Mar 1, 2026')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Reopen the account of Ada Lovelace' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reopen account' }));
    await expect.poll(() => changes).toEqual([`reopen ${ada.id}`]);
  });

  it('can all be closed but oneself', async () => {
    withPeople({ ...grace, closedAt: null });
    showPage(<PeoplePage />);

    const row = await screen.findByRole('row', { name: /Grace Hopper/ });
    expect(within(row).getByText('You')).toBeTruthy();
    expect(within(row).queryByRole('button')).toBeNull();
  });

  it('stay as they are when the API says no, and the reason is told', async () => {
    withPeople(ada);
    const detail = 'This is the only administrator: make somebody else one first';
    server.use(refuses('post', `/admin/users/${ada.id}/close`, { status: 403, code: 'forbidden', detail }));
    showPage(<PeoplePage />);

    await userEvent.click(await screen.findByRole('button', { name: 'Close the account of Ada Lovelace' }));
    const dialog = screen.getByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Close account' }));
    expect((await within(dialog).findByRole('alert')).textContent).toBe(`${detail}.`);
  });

  it('are searched for by what is typed, which the address keeps', async () => {
    const { searches } = withPeople(ada);
    showPage(<PeoplePage />);

    await userEvent.type(await screen.findByLabelText('Search people'), '@ada');
    await expect.poll(() => searches.at(-1)).toBe('?limit=50&query=%40ada');
    expect(screen.getByLabelText('address').textContent).toBe('/?q=%40ada');
  });
});
