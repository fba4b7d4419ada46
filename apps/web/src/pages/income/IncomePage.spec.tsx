import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { aboutTracked, euros, figuresHead } from '../../../test/figures.js';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { answers, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import IncomePage from './IncomePage.js';

const server = testServer();

const dividends: Schemas['DividendsDto'] = {
  ...figuresHead,
  received: {
    total: euros('30.00'),
    byMonth: [
      { month: '2025-06', amount: euros('12.00') },
      { month: '2026-05', amount: euros('18.00') },
    ],
    byYear: [
      { year: 2025, amount: euros('12.00') },
      { year: 2026, amount: euros('18.00') },
    ],
    bySymbol: [{ symbol: 'AAPL', amount: euros('30.00') }],
  },
  expected: {
    total: euros('20.00'),
    payments: [{ symbol: 'AAPL', day: '2026-11-15', perUnit: euros('0.25'), amount: euros('20.00') }],
    byMonth: [{ month: '2026-11', amount: euros('20.00') }],
  },
};
const none: Schemas['DividendsDto'] = {
  ...figuresHead,
  received: { total: euros('0.00'), byMonth: [], byYear: [], bySymbol: [] },
  expected: { total: euros('0.00'), payments: [], byMonth: [] },
};

beforeEach(() => {
  signedInAs();
  server.use(...aboutTracked(), answers('/portfolios/t1/dividends', 'DividendsDto', dividends));
});

const show = () => showPage(<IncomePage />, '/portfolios/t1/income', '/portfolios/:id/income');

describe('the income', () => {
  it('tells what came and what to expect', async () => {
    show();
    expect((await screen.findByText('Received this year')).parentElement?.textContent).toContain('€18.00');
    expect(screen.getByText('Expected in 12 months').parentElement?.textContent).toContain('€20.00');
    expect(screen.getByRole('table', { name: 'Expected dividends' }).textContent).toContain(
      'AAPLNov 15, 2026€0.25€20.00',
    );
  });

  it('is told by year too, as numbers', async () => {
    show();
    await userEvent.click(await screen.findByRole('radio', { name: 'By year' }));
    expect(screen.getByLabelText('address').textContent).toBe('/portfolios/t1/income?view=years');
    await userEvent.click(screen.getByRole('button', { name: 'Show table' }));
    const rows = within(screen.getByRole('table', { name: 'Dividends of each year' })).getAllByRole('row');
    expect(rows.slice(1).map(({ textContent }) => textContent)).toEqual(['2025€12.00', '2026€18.00']);
  });

  it('says what to do where there is none', async () => {
    server.use(answers('/portfolios/t1/dividends', 'DividendsDto', none));
    show();
    expect(await screen.findByText('No dividends yet')).toBeTruthy();
  });
});
