import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { refuses, testServer } from '../../../test/server.js';
import { session } from '../../api.js';
import { CloseAccount } from './CloseAccount.js';

const server = testServer();
beforeEach(() => void signedInAs());

async function close(password: string): Promise<HTMLElement> {
  showPage(<CloseAccount />);
  await userEvent.click(screen.getByRole('button', { name: /Close my account/ }));
  const dialog = await screen.findByRole('dialog');
  if (password) await userEvent.type(within(dialog).getByLabelText('Password'), password);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Close account' }));
  return dialog;
}

describe('closing an account', () => {
  it('asks for the password before it asks the server', async () => {
    const dialog = await close('');

    expect(within(dialog).getByText('Enter your password')).toBeTruthy();
  });

  it('says at the field that the password is wrong, and keeps the session', async () => {
    const errors = [{ field: 'password', message: 'This is not your password' }];
    server.use(refuses('post', '/me/close', { status: 401, code: 'sign_in_failed', detail: 'No', errors }));
    const dialog = await close('wrong');

    // Not the sentence of the sign-in page, which speaks of an email.
    expect(await within(dialog).findByText('This is not your password')).toBeTruthy();
    expect(session.getState().status).toBe('signedIn');
  });

  it('leads to the wallet while there is money in it', async () => {
    server.use(refuses('post', '/me/close', { status: 422, code: 'account_not_empty', detail: 'No' }));
    const dialog = await close('right');

    const alert = await within(dialog).findByRole('alert');
    expect(alert.textContent).toContain('There is still money');
    expect(within(alert).getByRole('link', { name: 'wallet' }).getAttribute('href')).toBe('/wallet');
  });

  it('tells the only administrator why they must stay', async () => {
    const detail = 'This is the only administrator: make somebody else one first';
    server.use(refuses('post', '/me/close', { status: 403, code: 'forbidden', detail }));
    const dialog = await close('right');

    expect((await within(dialog).findByRole('alert')).textContent).toBe(`${detail}.`);
  });

  it('signs out when it is done', async () => {
    server.use(http.post('*/me/close', () => new HttpResponse(null, { status: 204 })));
    await close('right');

    await expect
      .poll(() => session.getState())
      .toEqual({ status: 'signedOut', byChoice: true, accountClosed: true });
  });
});
