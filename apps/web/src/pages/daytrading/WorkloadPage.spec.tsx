import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import WorkloadPage from './WorkloadPage.js';
import WorkloadsPage from './WorkloadsPage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

const workload = (given: Partial<Schemas['WorkloadDto']> = {}): Schemas['WorkloadDto'] => ({
  id: 'w1',
  name: '10 users.txt',
  quotes: 'fixed',
  createdAt: '2026-06-15T11:00:00.000Z',
  ...given,
});

const figures = (given: Partial<Schemas['FiguresDto']> = {}): Schemas['FiguresDto'] => ({
  workload: workload(),
  at: '2026-06-15T12:00:12.345Z',
  isRunning: true,
  commands: 10_000,
  ok: 9_000,
  failed: 1_000,
  commandsPerSecond: 1_234.4,
  p50Ms: 1.234,
  p99Ms: 45.67,
  byCommand: [
    { command: 'BUY', ok: 5_000, failed: 900 },
    { command: 'OTHER', ok: 0, failed: 100 },
  ],
  failures: [
    { code: 'insufficient_funds', count: 900 },
    { code: 'unknown_command', count: 100 },
  ],
  topSymbols: [
    { symbol: 'ABC', count: 2_500 },
    { symbol: 'S', count: 500 },
  ],
  seconds: [{ at: '2026-06-15T12:00:10.000Z', commands: 1_300, failed: 130, p50Ms: 1.2, p99Ms: 50 }],
  ...given,
});

const nothing = { commands: 0, ok: 0, failed: 0, commandsPerSecond: 0, p50Ms: null, p99Ms: null };
const idle = { isRunning: false, byCommand: [], failures: [], topSymbols: [], seconds: [] };

const traders = (given: Partial<Schemas['DayTraderPageDto']> = {}) =>
  answers('/daytrading/workloads/w1/traders', 'DayTraderPageDto', {
    items: [
      { user: '', transaction: 3, commands: 1 },
      { user: 'oY01WVirLr', transaction: 9_999, commands: 2_345 },
    ],
    next: null,
    ...given,
  });

beforeEach(() => {
  signedInAs();
  server.use(traders(), answers('/daytrading/workloads/w1/figures', 'FiguresDto', figures()));
});

const show = (search = '') => showPage(<WorkloadPage />, `/daytrading/w1${search}`, '/daytrading/:id');
const rowsOf = async (name: string) =>
  within(await screen.findByRole('table', { name }))
    .getAllByRole('row')
    .slice(1)
    .map(({ textContent }) => textContent);

