import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { refuses, testServer } from '../../../test/server.js';
import RegisterPage from './RegisterPage.js';
import SignInPage from './SignInPage.js';

const server = testServer();

it('asks for what is missing before it asks the server, and puts the cursor there', async () => {
  showPage(<SignInPage />, '/sign-in');

  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));

  const email = screen.getByLabelText('Email');
  expect(email.getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText('Enter your email address')).toBeTruthy();
  expect(document.activeElement).toBe(email);
});

it('says in a sentence that email and password do not match', async () => {
  server.use(refuses('post', '/auth/login', { status: 401, code: 'sign_in_failed', detail: 'No' }));
  showPage(<SignInPage />, '/sign-in');

  await userEvent.type(screen.getByLabelText('Email'), 'ada@example.org');
  await userEvent.type(screen.getByLabelText('Password'), 'wrong');
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));

  expect((await screen.findByRole('alert')).textContent).toBe(
    'Email and password do not match. Check both and try again.',
  );
});

it('shows what the API says about a field at that field', async () => {
  const message = 'There is an account with this email already';
  server.use(
    refuses('post', '/auth/register', {
      status: 409,
      code: 'email_taken',
      detail: message,
      errors: [{ field: 'email', message }],
    }),
  );
  showPage(<RegisterPage />, '/register');

  await userEvent.type(screen.getByLabelText('Name'), 'Ada Lovelace');
  await userEvent.type(screen.getByLabelText('Email'), 'ada@example.org');
  await userEvent.type(screen.getByLabelText('Password'), 'a long sentence is best');
  await userEvent.click(screen.getByRole('button', { name: 'Create account' }));

  await screen.findByText(message);
  expect(screen.getByLabelText('Email').getAttribute('aria-invalid')).toBe('true');
  expect(screen.queryByRole('alert')).toBeNull();
});
