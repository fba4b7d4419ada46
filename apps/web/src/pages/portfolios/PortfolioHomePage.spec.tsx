import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { portfolio, trackedPortfolio } from '../../../test/portfolio.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import { snapshot, snapshotPosition } from '../../../test/snapshot.js';
import PortfolioHomePage from './PortfolioHomePage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;
const euros = (amount: string) => ({ amount, currency: 'EUR' });

const main = portfolio({ id: 'p1', name: 'Main portfolio', kind: 'trading', currency: 'EUR' });

beforeEach(() => {
  signedInAs();
  server.use(
    answers('/portfolios', 'PortfolioPageDto', { items: [main, trackedPortfolio()], next: null }),
    answers('/portfolios/t1', 'PortfolioDto', trackedPortfolio()),
    answers('/portfolio-groups', 'PortfolioGroupPageDto', {
      items: [{ id: 'g1', name: 'Family', currency: 'EUR', portfolioIds: ['p1', 't1'] }],
      next: null,
    }),
  );
});

const show = (id: string, search = '') =>
  showPage(<PortfolioHomePage />, `/portfolios/${id}${search}`, '/portfolios/:id');
const names = async () =>
  within(await screen.findByRole('table', { name: 'Positions' }))
    .getAllByRole('link')
    .map((link) => link.textContent);

describe('the overview of a tracked portfolio', () => {
  it('shows what it is worth, what was gained, and each position', async () => {
    server.use(answers('/portfolios/t1/snapshot', 'SnapshotDto', snapshot()));
    show('t1');
    expect(await screen.findByRole('heading', { name: 'Savings', level: 1 })).toBeTruthy();
    expect(screen.getByText('Tracked, valued in EUR')).toBeTruthy();
    expect(await screen.findByText('€2,000.00')).toBeTruthy();
    const [, row] = within(screen.getByRole('table', { name: 'Positions' })).getAllByRole('row');
    expect(row?.textContent).toMatch(
      /AAPL.*Apple Inc\..*10.*\$140\.00.*\$160\.00.*€1,500\.00.*75\.00%.*\+15\.38%/,
    );
    expect(screen.getByRole('link', { name: 'AAPL' }).getAttribute('href')).toBe(
      '/portfolios/t1/assets/AAPL',
    );
    expect(screen.getByText('-€5.00')).toBeTruthy();
  });

  it('leaves out what is not held any more unless it is asked for, and sorts by numbers', async () => {
    const positions = [
      snapshotPosition({ symbol: 'AAA', value: euros('9.50') }),
      snapshotPosition({ symbol: 'BBB', value: euros('100.00') }),
      snapshotPosition({ symbol: 'CCC', quantity: '0', value: euros('0.00') }),
    ];
    server.use(answers('/portfolios/t1/snapshot', 'SnapshotDto', snapshot({ positions })));
    show('t1');
    expect(await names()).toEqual(['BBB', 'AAA']);
    await userEvent.click(screen.getByRole('switch', { name: 'With those that were closed' }));
    expect(await names()).toEqual(['BBB', 'AAA', 'CCC']);
    await userEvent.click(screen.getByRole('button', { name: 'Asset' }));
    expect(await names()).toEqual(['AAA', 'BBB', 'CCC']);
    expect(screen.getByLabelText('address').textContent).toBe('/portfolios/t1?closed=yes&sort=symbol');
  });

  it('says what its figures lack, and where to tell', async () => {
    const lacking = snapshot({ unpriced: ['HOUSE', 'WATCH'], unrated: ['XPD'] });
    server.use(answers('/portfolios/t1/snapshot', 'SnapshotDto', lacking));
    show('t1');
    const note = within(await screen.findByRole('note'));
    expect(note.getByText(/No price is known of HOUSE, WATCH/)).toBeTruthy();
    expect(note.getByText(/There is no rate for XPD/)).toBeTruthy();
    expect(note.getByRole('link').getAttribute('href')).toBe('/portfolios/t1/assets');
  });

  it('says what to do while nothing is in it', async () => {
    server.use(answers('/portfolios/t1/snapshot', 'SnapshotDto', snapshot({ positions: [] })));
    show('t1');
    expect(await screen.findByText('Nothing is in it yet')).toBeTruthy();
    const link = screen.getByRole('link', { name: 'Import a file' });
    expect(link.getAttribute('href')).toBe('/portfolios/t1/import');
  });

  it('can be renamed, and told to keep its cash', async () => {
    const sent: unknown[] = [];
    server.use(
      answers('/portfolios/t1/snapshot', 'SnapshotDto', snapshot()),
      http.patch(url('/portfolios/t1'), async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(trackedPortfolio());
      }),
    );
    show('t1');
    await userEvent.click(await screen.findByRole('button', { name: 'Change' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Change Savings' }));
    await userEvent.type(dialog.getByRole('textbox', { name: 'Name' }), ' at home');
    await userEvent.click(dialog.getByRole('checkbox', { name: 'It keeps cash' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent).toEqual([{ name: 'Savings at home', keepsCash: true }]));
  });

  it('says why it cannot be shown, and tries again when asked', async () => {
    const failure = { status: 503, code: 'service_unavailable', detail: 'Not ready' } as const;
    server.use(refuses('get', '/portfolios/t1/snapshot', failure));
    show('t1');
    const alert = within(await screen.findByRole('alert'));
    server.use(answers('/portfolios/t1/snapshot', 'SnapshotDto', snapshot()));
    await userEvent.click(alert.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('€2,000.00')).toBeTruthy();
  });
});

describe('several portfolios together', () => {
  it.each([
    ['g1', 'Family', 'A group, valued in EUR'],
    ['all', 'All together', 'Every open portfolio, valued in EUR'],
  ])('%s says whose each position is, and offers no change', async (id, name, subtitle) => {
    const positions = [snapshotPosition(), snapshotPosition({ portfolioId: 'p1', value: euros('2.00') })];
    server.use(answers(`/portfolios/${id}/snapshot`, 'SnapshotDto', snapshot({ id, positions })));
    show(id);
    expect(await screen.findByRole('heading', { name, level: 1 })).toBeTruthy();
    expect(screen.getByText(subtitle)).toBeTruthy();
    const [, first, second] = within(await screen.findByRole('table', { name: 'Positions' })).getAllByRole(
      'row',
    );
    expect(first?.textContent).toMatch(/AAPL.*Savings/);
    expect(second?.textContent).toMatch(/AAPL.*Main portfolio/);
    const links = screen.getAllByRole('link', { name: 'AAPL' }).map((link) => link.getAttribute('href'));
    expect(links).toEqual(['/portfolios/t1/assets/AAPL', '/markets/AAPL']);
    expect(screen.queryByRole('button', { name: 'Change' })).toBeNull();
  });
});

it('leads from the main portfolio to the address it always had', async () => {
  server.use(answers('/portfolios/p1', 'PortfolioDto', main));
  show('p1');
  await waitFor(() => expect(screen.getByLabelText('address').textContent).toBe('/portfolio'));
});

it('says so where there is none', async () => {
  const refusal = { status: 404, code: 'portfolio_not_found', detail: 'No such portfolio' } as const;
  server.use(refuses('get', '/portfolios/nobody', refusal));
  show('nobody');
  expect((await screen.findByRole('alert')).textContent).toContain('This portfolio is not there any more.');
});
