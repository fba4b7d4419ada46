import { Notifications } from '@mantine/notifications';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { aboutTracked, euros, figuresHead } from '../../../test/figures.js';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { answers, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import { gainsCsv } from './gains-csv.js';
import GainsPage from './GainsPage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

const sums = (gain: string) => ({
  proceeds: euros('300.00'),
  cost: euros('200.00'),
  gain: euros(gain),
  shortTerm: euros('0.00'),
  longTerm: euros(gain),
});

const lot = { activityId: 'a1', acquired: '2024-01-10', quantity: '2', heldDays: 400, term: 'long' as const };
const sale: Schemas['DisposalDto'] = {
  ...{ activityId: 'a2', day: '2025-02-13', symbol: 'AAPL', kind: 'sale', side: 'long', quantity: '2' },
  ...{ cost: euros('200.00'), proceeds: euros('300.00'), gain: euros('100.00') },
  lots: [
    { ...lot, cost: euros('200.00'), proceeds: euros('300.00'), gain: euros('100.00'), costKnown: true },
  ],
};

const year = (
  label: string,
  gain: string,
  ...disposals: Schemas['DisposalDto'][]
): Schemas['YearGainsDto'] => ({
  ...sums(gain),
  year: label,
  first: `${label}-01-01`,
  last: `${label}-12-31`,
  ...{ dividends: euros('9.00'), interest: euros('0.00'), taxes: euros('1.00') },
  ...{ fees: euros('0.00'), tradeFees: euros('0.00'), symbols: [], disposals, transfers: [] },
});

const report = (...years: Schemas['YearGainsDto'][]): Schemas['GainsReportDto'] => ({
  ...figuresHead,
  portfolios: [{ portfolioId: 't1', name: 'Savings', method: 'fifo', years, washSales: [] }],
});

const outcome = (method: Schemas['CostBasis'], gain: string, shift: string): Schemas['MethodOutcomeDto'] => ({
  method,
  years: [{ ...sums(gain), year: '2025', shift: euros(shift) }],
  realised: sums(gain),
  heldCost: euros('0.00'),
  unrealised: euros('0.00'),
  total: euros(gain),
  realisedShift: euros(shift),
  unrealisedShift: euros('0.00'),
});

beforeEach(() => {
  signedInAs();
  server.use(
    ...aboutTracked(),
    http.get(url('/portfolios/t1/gains'), ({ request }) => {
      const asked = new URL(request.url).searchParams.get('year');
      if (asked === '2025') return HttpResponse.json(report(year('2025', '100.00', sale)));
      if (asked !== null) return HttpResponse.json(report(year(asked, '-5.00')));
      return HttpResponse.json(report(year('2024', '-5.00'), year('2025', '100.00')));
    }),
    answers('/portfolios/t1/lots', 'LotPageDto', { currency: 'EUR', items: [], next: null }),
    answers('/portfolios/t1/cost-basis-comparison', 'MethodComparisonDto', {
      ...figuresHead,
      portfolios: [
        {
          ...{ portfolioId: 't1', name: 'Savings', method: 'fifo', value: euros('0.00'), unpriced: [] },
          outcomes: [outcome('fifo', '100.00', '0.00'), outcome('hifo', '60.00', '-40.00')],
        },
      ],
    }),
  );
});

const show = (search = '') =>
  showPage(
    <>
      <Notifications />
      <GainsPage />
    </>,
    `/portfolios/t1/gains${search}`,
    '/portfolios/:id/gains',
  );

describe('the gains', () => {
  it('tell the newest tax year, each sale with its lots', async () => {
    show();
    const table = await screen.findByRole('table', { name: 'Realised' });
    expect(
      within(table)
        .getAllByRole('row')
        .slice(1)
        .map((row) => row.textContent),
    ).toEqual([
      'Sold AAPLFeb 13, 20252€300.00€200.00+€100.00',
      'Lot of Jan 10, 2024400 days, long2€300.00€200.00+€100.00',
    ]);
  });

  it('tell the year of the address', async () => {
    show('?year=2024');
    expect(await screen.findByText('Nothing was sold in this year.')).toBeTruthy();
    await userEvent.click(screen.getByRole('combobox', { name: 'Tax year' }));
    await userEvent.click(await screen.findByRole('option', { name: '2025' }));
    expect(await screen.findByText('Sold AAPL')).toBeTruthy();
    expect(screen.getByLabelText('address').textContent).toBe('/portfolios/t1/gains?year=2025');
  });

  it('say what to do where nothing was realised', async () => {
    server.use(answers('/portfolios/t1/gains', 'GainsReportDto', report()));
    show();
    expect(await screen.findByText('Nothing was realised yet')).toBeTruthy();
    expect(await screen.findByText('Nothing is held')).toBeTruthy();
  });

  it('are a table for other programs, without formulas', () => {
    const odd = { ...sale, symbol: '=SUM(A1)' };
    expect(gainsCsv(report(year('2025', '100.00', sale, odd))).split('\r\n')).toEqual([
      'portfolio,kind,symbol,sold,acquired,days held,term,quantity,proceeds,cost,gain,currency',
      'Savings,sale,AAPL,2025-02-13,2024-01-10,400,long,2,300.00,200.00,100.00,EUR',
      "Savings,sale,'=SUM(A1),2025-02-13,2024-01-10,400,long,2,300.00,200.00,100.00,EUR",
      '',
    ]);
  });
});

describe('the cost basis', () => {
  it('is changed after one has seen what that changes', async () => {
    const sent: unknown[] = [];
    server.use(
      http.patch(url('/portfolios/t1/settings'), async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({ costBasis: 'hifo', benchmark: null, targets: {} });
      }),
    );
    show();
    expect(screen.queryByRole('button', { name: 'Switch to this' })).toBeNull();
    await userEvent.click(await screen.findByRole('combobox', { name: 'Method' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Highest cost first' }));
    expect(screen.getByText(/so much more or less/).parentElement?.textContent).toMatch(
      /2025: -€40\.00In all: -€40\.00/,
    );
    expect(sent).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Switch to this' }));
    await waitFor(() => expect(sent).toEqual([{ costBasis: 'hifo' }]));
  });
});
