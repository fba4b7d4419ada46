import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { instrument } from '../../../test/instrument.js';
import { order } from '../../../test/order.js';
import { showPage } from '../../../test/page.js';
import { answers, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import PointsPage from './PointsPage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

let points: Schemas['PointDto'][] = [];
let sent: unknown[] = [];

const point = (given: Partial<Schemas['OrderDto']> = {}): Schemas['PointDto'] => ({
  kind: given.side === 'sell' ? 'sell_when_rises' : 'buy_when_falls',
  order: order({ isPoint: true, ...given }),
  price: '231.02',
  distance: '-11.02',
  distancePercent: '-4.77',
});

beforeEach(() => {
  points = [];
  sent = [];
  server.use(
    answers('/trading/stop', 'TradingStateDto', {
      isStopped: false,
      isForAll: false,
      isOwn: false,
      since: null,
      reason: null,
    }),
    answers('/portfolios', 'PortfolioPageDto', { items: [], next: null }),
    answers('/instruments', 'InstrumentPageDto', { items: [instrument('AAPL')], next: null }),
    answers('/quotes', 'QuotesDto', {
      items: [{ symbol: 'AAPL', bid: '199.90', ask: '200.00', price: '200.00', currency: 'USD' } as never],
      next: null,
    }),
    http.get(url('/points'), () => HttpResponse.json({ items: points, next: null })),
    http.post(url('/points'), async ({ request }) => {
      sent.push(await request.json());
      points = [point()];
      return HttpResponse.json(points[0], { status: 201 });
    }),
    http.delete(url('/orders/:id'), ({ params }) => {
      sent.push(`DELETE ${String(params['id'])}`);
      const [first] = points;
      points = [];
      return HttpResponse.json({ ...first?.order, status: 'cancelled', actions: [], legs: [] });
    }),
  );
});

const click = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

describe('the page of automated points', () => {
  it('sets a point, says it in one sentence, and cancels it', async () => {
    showPage(<PointsPage />, '/points');
    expect(await screen.findByText('No automated points yet')).toBeTruthy();
    await click('Set your first point');
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Set point' }));
    expect(await dialog.findByText('Choose an instrument')).toBeTruthy();
    await userEvent.click(dialog.getByRole('combobox', { name: 'Instrument' }));
    await userEvent.click(await screen.findByRole('option', { name: 'AAPL · AAPL Inc.' }));
    expect(await dialog.findByText('Now at $200.00')).toBeTruthy();
    await userEvent.type(dialog.getByRole('textbox', { name: 'Falls to' }), '220');
    await userEvent.type(dialog.getByRole('textbox', { name: 'Quantity' }), '2');
    await userEvent.click(dialog.getByRole('button', { name: 'Set point' }));
    await screen.findByRole('link', { name: 'Buy 2 AAPL when it falls to $220.00' });
    expect(sent).toEqual([{ kind: 'buy_when_falls', symbol: 'AAPL', price: '220', quantity: '2' }]);
    await click('Cancel: Buy 2 AAPL');
    await click('Cancel it');
    await waitFor(() => expect(screen.getByText('No automated points yet')).toBeTruthy());
    expect(sent.at(-1)).toBe(`DELETE ${order().id}`);
  });

  it('says how far the price has to go by the newest quote, from the side that is traded at', async () => {
    points = [point(), point({ id: 'b', side: 'sell', limitPrice: '250' })];
    showPage(<PointsPage />, '/points');
    const list = within(await screen.findByRole('list', { name: 'Automated points' }));
    const [buy, sell] = list.getAllByRole('listitem');
    await waitFor(() => expect(buy?.textContent).toContain('+10.00% to go, now $200.00'));
    expect(sell?.textContent).toContain('Sell 2 AAPL when it rises to $250.00');
    expect(sell?.textContent).toContain('+25.06% to go');
  });
});
