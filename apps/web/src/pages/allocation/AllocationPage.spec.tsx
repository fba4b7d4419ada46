import { Notifications } from '@mantine/notifications';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { aboutTracked, euros, figuresHead } from '../../../test/figures.js';
import { filledOrder } from '../../../test/order.js';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { answers, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import AllocationPage from './AllocationPage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

const slice = (key: string | null, weight: string, target: string | null = null) => ({
  key,
  value: euros(`${Number(weight) * 10}.00`),
  weight,
  target,
  drift: target && String(Number(weight) - Number(target)),
});

const allocation = (
  by: Schemas['AllocationDto']['by'],
  ...slices: Schemas['AllocationSliceDto'][]
): Schemas['AllocationDto'] => ({ ...figuresHead, by, total: euros('1000.00'), slices });

beforeEach(() => {
  signedInAs();
  server.use(
    ...aboutTracked(),
    answers(
      '/portfolios/t1/allocation',
      'AllocationDto',
      allocation('class', slice('stock', '75'), slice(null, '25')),
    ),
    answers('/trading/stop', 'TradingStateDto', {
      isStopped: false,
      isOwn: false,
      isForAll: false,
      since: null,
      reason: null,
    }),
  );
});

const show = (search = '') =>
  showPage(
    <>
      <Notifications />
      <AllocationPage />
    </>,
    `/portfolios/t1/allocation${search}`,
    '/portfolios/:id/allocation',
  );

describe('the allocation', () => {
  it('is told by class, in words and in percent', async () => {
    show();
    const table = await screen.findByRole('table', { name: 'Allocation by class' });
    expect(table.textContent).toMatch(/Stock75\.0%€750\.00Not known25\.0%€250\.00/);
    expect(screen.queryByText('Target')).toBeNull();
  });

  it('says what to do where nothing is held', async () => {
    server.use(answers('/portfolios/t1/allocation', 'AllocationDto', allocation('class')));
    show();
    expect(await screen.findByText('Nothing is held here')).toBeTruthy();
  });

  it('takes targets of what is shown, and not more than all', async () => {
    const sent: unknown[] = [];
    server.use(
      http.patch(url('/portfolios/t1/settings'), async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({ costBasis: 'fifo', benchmark: null, targets: {} });
      }),
    );
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Set targets' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Targets' }));
    await userEvent.type(dialog.getByLabelText('Stock'), '120');
    await userEvent.click(dialog.getByRole('button', { name: 'Save targets' }));
    expect((await dialog.findByRole('alert')).textContent).toMatch(/Enter a percentage from 0 to 100/);
    await userEvent.clear(dialog.getByLabelText('Stock'));
    await userEvent.type(dialog.getByLabelText('Stock'), '62.5');
    expect(dialog.getByRole('status').textContent).toBe('62.50% of 100% together');
    await userEvent.click(dialog.getByRole('button', { name: 'Save targets' }));
    await waitFor(() => expect(sent).toEqual([{ targets: { class: { stock: '62.5' } } }]));
    expect(await screen.findByText('Targets saved')).toBeTruthy();
  });
});

describe('a plan', () => {
  const order = (symbol: string, side: 'buy' | 'sell') => ({
    ...{ symbol, side, type: 'market', timeInForce: 'day', quantity: '2', portfolioId: 't1' },
  });
  const trade = (symbol: string, side: 'buy' | 'sell', isTraded: boolean) => ({
    ...{ symbol, side, quantity: '2', amount: euros('200.00') },
    order: isTraded ? order(symbol, side) : null,
  });
  const plan = (isTraded: boolean) => ({
    ...figuresHead,
    trades: [trade('AMZN', 'buy', isTraded), trade('AAPL', 'sell', isTraded)],
    residual: euros('12.00'),
    after: [{ symbol: 'AAPL', value: euros('500.00'), weight: '50.50', target: '50.00', drift: '0.50' }],
    unpriced: [],
  });

  const workOut = async () => {
    show('?by=position');
    await userEvent.click(await screen.findByRole('button', { name: 'Work out a plan' }));
    return within(await screen.findByRole('region', { name: 'Plan' }));
  };

  beforeEach(() => {
    const positions = allocation('position', slice('AAPL', '75', '50'), slice('AMZN', '25', '50'));
    server.use(answers('/portfolios/t1/allocation', 'AllocationDto', positions));
  });

  it('says what to buy and sell, and is no order where nothing is traded', async () => {
    const sent: unknown[] = [];
    server.use(
      http.post(url('/portfolios/t1/rebalance'), async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(plan(false));
      }),
    );
    const region = await workOut();
    expect(region.getByRole('table', { name: 'Plan' }).textContent).toContain('Buy AMZN2€200.00');
    expect(region.getByText(/€12\.00/).parentElement?.textContent).toMatch(
      /No position is farther than 0\.50%/,
    );
    expect(region.queryByRole('button', { name: /Review/ })).toBeNull();
    expect(sent).toEqual([{ maySell: true, wholeUnits: false }]);
  });

  it('becomes orders that are previewed, and placed one by one, sales first', async () => {
    const placed: [symbol: string, key: string | null][] = [];
    server.use(
      http.post(url('/portfolios/t1/rebalance'), () => HttpResponse.json(plan(true))),
      http.post(url('/orders/preview'), async ({ request }) => {
        const { side } = (await request.json()) as { side: 'buy' | 'sell' };
        const refusals =
          side === 'sell' ? [] : [{ code: 'insufficient_funds', message: 'Too little', field: null }];
        return HttpResponse.json({
          order: null,
          amount: euros('199.00'),
          fee: euros('1.00'),
          cashAfter: null,
          refusals,
        });
      }),
      http.post(url('/orders'), async ({ request }) => {
        const { symbol, side } = (await request.json()) as { symbol: string; side: 'buy' | 'sell' };
        placed.push([symbol, request.headers.get('Idempotency-Key')]);
        if (side === 'sell') return HttpResponse.json(filledOrder({ symbol, side }), { status: 201 });
        const code = 'insufficient_funds';
        return HttpResponse.json(
          {
            type: `urn:tradeyard:problem:${code}`,
            title: 'Refused',
            status: 422,
            code,
            detail: '1.00 EUR is available',
          },
          { status: 422, headers: { 'content-type': 'application/problem+json' } },
        );
      }),
    );
    const region = await workOut();
    await userEvent.click(region.getByRole('button', { name: 'Review 2 orders' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Orders of the plan' }));
    const rows = () => dialog.getAllByRole('listitem').map(({ textContent }) => textContent);
    await waitFor(() => expect(rows()[0]).toBe('Sell 2 AAPLbrings about €199.00fee €1.00'));
    await waitFor(() => expect(rows()[1]).toBe('Buy 2 AMZNpaid with what the sales bring'));
    await userEvent.click(dialog.getByRole('button', { name: 'Place 2 orders' }));
    expect(await dialog.findByRole('button', { name: 'Done' })).toBeTruthy();
    expect(placed.map(([symbol]) => symbol)).toEqual(['AAPL', 'AMZN', 'AMZN']);
    expect(new Set(placed.map(([, key]) => key)).size).toBe(3);
    expect(rows()[0]).toMatch(/Traded.*Sold 2 AAPL/);
    expect(rows()[1]).toMatch(/Not traded.*There is not enough money for this: €1\.00 is available\./);
  });
});
