import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import { StopTrading } from './StopTrading.js';

const server = testServer();
const url = new URL('/api/v1/trading/stop', location.origin).href;

const trading = { isStopped: false, isForAll: false, isOwn: false, since: null, reason: null };
let state: Schemas['TradingStateDto'] = trading;

beforeEach(() => {
  state = trading;
  server.use(
    http.get(url, () => HttpResponse.json(state)),
    http.put(url, async ({ request }) => {
      const { reason = null } = (await request.json()) as { reason?: string };
      state = { ...trading, isStopped: true, isOwn: true, reason };
      return HttpResponse.json({ ...state, cancelled: 3 });
    }),
    http.delete(url, () => {
      state = trading;
      return new HttpResponse(null, { status: 204 });
    }),
  );
});

it('asks before it stops, says why trading is stopped, and lets it go on', async () => {
  showPage(<StopTrading />);
  await userEvent.click(await screen.findByRole('button', { name: /Stop my trading/ }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(state.isStopped).toBe(false);
  await userEvent.type(dialog.getByLabelText('Reason'), 'Too much coffee');
  await userEvent.click(dialog.getByRole('button', { name: 'Stop trading' }));
  expect(await screen.findByText('You have stopped your trading: Too much coffee.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Trade again' }));
  expect(await screen.findByText(/takes no new ones until you say so/)).toBeTruthy();
});
