import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { PlotMark, PlotView } from '@tradeyard/ui';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { instrument } from '../../../test/instrument.js';
import { showPage } from '../../../test/page.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import type { Candle } from './candles.js';
import { InstrumentChart } from './InstrumentChart.js';

type Plot = {
  candles: readonly Candle[];
  marks: readonly PlotMark[];
  stepMs: number;
  mode: string;
  onView: (view: PlotView) => void;
};

/** What the drawing was last given: jsdom has no canvas. */
let plot: Plot | undefined;
vi.mock('../../../../../libs/ui/src/CandlePlot.js', () => ({
  default: (props: Plot) => {
    plot = props;
    return <div role="img" aria-label={`${props.mode} of ${props.candles.length}`} />;
  },
}));

const server = testServer();
const dayMs = 86_400_000;
const stepsMs: Record<string, number> = { '1m': 60_000, '5m': 300_000, '15m': 900_000, '1h': 3_600_000 };

const events: Schemas['InstrumentEventPageDto'] = {
  items: [
    { kind: 'dividend', day: '2026-02-09', ratio: null, amount: '0.26' },
    { kind: 'split', day: '2020-08-31', ratio: '4:1', amount: null },
  ],
  next: null,
};

let asked: string[] = [];
/** Intervals of which there is nothing. */
let missing: readonly string[] = [];

/** An API that has two candles of whatever is asked for. */
const candlesApi = http.get(
  new URL('/api/v1/instruments/:symbol/candles', location.origin).href,
  ({ request }) => {
    const { searchParams } = new URL(request.url);
    const interval = (searchParams.get('interval') ?? '1d') as Schemas['CandlePageDto']['interval'];
    const from = searchParams.get('from') ?? '2020-01-01T00:00:00.000Z';
    asked.push(`${interval} ${searchParams.get('from')?.slice(0, 10) ?? ''} ${searchParams.get('points')}`);
    const stepMs = stepsMs[interval] ?? dayMs;
    const candle = (place: number): Candle => ({
      at: new Date(Date.parse(from) + place * stepMs).toISOString(),
      open: '10.00',
      high: '12.00',
      low: '9.00',
      close: '11.00',
      volume: '100',
      source: 'simulated',
    });
    const items = missing.includes(interval) ? [] : [candle(0), candle(1)];
    const page: Schemas['CandlePageDto'] = {
      items,
      next: null,
      interval,
      stepMs,
      thinned: false,
      adjust: 'none',
    };
    return HttpResponse.json(page);
  },
);

const quote: Schemas['QuoteDto'] = {
  symbol: 'AAPL',
  bid: '11.00',
  ask: '11.02',
  price: '11.01',
  currency: 'USD',
  previousClose: '11.00',
  change: '0.01',
  changePercent: '0.09',
  dayHigh: '11.05',
  dayLow: '10.90',
  volume: '1000',
  at: '2026-06-15T12:00:00.000Z',
  source: 'simulated',
  stale: false,
};

beforeEach(() => {
  plot = undefined;
  asked = [];
  missing = [];
  server.use(candlesApi, answers('/instruments/AAPL/events', 'InstrumentEventPageDto', events));
});

const show = (search = '') =>
  showPage(<InstrumentChart instrument={instrument('AAPL')} quote={quote} />, `/markets/AAPL${search}`);
const address = () => screen.getByRole('status', { name: 'address' }).textContent;

describe('the chart of an instrument', () => {
  it('asks for a year in as many candles as there is room for', async () => {
    show();
    // The drawing is fetched first, which takes a busy machine a while.
    await screen.findByRole('img', { name: 'candles of 2' }, { timeout: 4_000 });
    expect(asked).toEqual(['1d 2025-06-15 175']);
    expect(screen.getByText(/Daily prices, all simulated/)).toBeTruthy();
    expect(screen.getByText('TradingView Lightweight Charts™').getAttribute('href')).toBe(
      'https://www.tradingview.com/',
    );
  });

  it('marks splits and dividends, oldest first', async () => {
    show();
    await screen.findByRole('img', { name: 'candles of 2' });
    await waitFor(() =>
      expect(plot?.marks).toEqual([
        { at: '2020-08-31', kind: 'split', text: 'Split 4:1' },
        { at: '2026-02-09', kind: 'dividend', text: '$0.26' },
      ]),
    );
  });

  it('keeps range and kind in its address', async () => {
    show('?range=5D');
    await screen.findByRole('img', { name: 'candles of 2' });
    await userEvent.click(screen.getByRole('radio', { name: 'Line' }));
    await userEvent.click(screen.getByRole('radio', { name: '5Y' }));
    expect(address()).toBe('/markets/AAPL?range=5Y&chart=line');
    await screen.findByRole('img', { name: 'line of 2' });
    await waitFor(() => expect(asked.at(-1)).toBe('1d 2021-06-15 2100'));
  });

  it('gets finer candles of where somebody zooms to, and keeps the others until then', async () => {
    show();
    await screen.findByRole('img', { name: 'candles of 2' });
    const fromMs = Date.UTC(2026, 2, 2);
    act(() => plot?.onView({ fromMs, toMs: fromMs + 2 * dayMs, widthPx: 700 }));
    expect(screen.getByRole('img', { name: 'candles of 2' })).toBeTruthy();
    expect(plot?.stepMs).toBe(dayMs);
    await waitFor(() => expect(plot?.stepMs).toBe(300_000));
    expect(asked.at(-1)).toBe('5m 2026-02-28 525');
    await userEvent.click(screen.getByRole('radio', { name: '6M' }));
    await waitFor(() => expect(plot?.stepMs).toBe(dayMs));
  });

  it('shows coarser candles where there are no finer ones', async () => {
    missing = ['5m', '15m', '1h'];
    show('?range=1D');
    await screen.findByRole('img', { name: 'candles of 2' });
    expect(asked.map((question) => question.slice(0, 3).trim())).toEqual(['5m', '15m', '1h', '1d']);
  });

  it('can be read as a table', async () => {
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Show table' }));
    const table = screen.getByRole('table', { name: 'Prices of AAPL Inc.' });
    expect(within(table).getAllByRole('row')).toHaveLength(3);
    expect(within(table).getByRole('row', { name: /Jun 16, 2025/ }).textContent).toContain('$11.00');
  });

  it('says that there are no prices, or that they could not be loaded', async () => {
    missing = ['1d', '1m'];
    show('?range=1Y');
    expect(await screen.findByText('No prices in this range')).toBeTruthy();
    server.use(
      refuses('get', '/instruments/AAPL/candles', {
        status: 503,
        code: 'service_unavailable',
        detail: 'Busy',
        errors: [],
      }),
    );
    await userEvent.click(screen.getByRole('radio', { name: '5Y' }));
    expect(await screen.findByText('The price history could not be loaded')).toBeTruthy();
  });
});