describe('a workload', () => {
  it('says how it runs, in numbers and tables', async () => {
    show();
    expect(await screen.findByRole('heading', { name: '10 users.txt', level: 1 })).toBeTruthy();
    expect(screen.getByText('Running')).toBeTruthy();
    for (const text of [
      '1,234',
      '9,000',
      'Of 10,000 commands',
      '1,000',
      '10.0% of all',
      '1.23 ms',
      '45.7 ms',
    ])
      expect(screen.getByText(text)).toBeTruthy();
    expect(await rowsOf('Failures by kind')).toEqual([
      'Not enough cashinsufficient_funds90090.0%',
      'Unknown commandunknown_command10010.0%',
    ]);
    expect(await rowsOf('By command')).toEqual(['BUY5,00090059.0%', 'Unknown01001.0%']);
    expect(await rowsOf('Top symbols')).toEqual(['ABC2,50025.0%', 'S5005.0%']);
    expect(await rowsOf('Progress of users')).toEqual(['Nobody named13', 'oY01WVirLr2,3459,999']);
  });

  it('has a table behind each chart', async () => {
    show();
    for (const button of await screen.findAllByRole('button', { name: 'Show table' }))
      await userEvent.click(button);
    expect(await rowsOf('Commands of each second, for five minutes at most')).toEqual([
      expect.stringMatching(/1,300130$/),
    ]);
    expect(await rowsOf('How long commands took in each second, for five minutes at most')).toEqual([
      expect.stringMatching(/1\.20 ms50\.0 ms$/),
    ]);
  });

  it('asks again every second while it runs, and shows what is new', async () => {
    let asked = 0;
    server.use(
      http.get(url('/daytrading/workloads/w1/figures'), () => {
        asked += 1;
        return HttpResponse.json(figures({ ok: 9_000 + asked }));
      }),
    );
    show();
    expect(await screen.findByText('9,001')).toBeTruthy();
    expect(await screen.findByText('9,003', {}, { timeout: 4_000 })).toBeTruthy();
  });

  it('says that it does not run, and when it last did', async () => {
    server.use(
      answers('/daytrading/workloads/w1/figures', 'FiguresDto', figures({ isRunning: false, p50Ms: null })),
    );
    show();
    expect(await screen.findByText('Not running')).toBeTruthy();
    expect(screen.getByText(/^The last command came Jun 15, 2026/)).toBeTruthy();
    expect(screen.getByText('–')).toBeTruthy();
  });

  it('is there before its first command', async () => {
    server.use(
      answers('/daytrading/workloads/w1/figures', 'FiguresDto', figures({ ...nothing, ...idle })),
      traders({ items: [] }),
    );
    show();
    expect(await screen.findByText('No command came yet', { selector: 'span' })).toBeTruthy();
    for (const text of ['Nothing was refused', 'No symbol was named yet'])
      expect(screen.getByText(text)).toBeTruthy();
    expect(await screen.findByText('No user yet')).toBeTruthy();
  });

  it('has pages of users, and the open one is in its address', async () => {
    server.use(traders({ next: '.zoe' }));
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Next 50' }));
    expect(screen.getByLabelText('address').textContent).toBe('/daytrading/w1?after=.zoe');
    await userEvent.click(screen.getByRole('button', { name: 'To the top' }));
    expect(screen.getByLabelText('address').textContent).toBe('/daytrading/w1');
  });

  it('gives its log and state as files', async () => {
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    vi.stubGlobal(
      'URL',
      Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }),
    );
    server.use(
      http.get(url('/daytrading/workloads/w1/log'), () => HttpResponse.xml('<log/>')),
      http.get(url('/daytrading/workloads/w1/state'), () => HttpResponse.json({ users: {} })),
    );
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Log (XML)' }));
    await waitFor(() => expect(saved).toEqual(['10-users-log.xml']));
    await userEvent.click(await screen.findByRole('button', { name: 'State (JSON)' }));
    await waitFor(() => expect(saved).toEqual(['10-users-log.xml', '10-users-state.json']));
    vi.restoreAllMocks();
  });

  it('says so when it is not there', async () => {
    server.use(
      refuses('get', '/daytrading/workloads/w1/figures', {
        status: 404,
        code: 'workload_not_found',
        detail: 'There is no such workload',
      }),
    );
    show();
    expect(await screen.findByText('This workload could not be loaded')).toBeTruthy();
    expect(screen.getByText('You have no such workload.')).toBeTruthy();
  });
});

describe('the page of workloads', () => {
  const list = (items: Schemas['WorkloadDto'][]) =>
    answers('/daytrading/workloads', 'WorkloadPageDto', { items, next: null });

  it('lists them', async () => {
    server.use(list([workload(), workload({ id: 'w0', name: 'Demo', quotes: 'server' })]));
    showPage(<WorkloadsPage />, '/daytrading');
    expect(await rowsOf('Workloads')).toEqual([
      expect.stringMatching(/^10 users\.txtJun 15, 2026.*Prices never move/),
      expect.stringMatching(/^Demo.*Prices of the quote server$/),
    ]);
    expect(screen.getByRole('link', { name: 'Demo' }).getAttribute('href')).toBe('/daytrading/w0');
  });

  it('says what a workload is where there is none, and starts a demo', async () => {
    const bodies: string[] = [];
    let isBusy = true;
    server.use(
      list([]),
      http.post(url('/daytrading/workloads'), () =>
        HttpResponse.json(workload({ id: 'w9' }), { status: 201 }),
      ),
      http.post(url('/daytrading/commands'), async ({ request }) => {
        expect(new URL(request.url).searchParams.get('workload')).toBe('w9');
        expect(request.headers.get('content-type')).toBe('application/x-ndjson');
        const lines = (await request.text()).trim().split('\n');
        bodies.push(...lines);
        const said = lines.map((_, index) =>
          isBusy && index === 2
            ? { line: index + 1, ok: false, code: 'service_unavailable', message: 'Busy' }
            : { line: index + 1, ok: true },
        );
        isBusy = false;
        return HttpResponse.text(said.map((each) => `${JSON.stringify(each)}\n`).join(''));
      }),
    );
    showPage(<WorkloadsPage />, '/daytrading');
    expect(await screen.findByText(/^A workload is a file of commands/)).toBeTruthy();
    expect(screen.getByLabelText('Command that runs a file').textContent).toBe(
      `npm run daytrade -- --workload FILE --state OUT.json --log OUT.xml --url ${location.origin} `,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Start a demo' }));
    await waitFor(() => expect(screen.getByLabelText('address').textContent).toBe('/daytrading/w9'));
    await waitFor(() => expect(bodies.length).toBeGreaterThanOrEqual(11));
    // The one that was not carried out comes again, before those behind it.
    const numbers = bodies
      .slice(0, 11)
      .map((line) => (JSON.parse(line) as { transaction: number }).transaction);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 3, 6, 7, 8, 9, 10]);
  });
});
