import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it, vi } from 'vitest';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { testServer } from '../../../test/server.js';
import { DepositForm } from './DepositForm.js';

const server = testServer();
const sent: unknown[] = [];
const onDone = vi.fn();

beforeEach(() => {
  signedInAs();
  sent.length = 0;
  onDone.mockReset();
  server.use(
    http.post(new URL('/api/v1/wallet/deposits', location.origin).href, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({});
    }),
  );
  showPage(<DepositForm onDone={onDone} />);
});

const submit = () => userEvent.click(screen.getByRole('button', { name: 'Deposit' }));

it('counts for the day that was given', async () => {
  await userEvent.type(screen.getByLabelText('Amount'), '12.50');
  await userEvent.click(screen.getByRole('button', { name: 'Count it for an earlier day' }));
  await userEvent.type(screen.getByLabelText('Counts for the day'), '2026-04-13');
  await submit();

  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(sent).toEqual([{ amount: { amount: '12.50', currency: 'EUR' }, valueDate: '2026-04-13' }]);
});

it('names no day where none was asked for', async () => {
  await userEvent.type(screen.getByLabelText('Amount'), '12.50');
  await submit();

  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(sent).toEqual([{ amount: { amount: '12.50', currency: 'EUR' } }]);
});
