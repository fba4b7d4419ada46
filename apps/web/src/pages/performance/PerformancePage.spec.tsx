import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { aboutTracked, euros, netWorth, noBenchmark, part, performance } from '../../../test/figures.js';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import PerformancePage from './PerformancePage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

beforeEach(() => {
  signedInAs();
  server.use(
    ...aboutTracked(),
    answers('/portfolios/t1/performance', 'PerformanceDto', performance()),
    answers('/portfolios/t1/benchmark', 'BenchmarkDto', noBenchmark),
    answers('/portfolios/t1/net-worth', 'NetWorthDto', netWorth),
  );
});

const show = (search = '') =>
  showPage(<PerformancePage />, `/portfolios/t1/performance${search}`, '/portfolios/:id/performance');
const address = () => screen.getByLabelText('address').textContent;
const figure = (name: RegExp) => screen.findByRole('button', { name });

describe('the performance', () => {
  it('tells four methods side by side, each with what it means', async () => {
    show();
    expect((await figure(/Time-weighted came about/)).textContent).toContain('+10.12%');
    expect((await figure(/Money-weighted/)).textContent).toContain('+12.00%');
    expect((await figure(/average investment/)).textContent).toContain('+9.80%');
    expect((await figure(/Simple/)).textContent).toContain('+10.00%');
    expect(screen.getByText(/Good to compare with a fund/)).toBeTruthy();
  });

  it.each<[string, Partial<Schemas['MoneyWeightedDto']>, RegExp]>([
    ['none', { kind: 'none', why: 'one_sign', percent: null }, /Money only came or only went/],
    [
      'several',
      { kind: 'several', percents: ['10.0000', '25.0000'] },
      /Several rates fit: \+10\.00%, \+25\.00%/,
    ],
  ])('says that there is %s of the money-weighted ones', async (_, given, words) => {
    const moneyWeighted: Schemas['MoneyWeightedDto'] = {
      kind: 'one',
      percent: null,
      periodPercent: null,
      percents: [],
      why: null,
      ...given,
    };
    const total = part('', '100.00', { moneyWeighted });
    server.use(answers('/portfolios/t1/performance', 'PerformanceDto', performance({ total })));
    show();
    expect(await screen.findByText(words)).toBeTruthy();
    expect((await figure(/Money-weighted/)).textContent).toContain('–');
  });

  it('asks for the range of its address, and two days are one too', async () => {
    const asked: string[] = [];
    server.use(
      http.get(url('/portfolios/t1/performance'), ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json(performance());
      }),
    );
    show('?range=ytd');
    await figure(/Simple/);
    await userEvent.click(screen.getByRole('radio', { name: 'Max' }));
    await waitFor(() => expect(asked).toEqual(['?range=ytd&by=position', '?range=max&by=position']));
    expect(address()).toBe('/portfolios/t1/performance?range=max');
    await userEvent.click(screen.getByRole('radio', { name: 'Custom' }));
    await waitFor(() =>
      expect(asked.at(-1)).toMatch(/^\?from=20\d\d-\d\d-\d\d&to=20\d\d-\d\d-\d\d&by=position$/),
    );
  });

  it('has parts that are sorted by what is clicked; what rounds to nothing has not fallen', async () => {
    show();
    const table = within(await screen.findByRole('table', { name: 'What each part did' }));
    const names = () =>
      table
        .getAllByRole('row')
        .slice(1)
        .map((row) => row.textContent.slice(0, 8));
    expect(names().map((name) => name.match(/AAPL|AMZN|TSLA/)?.[0])).toEqual(['AMZN', 'AAPL', 'TSLA']);
    await userEvent.click(table.getByRole('button', { name: 'Gain' }));
    expect(names().map((name) => name.match(/AAPL|AMZN|TSLA/)?.[0])).toEqual(['TSLA', 'AAPL', 'AMZN']);
    expect(address()).toContain('sort=total');
    const change = table
      .getByRole('button', { name: /return of TSLA Inc/ })
      .querySelector('[data-direction]');
    expect([change?.textContent, change?.getAttribute('data-direction')]).toEqual(['0.00%', 'flat']);
  });

  it('says what to do before anything has happened', async () => {
    server.use(
      answers(
        '/portfolios/t1/performance',
        'PerformanceDto',
        performance({ firstDay: '2026-06-14', parts: [] }),
      ),
    );
    show();
    expect(await screen.findByText('Nothing has happened here yet')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Enter activities' }).getAttribute('href')).toBe(
      '/portfolios/t1/activities',
    );
  });

  it('says why it cannot be shown', async () => {
    server.use(
      refuses('get', '/portfolios/t1/performance', {
        status: 503,
        code: 'service_unavailable',
        detail: 'Busy',
      }),
    );
    show();
    expect((await screen.findByRole('alert')).textContent).toContain(
      'The server is just starting or very busy.',
    );
  });
});

