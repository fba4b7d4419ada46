import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { refuses, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import ExchangeRatesPage from './ExchangeRatesPage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

const history: Schemas['RateHistoryDto'] = {
  base: 'EUR',
  quote: 'USD',
  from: '2024-01-02',
  to: '2026-04-14',
  sources: ['ECB'],
  ended: null,
  items: [
    { date: '2024-01-02', rate: '1.0956' },
    { date: '2026-03-20', rate: '1.2' },
    { date: '2026-04-10', rate: '1.16' },
    { date: '2026-04-13', rate: '1.176' },
  ],
};

const list = (base: string): Schemas['RateListDto'] => ({
  base,
  date: '2026-04-13',
  source: 'ECB',
  ageDays: 1,
  next: null,
  items: [
    { currency: 'USD', rate: '1.176', date: '2026-04-13', source: 'ECB' },
    { currency: 'JPY', rate: '186.75', date: '2026-04-13', source: 'ECB' },
    { currency: 'CHF', rate: '0.9242', date: '2026-04-10', source: 'ECB' },
  ],
});

/** The API, with what it was asked for. */
function serve(changed: Partial<Schemas['RateHistoryDto']> = {}): string[] {
  const asked: string[] = [];
  server.use(
    http.get(url('/rates/history'), ({ request }) => {
      const { searchParams } = new URL(request.url);
      const [base, quote] = [searchParams.get('base') ?? '', searchParams.get('quote') ?? ''];
      asked.push(`${base}/${quote}`);
      return HttpResponse.json({ ...history, base, quote, ...changed });
    }),
    http.get(url('/rates'), ({ request }) =>
      HttpResponse.json(list(new URL(request.url).searchParams.get('base') ?? '')),
    ),
  );
  return asked;
}

const show = (search = '') => showPage(<ExchangeRatesPage />, `/rates${search}`);
const headline = () => screen.findByRole('heading', { name: /^1 \w+ =/ });
const fact = (label: RegExp) => screen.getByText(label).nextSibling?.textContent;

beforeEach(() => {
  Element.prototype.scrollIntoView = () => undefined; // jsdom has none
  vi.setSystemTime(new Date('2026-04-14T10:00:00Z'));
  signedInAs();
  return () => vi.useRealTimers();
});

describe('the page of rates', () => {
  it("begins with one's own currency in dollars, over a year", async () => {
    const asked = serve();
    show();

    expect((await headline()).textContent).toBe('1 EUR = 1.176 USD');
    expect(asked).toEqual(['EUR/USD']);
    expect(screen.getByText(/ECB rate of Apr 13, 2026, a day old/)).toBeTruthy();
    expect(screen.getByText('-2.00%')).toBeTruthy();
    expect([fact(/^High, Mar 20/), fact(/^Low, Apr 10/)]).toEqual(['1.200', '1.160']);
    expect(screen.queryByText(/old:|ended/)).toBeNull();
    expect(screen.getByRole('link', { name: 'Convert into USD' }).getAttribute('href')).toBe(
      '/wallet?do=convert&to=USD',
    );
  });

  it('shows the rate of now, which is newer than all history', async () => {
    serve({ items: history.items.slice(0, 2) });
    show();

    expect((await headline()).textContent).toMatch(/^1 EUR = 1\.\d+ USD$/);
    await waitFor(async () => expect((await headline()).textContent).toBe('1 EUR = 1.176 USD'));
    expect(screen.getByText(/ECB rate of Apr 13, 2026/)).toBeTruthy();
    expect(fact(/^Last, Mar 20/)).toBe('1.200');
  });

  it('keeps pair and range in its address', async () => {
    serve();
    show('?base=GBP&quote=JPY&range=1M');
    await waitFor(async () => expect((await headline()).textContent).toBe('1 GBP = 186.75 JPY'));

    await userEvent.click(screen.getByRole('radio', { name: 'Max' }));
    expect(await screen.findByText('First, Jan 2, 2024')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Swap the currencies' }));
    expect(screen.getByLabelText('address').textContent).toBe('/rates?base=JPY&quote=GBP&range=Max');
    await waitFor(async () => expect((await headline()).textContent).toBe('1 JPY = 1.176 GBP'));
  });

  it('swaps rather than compare a currency with itself', async () => {
    serve();
    show();
    await headline();
    await userEvent.click(screen.getByRole('combobox', { name: 'From' }));
    await userEvent.click(await screen.findByRole('option', { name: /^USD/ }));

    expect(screen.getByLabelText('address').textContent).toBe('/rates?base=USD&quote=EUR');
  });

  it('says that a currency has ended, and leads to no conversion into it', async () => {
    serve({ ended: { currency: 'HRK', endedOn: '2023-01-01' } });
    show('?base=EUR&quote=HRK');

    expect(await screen.findByText(/Croatian Kuna ended on Jan 1, 2023/)).toBeTruthy();
    expect(screen.queryByRole('link', { name: /Convert/ })).toBeNull();
  });

  it('says that a rate is old', async () => {
    vi.setSystemTime(new Date('2026-11-21T10:00:00Z'));
    serve();
    show();

    expect(await screen.findByText(/This rate is old: there is none after Apr 13, 2026/)).toBeTruthy();
    expect(screen.getByText(/222 days old/)).toBeTruthy();
  });

  it('is a table for who wants the numbers', async () => {
    serve();
    show();
    await headline();
    await userEvent.click(screen.getByRole('button', { name: 'Show table' }));

    const rows = within(screen.getByRole('table', { name: 'Rates of EUR in USD' })).getAllByRole('row');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      'DayRate ofRate',
      'Apr 13, 2026Apr 13, 20261.176',
      'Apr 10, 2026Apr 10, 20261.16',
      'Mar 20, 2026Mar 20, 20261.2',
    ]);
  });

  it('says what to do about a pair without a history', async () => {
    serve();
    server.use(
      refuses('get', '/rates/history', {
        status: 422,
        code: 'rate_unavailable',
        detail: 'There is no rate between EUR and AFN',
      }),
    );
    show('?quote=AFN');

    expect((await screen.findByRole('alert')).textContent).toContain('There is no rate between EUR and AFN');
  });

  it('has no history of a currency in itself', async () => {
    const asked = serve();
    show('?base=EUR&quote=EUR');

    expect(await screen.findByText('One EUR is always one EUR')).toBeTruthy();
    expect(asked).toEqual([]);
  });
});

