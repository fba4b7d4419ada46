import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { instrument } from '../../../test/instrument.js';
import { filledOrder, order } from '../../../test/order.js';
import { showPage } from '../../../test/page.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import type { Quote } from '../../stream/quotes.js';
import { OrderTicket } from './OrderTicket.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

const quote = {
  symbol: 'AAPL',
  bid: '231.00',
  ask: '231.02',
  price: '231.01',
  currency: 'USD',
  stale: false,
} as Quote;

const trading: Schemas['TradingStateDto'] = {
  isStopped: false,
  isForAll: false,
  isOwn: false,
  since: null,
  reason: null,
};
const portfolio = {
  currency: 'USD',
  kind: 'trading',
  leagueId: null,
  startingCash: null,
  keepsCash: true,
  archivedAt: null,
  createdAt: '2026-01-05T10:00:00Z',
  startedAt: '2026-01-05T10:00:00Z',
  models: { price: { kind: 'touch' }, slippage: { kind: 'none' }, fee: { kind: 'none' } },
} as const;

type Sent = { path: string; key: string | null; body: Record<string, unknown> | null };
let sent: Sent[] = [];
let previewed: unknown[] = [];
let preview: Partial<Schemas['OrderPreviewDto']> = {};

/** Answers a POST with an order, and notes what was sent. */
const takes = (path: string, answer: Schemas['OrderDto']) =>
  http.post(url(path), async ({ request }) => {
    const text = await request.text();
    sent.push({
      path,
      key: request.headers.get('idempotency-key'),
      body: text ? (JSON.parse(text) as Record<string, unknown>) : null,
    });
    return HttpResponse.json({ ...answer, legs: [] }, { status: 201 });
  });

beforeEach(() => {
  sent = [];
  previewed = [];
  preview = {};
  server.use(
    answers('/trading/stop', 'TradingStateDto', trading),
    answers('/portfolios', 'PortfolioPageDto', {
      items: [{ id: 'p1', name: 'Main portfolio', ...portfolio }],
      next: null,
    }),
    answers('/portfolios/p1/positions', 'PositionsDto', { items: [] } as never),
    http.get(url('/wallet/balances'), () => HttpResponse.json({ items: [], next: null })),
    http.post(url('/orders/preview'), async ({ request }) => {
      previewed.push(await request.json());
      return HttpResponse.json({
        order: { ...filledOrder(), legs: [] },
        amount: { amount: '462.04', currency: 'USD' },
        fee: { amount: '2.31', currency: 'USD' },
        cashAfter: { amount: '535.65', currency: 'USD' },
        refusals: [],
        ...preview,
      });
    }),
    takes('/orders', order()),
    answers(`/orders/${order().id}`, 'OrderDetailDto', { ...order(), legs: [], events: [] }),
  );
});

const show = (symbol = 'AAPL') =>
  showPage(<OrderTicket instrument={instrument(symbol)} quote={{ ...quote, symbol }} />);
const click = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
const more = () => click('Limit, stop and more');
const fill = async (label: string, text: string) =>
  userEvent.type(screen.getByRole('textbox', { name: label }), text);
