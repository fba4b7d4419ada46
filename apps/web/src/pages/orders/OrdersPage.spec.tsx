import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { filledOrder, order } from '../../../test/order.js';
import { showPage } from '../../../test/page.js';
import { answers, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import OrderPage from './OrderPage.js';
import OrdersPage from './OrdersPage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

type Order = Schemas['OrderDto'];

let open: Order[] = [];
let sent: string[] = [];

const exit = { side: 'sell', orderClass: 'protect', groupId: 'g' } as const;
const takeProfit = order({ ...exit, id: 'c1', legRole: 'take_profit', limitPrice: '260' });
const stopLoss = order({
  ...exit,
  id: 'c2',
  legRole: 'stop_loss',
  type: 'trailing_stop',
  limitPrice: null,
  trailPercent: '5',
  watermark: '231.00',
  waitingFor: { code: 'stop_not_hit', text: 'stop 219.45 is below the bid 231' },
  reservedQuantity: '0.00000000',
});

/** Changes an order as the API does, and notes what was sent. */
const changes = (method: 'patch' | 'delete', change: (body: Partial<Order>) => Partial<Order>) =>
  http[method](url('/orders/:id'), async ({ request, params }) => {
    const text = await request.text();
    sent.push(`${request.method} ${String(params['id'])} ${text}`.trim());
    const changed = change(text ? (JSON.parse(text) as Partial<Order>) : {});
    open = open.map((each) => (each.id === params['id'] ? { ...each, ...changed } : each));
    const found = open.find(({ id }) => id === params['id']);
    open = open.filter(({ actions }) => actions.length > 0);
    return HttpResponse.json({ ...found, legs: [] });
  });

beforeEach(() => {
  open = [order({ id: 'a' }), takeProfit, stopLoss];
  sent = [];
  server.use(
    answers('/portfolios', 'PortfolioPageDto', { items: [], next: null }),
    answers('/trading/stop', 'TradingStateDto', {
      isStopped: false,
      isForAll: false,
      isOwn: false,
      since: null,
      reason: null,
    }),
    http.get(url('/orders'), ({ request }) => {
      const status = new URL(request.url).searchParams.get('status');
      return HttpResponse.json({
        items:
          status === 'open'
            ? open
            : [filledOrder({ id: 'f' }), order({ id: 'x', status: 'expired', actions: [] })],
        next: null,
      });
    }),
    changes('patch', (body) => body),
    changes('delete', () => ({ status: 'cancelled', actions: [], waitingFor: null })),
  );
});

const show = (address = '/orders') => showPage(<OrdersPage />, address);
const click = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

describe('the page of orders', () => {
  it('lists what waits, for what, and what belongs together', async () => {
    show();
    const list = within(await screen.findByRole('list', { name: 'Open orders' }));
    const [single, protection] = list.getAllByRole('listitem');
    expect(single?.textContent).toContain('Limit $220.00 · Until cancelled · $440.00 reserved');
    expect(single?.textContent).toContain('Limit $220.00 is below the ask $231.02');
    expect(protection?.textContent).toMatch(/Take-profit.*2 AAPL reserved.*Stop-loss.*Trails by 5%/);
    expect(protection?.textContent).toContain('Stop $219.45 is below the bid $231.00');
  });

  it('cancels after a word about that, in the row', async () => {
    open = [order({ id: 'a' })];
    show();
    await click('Cancel: Buy 2 AAPL');
    await click('Keep it');
    await click('Cancel: Buy 2 AAPL');
    expect(sent).toEqual([]);
    await click('Cancel it');
    expect(await screen.findByText('No open orders')).toBeTruthy();
    expect(sent).toEqual(['DELETE a']);
  });

  it('changes only what is different', async () => {
    show();
    await click('Change: Buy 2 AAPL');
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Change the order' }));
    expect(await dialog.findByText('Nothing is different yet.')).toBeTruthy();
    const price = dialog.getByRole('textbox', { name: 'Limit price' });
    expect((price as HTMLInputElement).value).toBe('220.00');
    await userEvent.clear(price);
    await userEvent.type(price, '221.5');
    await userEvent.click(dialog.getByRole('button', { name: 'Change the order' }));
    await waitFor(() => expect(sent).toEqual(['PATCH a {"limitPrice":"221.5"}']));
  });

  it('asks an exit for its price alone, and for no quantity', async () => {
    open = [stopLoss];
    show();
    await click('Change: Sell 2 AAPL');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole('textbox', { name: 'Trails by' })).toBeTruthy();
    expect(dialog.queryByRole('textbox', { name: 'Quantity' })).toBeNull();
  });

  it('keeps its tab in the address', async () => {
    show();
    await userEvent.click(await screen.findByRole('radio', { name: 'History' }));
    const table = within(await screen.findByRole('table', { name: 'Orders' }));
    expect(table.getAllByRole('row')).toHaveLength(3);
    expect(table.getByText('Expired')).toBeTruthy();
    expect(screen.getByLabelText('address').textContent).toBe('/orders?tab=history');
  });
});

describe('the page of an order', () => {
  it('tells what happened, why each fill had its price and fee, and what belongs to it', async () => {
    const fill: Schemas['FillDto'] = {
      id: 'fill',
      at: '2026-06-15T12:00:01.000Z',
      quantity: '2.00000000',
      price: '231.02',
      amount: { amount: '462.04', currency: 'USD' },
      fee: { amount: '2.31', currency: 'USD' },
      rule: 'market buy at the ask',
      feeRule: '0.5 %',
      slippage: '0.02',
      quote: { bid: '231.00', ask: '231.02', at: '2026-06-15T12:00:00.000Z', source: 'simulated' },
    };
    const events: Schemas['OrderEventDto'][] = [
      { at: fill.at, kind: 'place', actor: 'owner', cause: 'placed by its owner', detail: {} },
      {
        at: fill.at,
        kind: 'fill',
        actor: 'market',
        cause: 'market buy at the ask',
        detail: { price: '231.02' },
      },
    ];
    const entry = filledOrder({ id: 'e', legRole: 'entry', groupId: 'g', fills: [fill] });
    server.use(answers('/orders/e', 'OrderDetailDto', { ...entry, legs: [takeProfit], events }));
    showPage(<OrderPage />, '/orders/e', '/orders/:id');
    const story = await screen.findByRole('list', { name: 'What happened' });
    expect(story.textContent).toMatch(
      /Placed by you.*Filled by the market.*Market buy at the ask, at \$231.02\./,
    );
    expect(screen.getByText('0.5 %')).toBeTruthy();
    const legs = within(screen.getByRole('list', { name: 'Orders of the same class' }));
    expect(legs.getByRole('link', { name: 'Sell 2 AAPL' }).getAttribute('href')).toBe('/orders/c1');
    expect(screen.queryByRole('button', { name: /^Cancel/ })).toBeNull();
  });
});
