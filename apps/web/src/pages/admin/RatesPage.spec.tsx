import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import type { QuarantinedRate, RateRun, RatesOverview, SourceReport } from './rates.js';
import RatesPage from './RatesPage.js';

const server = testServer();

const report: SourceReport = {
  name: 'ecb',
  label: 'ECB',
  outcome: 'stored',
  date: '2026-04-14',
  stored: 30,
  quarantined: 0,
  message: null,
};
const failure: SourceReport = {
  ...report,
  name: 'currency-api',
  label: 'currency-api',
  outcome: 'failed',
  date: null,
  stored: 0,
  message: 'answered with status 503',
};
const run: RateRun = {
  id: 'r1',
  reason: 'admin',
  requestedBy: 'grace',
  startedAt: '2026-04-14T15:00:00.000Z',
  endedAt: '2026-04-14T15:00:02.000Z',
  complete: false,
  sources: [report, failure],
};
const overview: RatesOverview = {
  newestDay: '2026-04-14',
  ageDays: 1,
  nextRunAt: '2026-04-15T14:30:00.000Z',
  running: false,
  openQuarantine: 1,
  sources: [
    { name: 'ecb', label: 'ECB', resting: false, newestDay: '2026-04-14', currencies: 30 },
    { name: 'currency-api', label: 'currency-api', resting: false, newestDay: null, currencies: 0 },
    {
      name: 'open-exchange-rates',
      label: 'Open Exchange Rates',
      resting: true,
      newestDay: null,
      currencies: 0,
    },
  ],
  lastRun: run,
};
const suspect: QuarantinedRate = {
  id: 'q1',
  source: 'ECB',
  currency: 'USD',
  date: '2026-04-14',
  rate: '11.684',
  lastRate: '1.1684',
  lastDate: '2026-04-13',
  reason: 'jump',
  at: '2026-04-14T15:00:00.000Z',
  status: 'open',
  decidedAt: null,
  decidedBy: null,
};

function withRates(
  given: Partial<RatesOverview> = {},
  quarantine: QuarantinedRate[] = [suspect],
  runs = [run],
): void {
  server.use(
    answers('/admin/rates', 'RatesOverviewDto', { ...overview, ...given }),
    answers('/admin/rates/quarantine', 'QuarantinePageDto', { items: quarantine, next: null }),
    answers('/admin/rates/runs', 'RateRunsPageDto', { items: runs, next: null }),
  );
  showPage(<RatesPage />);
}

const rowsOf = async (name: string) =>
  within(await screen.findByRole('list', { name }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);

describe('the page of rates', () => {
  it('says how old the rates are, and how each source does', async () => {
    withRates();

    expect(await screen.findByText('Apr 14, 2026, yesterday')).toBeTruthy();
    expect(screen.getByText('1 in quarantine')).toBeTruthy();
    const [bank, dataSet, service] = await rowsOf('Sources');
    expect(bank).toContain('ECBWorks');
    expect(bank).toContain('30 currencies');
    expect(dataSet).toContain('Gave nothing');
    expect(dataSet).toContain('currency-api answered with status 503');
    expect(service).toContain('Left alone for a while');
  });

  it('lists refreshes with who asked and what came', async () => {
    withRates();

    const [row] = await rowsOf('Refreshes');
    expect(row).toContain('Asked for by @grace');
    expect(row).toContain('Not complete');
    expect(row).toContain('ECB: 30 rates of Apr 14, 2026');
  });

  it('asks the sources when told to, and shows what they said', async () => {
    withRates();
    server.use(
      http.post('*/admin/rates/refresh', () =>
        HttpResponse.json({
          ...run,
          sources: [{ ...report, outcome: 'late', date: '2026-04-13', stored: 0 }],
        } as never),
      ),
    );

    await userEvent.click(await screen.findByRole('button', { name: 'Refresh now' }));

    expect(await screen.findByText('ECB: nothing after Apr 13, 2026 yet.')).toBeTruthy();
  });

  it('says why it could not ask', async () => {
    withRates();
    const detail = 'The server is stopping';
    server.use(refuses('post', '/admin/rates/refresh', { status: 503, code: 'service_unavailable', detail }));

    await userEvent.click(await screen.findByRole('button', { name: 'Refresh now' }));

    expect((await screen.findByRole('alert')).textContent).toContain('Try again in a moment');
  });

  it.each([
    ['Accept', 'accept'],
    ['Dismiss', 'dismiss'],
  ])('takes the decision to %s a rate', async (button, action) => {
    withRates();
    const sent: string[] = [];
    server.use(
      http.post('*/admin/rates/quarantine/:id/:action', ({ params }) => {
        sent.push(`${String(params['id'])} ${String(params['action'])}`);
        return HttpResponse.json(suspect as never);
      }),
    );

    const [row] = await rowsOf('Rates in quarantine');
    expect(row).toContain('€1 = 11.684 USD, Apr 14, 2026');
    expect(row).toContain('1.1684 USD on Apr 13, 2026');
    await userEvent.click(screen.getByRole('button', { name: `${button} this rate of US Dollar` }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('11.684 USD for one euro');
    expect(sent).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: button }));

    await expect.poll(() => sent).toEqual([`q1 ${action}`]);
  });

  it('says why a decision comes too late', async () => {
    withRates();
    const detail = 'A later rate of USD has settled this';
    server.use(
      refuses('post', '/admin/rates/quarantine/q1/accept', {
        status: 422,
        code: 'quarantine_closed',
        detail,
      }),
    );

    await userEvent.click(await screen.findByRole('button', { name: 'Accept this rate of US Dollar' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Accept' }));

    expect((await screen.findByRole('alert')).textContent).toBe('A later rate of USD has settled this.');
  });

  it('offers no decision where there is none to take', async () => {
    withRates({}, [
      { ...suspect, status: 'settled' },
      { ...suspect, id: 'q2', status: 'accepted', decidedBy: 'grace' },
    ]);

    const rows = await rowsOf('Rates in quarantine');
    expect(rows[0]).toContain('Settled by a later rate');
    expect(rows[1]).toContain('Accepted by @grace');
    expect(screen.queryByRole('button', { name: /this rate/ })).toBeNull();
  });

  it('is calm when there is nothing', async () => {
    withRates({ newestDay: null, ageDays: null, lastRun: null, openQuarantine: 0, sources: [] }, [], []);

    expect(await screen.findByText('Every rate could be believed')).toBeTruthy();
    expect(await screen.findByText('Nobody was asked yet')).toBeTruthy();
    expect(await screen.findByText('No source is asked')).toBeTruthy();
    expect(screen.getByText('None')).toBeTruthy();
  });
});