describe('the trail of a figure', () => {
  const trail: Schemas['TrailAnswerDto'] = {
    currency: 'EUR',
    range: { key: '1y', opening: '2025-06-15', to: '2026-06-15' },
    trail: {
      figure: 'simple',
      value: 0.1,
      unit: 'rate',
      formula: { key: 'gain_over_capital', text: 'gain / (openingCapital + sum(paidIn))', gives: 'figure' },
      rowFormula: null,
      inputs: [{ name: 'openingCapital', value: 1000, unit: 'money', source: 'valuation' }],
      columns: [
        { name: 'day', unit: 'day', source: 'activities' },
        { name: 'paidIn', unit: 'money', source: 'activities' },
      ],
      rows: [{ day: '2025-07-01', paidIn: 0 }],
      note: null,
    },
  };

  it('opens in the address, with formula, inputs and rows, and closes again', async () => {
    server.use(answers('/portfolios/t1/trail', 'TrailAnswerDto', trail));
    show();
    await userEvent.click(await figure(/Simple/));
    const panel = within(await screen.findByRole('dialog', { name: 'Simple' }));
    expect(await panel.findByText(/gain \/ \(openingCapital/)).toBeTruthy();
    expect(panel.getByText('10.00%')).toBeTruthy();
    expect(panel.getByText(/From the evening of Jun 15, 2025 to Jun 15, 2026/)).toBeTruthy();
    expect(panel.getByText('€1,000.00', { exact: false }).textContent).toBe(
      '€1,000.00what positions were worth',
    );
    expect(panel.getByRole('table').textContent).toContain('Jul 1, 2025€0.00');
    expect(address()).toBe('/portfolios/t1/performance?figure=simple');
    await userEvent.click(panel.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(address()).toBe('/portfolios/t1/performance'));
  });

  it.each([
    ['value', /how the value of TSLA Inc/],
    ['gain', /how the gain of TSLA Inc/],
  ])('is of one part where its %s is opened', async (name, button) => {
    const asked: string[] = [];
    server.use(
      http.get(url('/portfolios/t1/trail'), ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json(trail);
      }),
    );
    show();
    await userEvent.click(await figure(button));
    await waitFor(() => expect(asked).toEqual([`?figure=${name}&range=1y&of=TSLA&by=position`]));
  });

  it('says why there is no figure', async () => {
    const none = { ...trail.trail, value: null, note: 'nothing_put_in', rows: [], inputs: [] };
    server.use(answers('/portfolios/t1/trail', 'TrailAnswerDto', { ...trail, trail: none }));
    show('?figure=simple');
    expect(await screen.findByText(/there is nothing to divide by/)).toBeTruthy();
  });
});

describe('a benchmark', () => {
  it('is asked for where none is chosen', async () => {
    show();
    expect(await screen.findByText('No benchmark is chosen')).toBeTruthy();
  });

  it('that was tried can be kept', async () => {
    const sent: unknown[] = [];
    server.use(
      answers('/portfolios/t1/benchmark', 'BenchmarkDto', {
        ...noBenchmark,
        symbol: 'SPY',
        benchmarkName: 'The 500',
        benchmarkPercent: '7.0000',
        sameMoneyGain: euros('70.00'),
        sameMoneyValue: euros('1070.00'),
      }),
      http.patch(url('/portfolios/t1/settings'), async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({ costBasis: 'fifo', benchmark: 'SPY', targets: {} });
      }),
    );
    show('?benchmark=SPY');
    expect(await screen.findByText('The same money in SPY gained')).toBeTruthy();
    expect(screen.getByText('+7.00%')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Always compare with SPY' }));
    await waitFor(() => expect(sent).toEqual([{ benchmark: 'SPY' }]));
    await waitFor(() => expect(address()).toBe('/portfolios/t1/performance'));
  });
});
