import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse, type HttpHandler } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { showPage } from '../../../test/page.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import type { Balance } from '../../account/account.js';
import type { Schemas } from '../../api.js';
import { TransferForm } from './TransferForm.js';

const server = testServer();

const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;
const money = (amount: string, currency: string) => ({ amount, currency });
const balance = (amount: string, currency: string): Balance => ({
  currency,
  kind: 'fiat',
  available: money(amount, currency),
  held: money('0.00', currency),
  value: money(amount, 'EUR'),
  ...{ cost: null, gain: null, gainPercent: null },
});
const grace = { handle: 'grace', displayName: 'Grace Hopper' };

// What a list scrolls to its choice with, and jsdom has not.
Element.prototype.scrollIntoView = () => undefined;

type Preview = Schemas['TransferPreviewDto'];
const converting = (cost: string): Preview => ({
  recipient: grace,
  amount: money('100.00', 'USD'),
  cost: money(cost, 'EUR'),
  fee: money('0.00', 'EUR'),
  rate: '1.1684',
  rateDate: '2026-04-13',
  rateSource: 'ECB',
  available: money('500.00', 'EUR'),
  enough: true,
});
const plain: Preview = {
  ...converting('100.00'),
  cost: money('100.00', 'USD'),
  fee: money('0.00', 'USD'),
  rate: null,
  rateDate: null,
  rateSource: null,
};

/** The API as far as transfers go: what it was asked and sent stands in `asked` and `sent`. */
function transfers(previews: readonly Preview[], results: readonly (Response | 'lost' | 'done')[]) {
  const asked: Schemas['TransferDto'][] = [];
  const sent: { key: string | null; body: Schemas['TransferDto'] }[] = [];
  const handlers: HttpHandler[] = [
    http.post(url('/wallet/transfers/preview'), async ({ request }) => {
      asked.push((await request.json()) as Schemas['TransferDto']);
      return HttpResponse.json(previews[Math.min(asked.length, previews.length) - 1] as never);
    }),
    http.post(url('/wallet/transfers'), async ({ request }) => {
      const body = (await request.json()) as Schemas['TransferDto'];
      sent.push({ key: request.headers.get('idempotency-key'), body });
      const result = results[sent.length - 1];
      if (result === 'lost') return HttpResponse.error();
      return result === 'done' || !result ? HttpResponse.json({ counterparty: grace }) : result;
    }),
    answers('/wallet/balances', 'BalancesDto', {
      items: [],
      total: money('0', 'EUR'),
      gain: null,
      asOf: null,
    }),
  ];
  server.use(...handlers);
  return { asked, sent };
}

const onDone = vi.fn();

async function fill(amount = '100', to = 'grace'): Promise<void> {
  onDone.mockReset();
  showPage(<TransferForm balances={[balance('500.00', 'EUR'), balance('20.00', 'USD')]} onDone={onDone} />);
  const currency = screen.getByRole('combobox', { name: 'Currency' });
  await userEvent.click(currency);
  await userEvent.click(await screen.findByRole('option', { name: /US Dollar$/ }));
  await userEvent.type(screen.getByLabelText('To'), to);
  await userEvent.type(screen.getByLabelText('Amount'), amount);
}

const send = () => userEvent.click(screen.getByRole('button', { name: 'Send' }));
const cost = () => screen.findByRole('status', { name: 'What it costs' });

