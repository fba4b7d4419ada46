import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { answers, testServer } from '../../../test/server.js';
import type { QuarantinedTick } from './market.js';
import MarketPage from './MarketPage.js';
import { TradingSwitch } from './TradingSwitch.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

const notStopped = { isStopped: false, isForAll: false, isOwn: false, since: null, reason: null };

it('shows how price sources are, and believes a price only when asked twice', async () => {
  let status: QuarantinedTick['status'] = 'open';
  server.use(
    answers('/admin/trading/stop', 'TradingStateDto', notStopped),
    answers('/admin/market/providers', 'PriceProvidersDto', {
      items: [
        {
          provider: 'binance',
          state: 'waiting',
          since: '2026-06-02T10:00:00.000Z',
          instruments: 6,
          accepted: 1250,
          dropped: [{ fault: 'late', count: 3 }],
          lastTickAt: null,
          reconnects: 2,
          lastError: 'closed the connection with code 1006',
          lastErrorAt: '2026-06-02T10:00:00.000Z',
        },
        {
          provider: 'finnhub',
          state: 'off',
          since: '2026-06-02T10:00:00.000Z',
          instruments: 0,
          accepted: 0,
          dropped: [],
          lastTickAt: null,
          reconnects: 0,
          lastError: null,
          lastErrorAt: null,
        },
      ],
      next: null,
    }),
    http.get(url('/admin/market/quarantine'), () => {
      const tick: QuarantinedTick = {
        id: 't1',
        provider: 'binance',
        symbol: 'BTC-USD',
        reason: 'jump',
        price: '99000',
        bid: null,
        ask: null,
        lastPrice: '42000.00',
        at: '2026-06-02T10:00:00.000Z',
        status,
        acceptable: status === 'open',
      };
      return HttpResponse.json({ items: [tick], next: null });
    }),
    http.post(url('/admin/market/quarantine/t1/accept'), () => {
      status = 'accepted';
      return HttpResponse.json({});
    }),
  );
  showPage(<MarketPage />, '/admin/market');
  const sources = await screen.findByRole('list', { name: 'Price sources' });
  expect(sources.textContent).toMatch(
    /Binance.*tried again soon.*6 instruments.*no price yet.*1.25K prices.*begun again 2 times.*3 before the newest.*code 1006/,
  );
  expect(sources.textContent).toContain('No instrument is priced by it');
  await userEvent.click(await screen.findByRole('button', { name: 'Accept this price of BTC-USD' }));
  expect(status).toBe('open');
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Accept' }));
  await waitFor(() => expect(screen.getByText('Accepted')).toBeTruthy());
});

it('stops trading for everybody when asked twice, and says why it stands', async () => {
  let reason: string | null = null;
  server.use(
    http.get(url('/admin/trading/stop'), () =>
      HttpResponse.json(
        reason === null
          ? notStopped
          : { ...notStopped, isStopped: true, isForAll: true, isOwn: false, reason },
      ),
    ),
    http.put(url('/admin/trading/stop'), async ({ request }) => {
      ({ reason = null } = (await request.json()) as { reason?: string });
      return HttpResponse.json({});
    }),
    http.delete(url('/admin/trading/stop'), () => {
      reason = null;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  showPage(<TradingSwitch />);
  await userEvent.click(await screen.findByRole('button', { name: /Stop trading for everybody/ }));
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.type(dialog.getByLabelText('Reason'), 'Prices are wrong.');
  await userEvent.click(dialog.getByRole('button', { name: 'Stop trading' }));
  expect(await screen.findByText('Trading is stopped for everybody: Prices are wrong.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Let everybody trade again' }));
  expect(await screen.findByText('Everybody can trade.')).toBeTruthy();
});
