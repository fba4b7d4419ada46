import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { instrument } from '../../../test/instrument.js';
import { showPage } from '../../../test/page.js';
import { answers, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import InstrumentPage from './InstrumentPage.js';

// jsdom has no canvas.
vi.mock('../../../../../libs/ui/src/CandlePlot.js', () => ({ default: () => null }));

const server = testServer();

const quote: Schemas['QuoteDto'] = {
  symbol: 'AAPL',
  bid: '231.00',
  ask: '231.02',
  price: '231.01',
  currency: 'USD',
  previousClose: '230.00',
  change: '1.01',
  changePercent: '0.44',
  dayHigh: '232.05',
  dayLow: '229.90',
  volume: '1000',
  at: '2026-06-15T12:00:00.000Z',
  source: 'yahoo',
  stale: false,
};

type Instrument = Schemas['InstrumentDto'];

function show(given: Partial<Instrument>, quoted: Partial<Schemas['QuoteDto']> = {}) {
  server.use(
    answers('/instruments/AAPL', 'InstrumentDto', { ...instrument('AAPL'), ...given }),
    answers('/quotes', 'QuotesDto', { items: [{ ...quote, ...quoted }], next: null }),
  );
  showPage(<InstrumentPage />, '/markets/AAPL', '/markets/:symbol');
}

beforeEach(() => {
  const nothing = () => HttpResponse.json({ items: [], next: null });
  const paths = ['watchlists', 'orders', 'portfolios', 'wallet/balances', 'instruments/AAPL/events'];
  server.use(
    answers('/trading/stop', 'TradingStateDto', {
      isStopped: false,
      isForAll: false,
      isOwn: false,
      since: null,
      reason: null,
    }),
    ...paths.map((path) => http.get(new URL(`/api/v1/${path}`, location.origin).href, nothing)),
    http.get(new URL('/api/v1/instruments/AAPL/candles', location.origin).href, () =>
      HttpResponse.json({ items: [], next: null, interval: '1d', stepMs: 86_400_000, thinned: false }),
    ),
  );
});

/** The page's parts are fetched first, which takes a busy machine a while. */
const orderButton = () =>
  screen.findByRole<HTMLButtonElement>('button', { name: 'Review order' }, { timeout: 5_000 });

describe('the page of an instrument', () => {
  it('says what it is, when it is traded, and whose price that is', async () => {
    show({ class: 'etf', session: { isOpen: false, until: null } });
    expect((await orderButton()).disabled).toBe(false);
    expect(screen.getByText(/AAPL · NASDAQ · ETF/)).toBeTruthy();
    expect(screen.getAllByText('Closed')).toHaveLength(2);
    expect(screen.getAllByText('Yahoo Finance')).toHaveLength(2);
    expect(screen.queryByText('Simulated')).toBeNull();
  });

  it.each([
    ['halted', 'Trading of AAPL is halted.', /Trading of AAPL is halted\. The last price stands/],
    ['delisted', 'AAPL is not listed any more.', /Its history stays/],
  ] as const)('takes no order of what is %s, and says why', async (status, reason, banner) => {
    show({ status });
    expect((await orderButton()).disabled).toBe(true);
    expect(screen.getByText(reason)).toBeTruthy();
    expect(screen.getByText(banner)).toBeTruthy();
  });

  it('takes no order at an old price, and says how old it is', async () => {
    show({}, { stale: true });
    expect((await orderButton()).disabled).toBe(true);
    expect(screen.getByText('The last price is too old to trade on.')).toBeTruthy();
    expect(screen.getByText(/^The last price is of Jun 15, 2026/)).toBeTruthy();
    expect(screen.getByText('Old price')).toBeTruthy();
  });
});