describe('sending money', () => {
  it('shows whom it reaches, what it costs and at which rate before anything is sent', async () => {
    const { asked, sent } = transfers([converting('85.59')], []);
    await fill();

    await waitFor(async () => expect((await cost()).textContent).toContain('Grace Hopper receives$100.00'));
    expect((await cost()).textContent).toContain('You pay€85.59');
    expect((await cost()).textContent).toContain('1 EUR = 1.1684 USD');
    expect((await cost()).textContent).toContain('Apr 13, 2026');
    // Asked when the typing stopped, and not for every letter of it.
    expect(asked).toEqual([{ to: 'grace', amount: money('100', 'USD') }]);
    expect(sent).toEqual([]);
  });

  it('shows the fee that is in it, where there is one', async () => {
    transfers([{ ...converting('86.03'), fee: money('0.44', 'EUR') }], []);
    await fill();

    await waitFor(async () => expect((await cost()).textContent).toContain('Fee in it€0.44'));
    expect((await cost()).textContent).not.toContain('no fee');
  });

  it('sends what was shown as the most that may be paid', async () => {
    const { sent } = transfers([converting('85.59')], []);
    await fill();
    await within(await cost()).findByText('€85.59');
    await send();

    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(sent.map(({ body }) => body)).toEqual([
      { to: 'grace', amount: money('100', 'USD'), from: money('85.59', 'EUR') },
    ]);
  });

  it('shows a cost in another currency first where somebody is faster than the preview', async () => {
    const { sent } = transfers([converting('85.59')], []);
    await fill();
    await send();

    expect((await screen.findByRole('alert')).textContent).toContain('See below what this costs');
    expect(sent).toEqual([]);
    await within(await cost()).findByText('€85.59');
    await send();
    await waitFor(() => expect(sent).toHaveLength(1));
  });

  it('does not wait for the preview where nothing is converted', async () => {
    const { sent } = transfers([plain], []);
    await fill('10');
    await send();

    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(sent.map(({ body }) => body)).toEqual([{ to: 'grace', amount: money('10', 'USD') }]);
  });

  it('shows the new cost when the rate has changed, and asks again under the same key', async () => {
    const { sent } = transfers(
      [converting('85.59'), converting('86.02')],
      [rateChanged(), 'done'].map(asResult),
    );
    await fill();
    await within(await cost()).findByText('€85.59');
    await send();

    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('The rate has changed. This costs €86.02 now');
    await within(await cost()).findByText('€86.02');
    expect(onDone).not.toHaveBeenCalled();

    await send();
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(sent.map(({ body }) => body.from?.amount)).toEqual(['85.59', '86.02']);
    expect(sent[1]?.key).toBe(sent[0]?.key);
  });

  it('sends the same again, under the same key, when the answer was lost', async () => {
    // The next preview would differ: it must not be asked, or the repetition were another request.
    const { sent } = transfers([converting('85.59'), converting('99.99')], ['lost', 'done']);
    await fill();
    await within(await cost()).findByText('€85.59');
    await send();
    expect((await screen.findByRole('alert')).textContent).toContain('cannot be reached');
    await send();

    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(sent[1]).toEqual(sent[0]);
    expect(sent[0]?.key).toBeTruthy();
  });

  it('takes another key for another transfer', async () => {
    const { sent } = transfers([plain], ['lost', 'done']);
    await fill('10');
    await send();
    await screen.findByRole('alert');
    await userEvent.type(screen.getByLabelText('Amount'), '0');
    await send();

    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]?.key).not.toBe(sent[0]?.key);
  });

  it('pays with the currency that was chosen', async () => {
    const { asked } = transfers([converting('85.59')], []);
    await fill();
    await within(await cost()).findByText('€85.59');
    await userEvent.click(screen.getByRole('combobox', { name: 'Pay with' }));
    await userEvent.click(await screen.findByRole('option', { name: /US Dollar$/ }));

    await waitFor(() => expect(asked.at(-1)?.from).toEqual({ currency: 'USD' }));
  });

  it('says in the preview who is not there', async () => {
    transfers([], []);
    const detail = 'Nobody here has the email or handle "nobody"';
    server.use(refuses('post', '/wallet/transfers/preview', { status: 422, code: 'user_not_found', detail }));
    await fill('10', 'nobody');

    await waitFor(async () => expect((await cost()).textContent).toBe(`${detail}.`));
  });
});

function rateChanged(): Response {
  const detail = 'This costs 86.02 EUR now, and you were ready to pay 85.59 EUR';
  const problem: Schemas['ProblemDto'] = {
    type: 'urn:tradeyard:problem:rate_changed',
    title: 'Unprocessable Entity',
    status: 422,
    code: 'rate_changed',
    detail,
    errors: [{ field: 'from.amount', message: detail }],
  };
  return HttpResponse.json(problem, {
    status: 422,
    headers: { 'content-type': 'application/problem+json' },
  });
}

const asResult = (result: Response | string) => result as Response | 'done';
