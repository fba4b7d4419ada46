import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import PortfolioPage from './PortfolioPage.js';

const server = testServer();

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const portfolios = answers('/portfolios', 'PortfolioPageDto', {
  items: [
    {
      id: 'p1',
      name: 'Main portfolio',
      currency: 'EUR',
      kind: 'trading',
      models: { price: { kind: 'touch' }, slippage: { kind: 'none' }, fee: { kind: 'none' } },
      startingCash: null,
      keepsCash: true,
      createdAt: '2026-04-13T09:30:00.000Z',
      startedAt: '2026-04-13T09:30:00.000Z',
      leagueId: null,
      archivedAt: null,
    },
  ],
  next: null,
});

const position = (symbol: string, value: string, gain: string): Schemas['PositionDto'] => ({
  symbol,
  name: `${symbol} Inc.`,
  class: 'stock',
  quantity: '1.50000000',
  averageCost: euros('10.00'),
  price: euros('10.00'),
  cost: euros('15.00'),
  value: euros(value),
  gain: euros(gain),
  gainPercent: '1.00',
  source: 'simulated',
});

const holding = (...items: Schemas['PositionDto'][]) =>
  answers('/portfolios/p1/positions', 'PositionsDto', {
    items,
    total: {
      cost: euros('45.00'),
      value: euros('9007199254740993.07'),
      gain: euros('-5.00'),
      gainPercent: '-0.10',
    },
    cash: euros('0.00'),
    netWorth: euros('40.00'),
    currency: 'EUR',
    asOf: { date: '2026-04-13', source: 'ECB' },
    next: null,
  });

const symbols = () =>
  within(screen.getByRole('table', { name: 'Positions' }))
    .getAllByRole('link')
    .map((link) => link.textContent);

describe('the portfolio', () => {
  it('shows every digit of the totals', async () => {
    server.use(portfolios, holding(position('AAPL', '15.00', '0.00')));
    showPage(<PortfolioPage />);

    // More than a float can hold.
    expect(await screen.findByText('€9,007,199,254,740,993.07')).toBeTruthy();
  });

  it('says how old the rates behind them are', async () => {
    server.use(portfolios, holding(position('AAPL', '15.00', '0.00')));
    showPage(<PortfolioPage />);

    expect(await screen.findByText('One position, at rates of Apr 13, 2026')).toBeTruthy();
  });

  it('puts the largest value first, and sorts by number and not by text', async () => {
    server.use(
      portfolios,
      holding(
        position('AAA', '9.50', '1.00'),
        position('BBB', '100.00', '-2.00'),
        position('CCC', '20.00', '0.00'),
      ),
    );
    showPage(<PortfolioPage />);

    await screen.findByRole('table', { name: 'Positions' });
    expect(symbols()).toEqual(['BBB', 'CCC', 'AAA']);
    await userEvent.click(screen.getByRole('button', { name: 'Gain' }));
    expect(symbols()).toEqual(['AAA', 'CCC', 'BBB']);
    expect(screen.getByLabelText('address').textContent).toBe('/?sort=-gain');
  });

  it('says what to do when nothing is held', async () => {
    server.use(portfolios, holding());
    showPage(<PortfolioPage />);

    expect(await screen.findByText('You hold nothing yet')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Go to the markets' }).getAttribute('href')).toBe('/markets');
  });

  it('says why it cannot be shown, and tries again when asked', async () => {
    const failure = { status: 503, code: 'service_unavailable', detail: 'Not ready' } as const;
    server.use(portfolios, refuses('get', '/portfolios/p1/positions', failure));
    showPage(<PortfolioPage />);

    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('The server is just starting or very busy.');

    server.use(holding(position('AAPL', '15.00', '0.00')));
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'AAPL' })).toBeTruthy();
  });
});