describe('the table of all rates', () => {
  const codes = async (): Promise<(string | undefined)[]> => {
    const rows = within(await screen.findByRole('table', { name: 'Rates' })).getAllByRole('row');
    return rows.slice(1).map(({ textContent }) => /USD|JPY|CHF/.exec(textContent)?.[0]);
  };

  it('is sorted and searched as its address says', async () => {
    serve();
    show('?sort=-rate');
    expect(await codes()).toEqual(['JPY', 'USD', 'CHF']);

    await userEvent.type(screen.getByRole('searchbox', { name: 'Search currencies' }), 'swiss');
    expect(await codes()).toEqual(['CHF']);
    expect(screen.getByLabelText('address').textContent).toBe('/rates?sort=-rate&query=swiss');
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search currencies' }), ' army');
    expect(await screen.findByText('No such currency')).toBeTruthy();
  });

  it('does not ask for rates of what has ended', async () => {
    serve({ ended: { currency: 'HRK', endedOn: '2023-01-01' } });
    server.use(
      refuses('get', '/rates', { status: 422, code: 'currency_ended', detail: 'asked nevertheless' }),
    );
    show('?base=HRK&quote=CHF');

    expect(await screen.findByText('Croatian Kuna has ended')).toBeTruthy();
    expect(screen.queryByText(/asked nevertheless/)).toBeNull();
  });

  it('leads to the history of each', async () => {
    const asked = serve();
    show();
    await codes();
    await userEvent.click(screen.getByRole('link', { name: 'JPY' }));

    await waitFor(() => expect(asked).toContain('EUR/JPY'));
    expect(screen.getByLabelText('address').textContent).toBe('/rates?base=EUR&quote=JPY&range=1Y');
  });
});