const choose = async (label: string, option: string) => {
  await userEvent.click(screen.getByRole('combobox', { name: label }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
};
const bodies = () => sent.map(({ body }) => body);

describe('the order ticket', () => {
  it('says what an order comes to, reserves it, and commits it once', async () => {
    const pending = order({
      status: 'pending',
      type: 'market',
      limitPrice: null,
      createdAt: '2026-06-15T12:00:00.000Z',
      pendingUntil: '2026-06-15T12:01:00.000Z',
      reservedCash: { amount: '464.35', currency: 'USD' },
      actions: ['commit', 'cancel'],
    });
    server.use(
      takes('/orders', pending),
      takes(`/orders/${pending.id}/commit`, filledOrder()),
      answers(`/orders/${pending.id}`, 'OrderDetailDto', { ...filledOrder(), legs: [], events: [] }),
    );
    show();
    await fill('Amount', '500');
    expect(await screen.findByText('$462.04')).toBeTruthy();
    expect(screen.getByText('$2.31')).toBeTruthy();
    expect(screen.getByText('$535.65')).toBeTruthy();
    await userEvent.dblClick(screen.getByRole('button', { name: 'Review order' }));
    expect(await screen.findByText('$464.35')).toBeTruthy();
    expect(screen.getByRole('timer').textContent).toMatch(/yours for (60|59) s/);
    await click('Buy AAPL');
    expect(await screen.findByRole('heading', { name: 'Bought 2 AAPL' })).toBeTruthy();
    expect(screen.getByText('At $231.02 each. You paid $462.04, and a fee of $2.31.')).toBeTruthy();
    expect(sent.map(({ path }) => path)).toEqual(['/orders', `/orders/${pending.id}/commit`]);
    expect(sent.every(({ key }) => key !== null && key !== '')).toBe(true);
    expect(bodies()[0]).toEqual({
      symbol: 'AAPL',
      side: 'buy',
      type: 'market',
      timeInForce: 'day',
      notional: { amount: '500', currency: 'USD' },
      confirm: true,
    });
  });

  it('places a limit order at once, and says what it waits for', async () => {
    show();
    await more();
    await choose('Order type', 'Limit');
    await click('Buy AAPL');
    expect(await screen.findByText('Enter a limit price')).toBeTruthy();
    expect(sent).toEqual([]);
    await fill('Limit price', '220');
    await choose('How long', 'Until cancelled');
    await userEvent.click(screen.getByRole('radio', { name: 'Shares' }));
    await fill('Quantity', '2');
    await click('Buy AAPL');
    expect(await screen.findByRole('heading', { name: 'Buy 2 AAPL: it waits' })).toBeTruthy();
    expect(screen.getByText('Limit $220.00 is below the ask $231.02.')).toBeTruthy();
    expect(screen.getByText('$440.00 is reserved for it.')).toBeTruthy();
    expect(bodies()).toEqual([
      {
        symbol: 'AAPL',
        side: 'buy',
        type: 'limit',
        limitPrice: '220',
        timeInForce: 'gtc',
        quantity: '2',
        confirm: false,
      },
    ]);
  });

  it('protects what it buys, with a stop that trails', async () => {
    show();
    await more();
    await userEvent.click(screen.getByRole('switch', { name: /^Protect it/ }));
    await fill('Amount', '500');
    await click('Buy AAPL');
    expect(await screen.findByText('Enter a take-profit, a stop-loss, or both')).toBeTruthy();
    await fill('Take profit at', '260');
    await choose('Stop-loss', 'Trails by percent');
    await fill('Below its best price', '5');
    await click('Buy AAPL');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(bodies()[0]).toMatchObject({
      orderClass: 'bracket',
      takeProfit: { limitPrice: '260' },
      stopLoss: { trailPercent: '5' },
      confirm: false,
    });
  });

  it('says at the field what would be refused', async () => {
    const refusal = { code: 'price_outside_collar', message: 'A limit of 900 is far', field: 'limitPrice' };
    preview = { order: null, amount: null, fee: null, cashAfter: null, refusals: [refusal] };
    show();
    await more();
    await choose('Order type', 'Limit');
    await fill('Limit price', '900');
    await fill('Amount', '500');
    const sentence = 'That is far from the market: a limit of 900 is far.';
    expect(await screen.findByText(sentence)).toBeTruthy();
    expect(screen.getByRole('textbox', { name: 'Limit price' }).getAttribute('aria-invalid')).toBe('true');
  });

  it('asks once more before it places an order twice', async () => {
    const problem = { status: 422, code: 'duplicate_order', detail: 'The same order' } as const;
    server.use(refuses('post', '/orders', problem));
    show();
    await fill('Amount', '500');
    await click('Review order');
    expect((await screen.findByRole('alert')).textContent).toMatch(/Send it once more to place both/);
    server.use(takes('/orders', order()));
    await click('Review order');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(bodies()[0]?.['clientOrderId']).toBe(sent[0]?.key);
  });

  it('offers the opening and the close only where there is one, and not to stops', async () => {
    show('BTC-USD');
    await more();
    await userEvent.click(screen.getByRole('combobox', { name: 'How long' }));
    const offered = async () =>
      (await screen.findAllByRole('option')).map(({ textContent }) => textContent).join(', ');
    expect(await offered()).toBe(
      'Today only, Until cancelled, Until a date, At once, in part if need be, At once and whole, or not at all',
    );
  });

  it('takes no order while trading is stopped, and says who stopped it', async () => {
    const stopped = {
      isStopped: true,
      isForAll: false,
      isOwn: false,
      since: null,
      reason: 'Too much coffee',
    };
    server.use(answers('/trading/stop', 'TradingStateDto', stopped));
    show();
    const notice = await screen.findByText(/You have stopped your trading: Too much coffee/);
    expect(within(notice).getByRole('link', { name: 'Trade again' }).getAttribute('href')).toBe('/settings');
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Review order' });
    await waitFor(() => expect(button.disabled).toBe(true));
  });

  it('lets one choose among several portfolios', async () => {
    server.use(
      answers('/portfolios', 'PortfolioPageDto', {
        items: [
          { id: 'p1', name: 'Main portfolio', ...portfolio },
          { id: 'p2', name: 'Experiments', ...portfolio },
        ],
        next: null,
      }),
      answers('/portfolios/p2/positions', 'PositionsDto', { items: [] } as never),
    );
    show();
    await more();
    const choice = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Portfolio' });
    expect(choice.value).toBe('Main portfolio');
    await choose('Portfolio', 'Experiments');
    await fill('Amount', '500');
    await waitFor(() => expect(previewed.at(-1)).toMatchObject({ portfolioId: 'p2' }));
  });
});
