import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { euros } from '../../../test/figures.js';
import { showPage } from '../../../test/page.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import SharedPortfolioPage from './SharedPortfolioPage.js';

const server = testServer();

const shared = (given: Partial<Schemas['SharedPortfolioDto']> = {}): Schemas['SharedPortfolioDto'] => ({
  label: 'For my club',
  scope: 'percent',
  currency: 'EUR',
  today: '2026-06-15',
  expiresAt: null,
  ranges: [{ key: 'ytd', percent: '4.5000' }],
  positions: [
    {
      ...{ symbol: 'AAPL', name: 'Apple Inc.', class: 'stock', weight: '60.0000', gainPercent: '12.0000' },
      amounts: null,
    },
  ],
  allocation: [{ by: 'class', slices: [{ key: 'stock', weight: '100.00' }] }],
  series: { day: ['2026-06-14', '2026-06-15'], percent: ['0.0000', '1.0000'] },
  volatility: '15.0000',
  drawdown: null,
  amounts: null,
  ...given,
});

const show = () => showPage(<SharedPortfolioPage />, '/shared/abc', '/shared/:token');

describe('what a link shows', () => {
  it('is in percent only, where only that is shared', async () => {
    server.use(answers('/shared-portfolios/abc', 'SharedPortfolioDto', shared()));
    show();
    expect(await screen.findByRole('heading', { name: 'For my club', level: 1 })).toBeTruthy();
    expect(screen.getByText('This year').parentElement?.textContent).toContain('+4.50%');
    expect(screen.getByRole('table', { name: 'Positions' }).textContent).toContain(
      'AAPLApple Inc.60.00%+12.00%',
    );
    expect(document.body.textContent).not.toMatch(/€/);
  });

  it('has amounts, where they are shared', async () => {
    const amounts = {
      ...{
        value: euros('900.00'),
        netWorth: euros('1000.00'),
        invested: euros('800.00'),
        gain: euros('100.00'),
      },
      values: ['990.00', '1000.00'],
    };
    server.use(
      answers('/shared-portfolios/abc', 'SharedPortfolioDto', shared({ scope: 'amounts', amounts })),
    );
    show();
    expect((await screen.findByText('Net worth')).parentElement?.textContent).toContain('€1,000.00');
  });

  it('is nothing any more after it was revoked', async () => {
    server.use(
      refuses('get', '/shared-portfolios/abc', {
        status: 404,
        code: 'share_not_found',
        detail: 'Nothing here',
      }),
    );
    show();
    expect(await screen.findByText('There is nothing to see here, or not any more')).toBeTruthy();
  });
});
