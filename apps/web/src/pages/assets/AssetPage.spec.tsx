import { Notifications } from '@mantine/notifications';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import { asset } from '../../../test/activity.js';
import { instrument } from '../../../test/instrument.js';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { trackedPortfolio } from '../../../test/portfolio.js';
import { answers, testServer } from '../../../test/server.js';
import AssetPage from './AssetPage.js';
import AssetsPage from './AssetsPage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

const house = asset({
  symbol: 'HOUSE',
  name: 'House',
  class: 'real_estate',
  currency: 'EUR',
  instrument: null,
});

/** What was sent, with the method. */
let sent: unknown[] = [];

beforeEach(() => {
  signedInAs();
  sent = [];
  server.use(
    answers('/portfolios', 'PortfolioPageDto', { items: [trackedPortfolio()], next: null }),
    answers('/portfolios/t1', 'PortfolioDto', trackedPortfolio()),
    answers('/portfolio-groups', 'PortfolioGroupPageDto', { items: [], next: null }),
    answers('/portfolios/t1/assets', 'AssetPageDto', { items: [asset(), house], next: null }),
    answers('/portfolios/t1/assets/AAPL', 'AssetDto', asset()),
    answers('/portfolios/t1/assets/HOUSE', 'AssetDto', house),
    answers('/portfolios/t1/assets/HOUSE/prices', 'PricePageDto', {
      items: [
        { day: '2026-05-01', price: '310000' },
        { day: '2025-05-01', price: '300000' },
      ],
      next: null,
    }),
    answers('/instruments', 'InstrumentPageDto', { items: [instrument('MSFT')], next: null }),
    http.put(url('/portfolios/t1/assets/:symbol'), async ({ request, params }) => {
      sent.push([params['symbol'], await request.json()]);
      return HttpResponse.json(asset());
    }),
    http.put(url('/portfolios/t1/assets/HOUSE/prices/:day'), async ({ request, params }) => {
      sent.push([params['day'], await request.json()]);
      return new HttpResponse(null, { status: 204 });
    }),
    http.delete(url('/portfolios/t1/assets/HOUSE/prices/:day'), ({ params }) => {
      sent.push([params['day'], null]);
      return new HttpResponse(null, { status: 204 });
    }),
  );
});

const show = (symbol: string) =>
  showPage(
    <>
      <AssetPage />
      <Notifications />
    </>,
    `/portfolios/t1/assets/${symbol}`,
    '/portfolios/:id/assets/:symbol',
  );

it('lists what the portfolio is made of, and where its prices come from', async () => {
  showPage(<AssetsPage />, '/portfolios/t1/assets', '/portfolios/:id/assets');
  const table = within(await screen.findByRole('table', { name: 'Assets' }));
  const [apple, home] = table.getAllByRole('row').slice(1);
  expect(apple?.textContent).toMatch(/AAPL.*Stock.*USD.*Market/);
  expect(home?.textContent).toMatch(/HOUSE.*Real estate.*EUR.*By hand/);
  expect(table.getByRole('link', { name: 'HOUSE' }).getAttribute('href')).toBe('/portfolios/t1/assets/HOUSE');
});

it('changes what an asset is', async () => {
  show('AAPL');
  const sector = await screen.findByRole('textbox', { name: 'Sector' });
  await userEvent.type(sector, ' Technology ');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(sent).toEqual([
      [
        'AAPL',
        expect.objectContaining({ sector: 'Technology', country: null, instrument: 'AAPL', class: 'stock' }),
      ],
    ]),
  );
  expect(screen.queryByText('Prices by hand')).toBeNull();
});

it('binds an asset to what is listed, in the currency of that', async () => {
  show('HOUSE');
  await userEvent.click(await screen.findByRole('radio', { name: 'From the market' }));
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(screen.getByText('Choose what it is listed as')).toBeTruthy();
  await userEvent.click(screen.getByRole('combobox', { name: 'Instrument' }));
  await userEvent.click(await screen.findByRole('option', { name: /MSFT/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(sent).toEqual([['HOUSE', expect.objectContaining({ instrument: 'MSFT', currency: 'USD' })]]),
  );
});

it('adds, changes and removes prices by hand, and brings one back', async () => {
  show('HOUSE');
  const table = within(await screen.findByRole('table', { name: 'Prices by hand' }));
  expect(table.getAllByRole('row')[1]?.textContent).toMatch(/May 1, 2026.*€310,000\.00/);

  await userEvent.click(table.getByRole('button', { name: 'Change the price of May 1, 2026' }));
  const price = await screen.findByRole('textbox', { name: 'Price of one' });
  await userEvent.clear(price);
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Save' }));
  expect(screen.getByText('Enter a price')).toBeTruthy();
  await userEvent.type(price, '320 000');
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

  await userEvent.click(table.getByRole('button', { name: 'Remove the price of May 1, 2025' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() =>
    expect(sent).toEqual([
      ['2026-05-01', { price: '320000' }],
      ['2025-05-01', null],
      ['2025-05-01', { price: '300000' }],
    ]),
  );
});
