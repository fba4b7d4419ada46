import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { showPage } from '../../../test/page.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import type { Balance } from '../../account/account.js';
import type { Schemas } from '../../api.js';
import { ConvertForm } from './ConvertForm.js';

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

type Quote = Schemas['ConversionQuoteDto'];
const quote = (id: string, to: string, { fee = '0.00', seconds = 30 } = {}): Quote => ({
  id,
  from: money('100.00', 'EUR'),
  to: money(to, 'USD'),
  side: 'from',
  rate: '1.1684',
  rateDate: '2026-04-13',
  rateSource: 'ECB',
  fee: money(fee, 'EUR'),
  // The server's clock is not this one.
  createdAt: '2020-01-01T00:00:00.000Z',
  expiresAt: new Date(Date.parse('2020-01-01T00:00:00.000Z') + seconds * 1000).toISOString(),
  usedBy: null,
});

const refusal = (code: Schemas['ProblemCode'], detail: string): Response => {
  const errors = [{ field: 'quoteId', message: detail }];
  const body = { type: `urn:tradeyard:problem:${code}`, title: 'Refused', status: 422, code, detail, errors };
  return HttpResponse.json(body, {
    status: 422,
    headers: { 'content-type': 'application/problem+json' },
  }) as Response;
};

type Sent = { key: string | null; body: Schemas['ConversionDto'] };

/** The API as far as conversions go: what it was asked and sent stands in `asked` and `sent`. */
function conversions(quotes: readonly Quote[], results: readonly (Response | 'lost' | 'done')[] = []) {
  const asked: Schemas['AskQuoteDto'][] = [];
  const sent: Sent[] = [];
  server.use(
    http.post(url('/wallet/quotes'), async ({ request }) => {
      asked.push((await request.json()) as Schemas['AskQuoteDto']);
      return HttpResponse.json(quotes[Math.min(asked.length, quotes.length) - 1] as never);
    }),
    http.post(url('/wallet/conversions'), async ({ request }) => {
      const body = (await request.json()) as Schemas['ConversionDto'];
      sent.push({ key: request.headers.get('idempotency-key'), body });
      const result = results[sent.length - 1] ?? 'done';
      if (result === 'lost') return HttpResponse.error();
      return result === 'done' ? HttpResponse.json({ changes: [] }) : result;
    }),
    answers('/rates', 'RateListDto', {
      base: 'EUR',
      date: '2026-04-13',
      source: 'ECB',
      ageDays: 1,
      next: null,
      items: [{ currency: 'USD', rate: '1.1684', date: '2026-04-13', source: 'ECB' }],
    }),
    answers('/wallet/balances', 'BalancesDto', {
      items: [],
      total: money('0', 'EUR'),
      gain: null,
      asOf: null,
    }),
  );
  return { asked, sent };
}

const onDone = vi.fn();
beforeEach(() => onDone.mockReset());

async function fill(label = 'You pay', amount = '100'): Promise<void> {
  showPage(<ConvertForm balances={[balance('500.00', 'EUR')]} to="USD" onDone={onDone} />);
  await userEvent.type(await screen.findByLabelText(label), amount);
}

const convert = async () => {
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Convert' });
  await waitFor(() => expect(button.disabled).toBe(false));
  await userEvent.click(button);
};
const offer = () => screen.findByRole('status', { name: 'What you get' });
const offered = (text: string) => waitFor(async () => expect((await offer()).textContent).toContain(text));

describe('converting money', () => {
  it('shows rate, fee, both amounts and for how long, before anything is sent', async () => {
    const { asked, sent } = conversions([quote('q1', '116.25', { fee: '0.50' })]);
    await fill();

    await offered('You pay€100.00Fee in it€0.50You receive$116.25');
    expect(screen.getByText('1 EUR = 1.1684 USD')).toBeTruthy();
    expect(screen.getByText(/ECB rate of Apr 13, 2026/)).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>('You receive').value).toBe('116.25');
    expect(screen.getByRole('timer').textContent).toMatch(/^Yours for (30|29|28) s$/);
    // What counts down is not read out each second.
    expect(within(await offer()).queryByRole('timer')).toBeNull();
    // Asked when the typing stopped, and not for every letter of it.
    expect(asked).toEqual([
      { from: { currency: 'EUR', amount: '100' }, to: { currency: 'USD' }, side: 'from' },
    ]);
    expect(sent).toEqual([]);
  });

  it('says that there is no fee where there is none', async () => {
    conversions([quote('q1', '116.84')]);
    await fill();

    await offered('FeeNone');
  });

  it('asks for what is wanted where that side is typed', async () => {
    const { asked } = conversions([quote('q1', '116.84')]);
    await fill('You receive', '116.84');

    await offered('You receive$116.84');
    expect(asked).toEqual([
      { from: { currency: 'EUR' }, to: { currency: 'USD', amount: '116.84' }, side: 'to' },
    ]);
    expect(screen.getByLabelText<HTMLInputElement>('You pay').value).toBe('100.00');
  });

  it('books what was shown, with the note', async () => {
    const { sent } = conversions([quote('q1', '116.84')]);
    await fill();
    await userEvent.type(screen.getByLabelText('Note'), 'For Rome');
    await convert();

    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(sent.map(({ body }) => body)).toEqual([{ quoteId: 'q1', memo: 'For Rome' }]);
    expect(sent[0]?.key).toBeTruthy();
  });

  it('asks anew for another amount, and shows nothing of the old one meanwhile', async () => {
    const { asked } = conversions([quote('q1', '116.84'), quote('q2', '1168.40')]);
    await fill();
    await offered('$116.84');
    await userEvent.type(screen.getByLabelText('You pay'), '0');

    expect((await offer()).textContent).toBe('Asking what you get');
    expect(screen.getByLabelText<HTMLInputElement>('You receive').value).toBe('');
    await offered('$1,168.40');
    expect(asked.map(({ from }) => from.amount)).toEqual(['100', '1000']);
  });

  it('a note changes nothing of it', async () => {
    const { asked } = conversions([quote('q1', '116.84')]);
    await fill();
    await offered('$116.84');
    await userEvent.type(screen.getByLabelText('Note'), 'For Rome');

    await offered('$116.84');
    expect(asked).toHaveLength(1);
  });
});

