import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import { aboutTracked, risk } from '../../../test/figures.js';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { answers, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import { drawdownWords } from './RiskFigures.js';
import RiskPage from './RiskPage.js';

const server = testServer();

beforeEach(() => {
  signedInAs();
  server.use(...aboutTracked(), answers('/portfolios/t1/risk', 'RiskDto', risk()));
});

const show = () => showPage(<RiskPage />, '/portfolios/t1/risk', '/portfolios/:id/risk');

it('tells each figure with what it means, and a dash where it cannot be told', async () => {
  show();
  expect((await screen.findByText('Volatility')).parentElement?.textContent).toContain('18.50%');
  expect(screen.getByText('Sharpe ratio').parentElement?.textContent).toContain('0.83');
  expect(screen.getByText('Sortino ratio').parentElement?.textContent).toContain('–');
  expect(screen.getByText(/From Aug 1, 2025 to Oct 10, 2025, not made good yet/)).toBeTruthy();
  expect(screen.getAllByText('No benchmark is chosen')).toHaveLength(2);
});

it('has a number for every month', async () => {
  show();
  const table = await screen.findByRole('table', { name: /each month/ });
  expect(table.textContent).toMatch(/2026\+1\.2-3\.4–+-2\.2$/);
});

it('counts what is earned beyond the rate that is free of risk', async () => {
  const asked: (string | null)[] = [];
  server.use(
    http.get(new URL('/api/v1/portfolios/t1/risk', location.origin).href, ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('riskFree'));
      return HttpResponse.json(risk());
    }),
  );
  show();
  const field = await screen.findByLabelText('What money earns a year without risk');
  await userEvent.clear(field);
  await userEvent.type(field, '250');
  await userEvent.click(screen.getByRole('button', { name: 'Use it' }));
  expect(screen.getByText('Enter a percentage from 0 to 100')).toBeTruthy();
  await userEvent.clear(field);
  await userEvent.type(field, '2.5');
  await userEvent.click(screen.getByRole('button', { name: 'Use it' }));
  await waitFor(() => expect(asked).toEqual([null, '2.5']));
});

it('opens a figure into what made it, at the rate that is free of risk', async () => {
  const answer: Schemas['TrailAnswerDto'] = {
    currency: 'EUR',
    range: { key: '1y', opening: '2025-06-15', to: '2026-06-15' },
    trail: {
      figure: 'sharpe',
      value: 0.8312,
      unit: 'factor',
      formula: { key: 'excess_over_deviation', text: '(average - riskFreePerDay) / 2', gives: 'figure' },
      rowFormula: null,
      inputs: [
        { name: 'returns', value: 261, unit: 'count', source: 'valuation' },
        { name: 'riskFree', value: 0.025, unit: 'rate', source: 'assumption' },
      ],
      columns: [
        { name: 'day', unit: 'day', source: 'valuation' },
        { name: 'return', unit: 'rate', source: 'valuation' },
      ],
      rows: [{ day: '2025-07-01', return: -0.0125 }],
      note: null,
    },
  };
  const asked: string[] = [];
  server.use(
    http.get(new URL('/api/v1/portfolios/t1/trail', location.origin).href, ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json(answer);
    }),
  );
  showPage(<RiskPage />, '/portfolios/t1/risk?riskFree=2.5', '/portfolios/:id/risk');
  await userEvent.click(await screen.findByRole('button', { name: /how Sharpe ratio came about/ }));
  const panel = within(await screen.findByRole('dialog', { name: 'Sharpe ratio' }));
  expect(await panel.findByText(/The average return above what is free of risk/)).toBeTruthy();
  expect(panel.getByText('2.50%', { exact: false }).textContent).toBe('2.50%assumed for this');
  expect(panel.getByRole('table').textContent).toMatch(/Jul 1, 2025.1\.25%/);
  expect(asked).toEqual(['?figure=sharpe&range=1y&riskFree=2.5']);
});

it('says that there are too few days', async () => {
  server.use(answers('/portfolios/t1/risk', 'RiskDto', risk({ returns: 1 })));
  show();
  expect(await screen.findByText('There are too few days to tell')).toBeTruthy();
});

it.each([
  [{ peak: null, trough: null, recovery: null }, 'It never fell'],
  [
    { peak: '2026-01-01', trough: '2026-02-01', recovery: '2026-03-01' },
    'From Jan 1, 2026 to Feb 1, 2026, made good on Mar 1, 2026',
  ],
])('a fall %o is told as %s', (days, words) => {
  expect(drawdownWords({ percent: '1', ...days })).toBe(words);
});