describe('an offer that is over', () => {
  it('says so once, and is replaced with one click', async () => {
    conversions([quote('q1', '116.84', { seconds: 1 }), quote('q2', '116.90')]);
    await fill();
    await offered('$116.84');
    await waitFor(
      async () => expect((await offer()).textContent).toContain('The time of this offer is over'),
      {
        timeout: 3000,
      },
    );
    expect(screen.getByRole('timer').textContent).toBe('');
    await userEvent.click(screen.getByRole('button', { name: 'Get a new offer' }));

    await offered('$116.90');
    expect((await offer()).textContent).not.toContain('over');
  });

  it('is not booked: the new one is shown first, and goes under the same key', async () => {
    const over = refusal('quote_expired', 'This quote ended; ask for a new one');
    const { sent } = conversions([quote('q1', '116.84'), quote('q2', '116.90')], [over]);
    await fill();
    await offered('$116.84');
    await convert();

    expect((await screen.findByRole('alert')).textContent).toContain('See below what you get now');
    await offered('$116.90');
    expect(onDone).not.toHaveBeenCalled();
    await convert();
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(sent.map(({ body }) => body.quoteId)).toEqual(['q1', 'q2']);
    expect(sent[1]?.key).toBe(sent[0]?.key);
  });

  it('is not taken for a new one that was refused', async () => {
    conversions([quote('q1', '116.84')]);
    await fill();
    await offered('$116.84');
    const detail = 'The last rate between EUR and USD is of 2024-04-12, and none older than 365 days is used';
    server.use(refuses('post', '/wallet/quotes', { status: 422, code: 'rate_too_old', detail }));
    await userEvent.click(screen.getByRole('button', { name: 'Get a new offer' }));

    await offered('There is no rate new enough to convert at.');
    expect((await offer()).textContent).not.toContain('$116.84');
    expect(screen.getByLabelText<HTMLInputElement>('You receive').value).toBe('');
  });

  it('is sent again, under its key, when the first answer was lost', async () => {
    const { sent } = conversions([quote('q1', '116.84', { seconds: 1 })], ['lost']);
    await fill();
    await offered('$116.84');
    await convert();
    expect((await screen.findByRole('alert')).textContent).toContain('cannot be reached');
    await waitFor(async () => expect((await offer()).textContent).toContain('over'), { timeout: 3000 });
    await convert();

    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(sent[1]).toEqual(sent[0]);
  });
});

describe('what is refused', () => {
  it('stands at the amount where there is too little money, and the offer stays', async () => {
    const short = refusal('insufficient_funds', '500.00 EUR is available, 600.00 EUR was asked');
    conversions([quote('q1', '116.84')], [short]);
    await fill();
    await offered('$116.84');
    await convert();

    expect(await screen.findByText(/There is not enough money for this: €500.00 is available/)).toBeTruthy();
    await waitFor(() => expect(screen.getByLabelText('You pay').getAttribute('aria-invalid')).toBe('true'));
    await offered('$116.84');
  });

  it('is told before that when there is too little money', async () => {
    conversions([{ ...quote('q1', '701.04'), from: money('600.00', 'EUR') }]);
    await fill('You pay', '600');

    await offered('You have €500.00, which is not enough.');
  });

  it('says why there is no offer', async () => {
    conversions([]);
    const detail = 'The last rate between EUR and USD is of 2024-04-12, and none older than 365 days is used';
    server.use(refuses('post', '/wallet/quotes', { status: 422, code: 'rate_too_old', detail }));
    await fill();

    await offered(`There is no rate new enough to convert at. ${detail}.`);
  });

  it('asks for another currency than the same, and for an amount', async () => {
    const { asked } = conversions([]);
    showPage(<ConvertForm balances={[balance('500.00', 'EUR')]} to="EUR" onDone={onDone} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Convert' }));

    expect(await screen.findByText('Enter an amount')).toBeTruthy();
    expect(screen.getByText('Choose another currency than the one you pay with')).toBeTruthy();
    expect(asked).toEqual([]);
  });
});
