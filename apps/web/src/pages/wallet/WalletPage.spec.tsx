import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import type { Balance } from '../../account/account.js';
import type { Schemas } from '../../api.js';
import WalletPage from './WalletPage.js';

const server = testServer();

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const balance = (currency: string, more: Partial<Balance> = {}): Balance => ({
  currency,
  kind: 'fiat',
  available: money('100.00', currency),
  held: money('0.00', currency),
  value: money('90.00'),
  ...{ cost: null, gain: null, gainPercent: null },
  ...more,
});
const dollars = balance('USD', { cost: money('92.00'), gain: money('-2.00'), gainPercent: '-2.17' });
const yen = balance('JPY', { cost: money('80.00'), gain: money('10.00'), gainPercent: '12.50' });

const show = (items: Balance[], gain: Schemas['MoneyDto'] | null = null) => {
  server.use(answers('/wallet/balances', 'BalancesDto', { items, total: money('270.00'), gain, asOf: null }));
  showPage(<WalletPage />, '/wallet');
};

/** The periods that were asked for; each answer has one currency, and all time has two. */
function gains(): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  const usd = { currency: 'USD', kind: 'fiat', realised: [money('-0.83')], unrealised: money('-2.00') };
  const jpy = {
    currency: 'JPY',
    kind: 'fiat',
    realised: [money('3.00'), money('4.00', 'GBP')],
    unrealised: null,
  };
  server.use(
    http.get('*/wallet/gains', ({ request }) => {
      const { searchParams } = new URL(request.url);
      asked.push(searchParams);
      const items = searchParams.has('from') ? [usd] : [usd, jpy];
      return HttpResponse.json({ items, realised: [money('-0.83')], unrealised: money('-2.00') });
    }),
  );
  return asked;
}

beforeEach(() => {
  server.use(
    answers('/wallet/transactions', 'TransactionPageDto', { items: [], next: null }),
    answers('/wallet/holds', 'HoldPageDto', { items: [], next: null }),
    answers('/wallet/gains', 'GainsDto', { items: [], realised: [], unrealised: null }),
  );
});

const rowOf = async (table: string, currency: string) => {
  const rows = within(await screen.findByRole('table', { name: table })).getAllByRole('row');
  return rows.find((row) => row.textContent.startsWith(currency))?.textContent;
};

describe('balances', () => {
  it('have what they cost and would bring, with its sign, and say what that means', async () => {
    show([balance('EUR'), dollars, yen], money('8.00'));

    expect(await rowOf('Balances', 'USD')).toContain('€92.00-€2.00 (-2.17%)');
    expect(await rowOf('Balances', 'JPY')).toContain('€80.00+€10.00 (+12.50%)');
    expect(await rowOf('Balances', 'EUR')).toContain('––');
    expect(screen.getByText(/^Not yet realised/).textContent).toContain('+€8.00');
    expect(screen.getByText(/what a currency cost you on average/)).toBeTruthy();
  });

  it('have no such columns where nothing is counted', async () => {
    show([balance('EUR')]);

    await screen.findByRole('table', { name: 'Balances' });
    expect(screen.queryByRole('columnheader', { name: 'Cost' })).toBeNull();
    expect(screen.queryByText(/Not yet realised/)).toBeNull();
    expect(screen.queryByText(/on average/)).toBeNull();
  });
});

describe('what currencies earned', () => {
  it('is told for this year, and for others', async () => {
    const asked = gains();
    const year = new Date().getFullYear();
    const begins = (of: number) => new Date(of, 0, 1).toISOString();
    show([dollars]);

    expect(await rowOf('Gains by currency', 'USD')).toContain('-€0.83-€2.00');
    expect(asked.map(String)).toContain(String(new URLSearchParams({ from: begins(year) })));

    await userEvent.click(screen.getByRole('radio', { name: 'All time' }));
    expect(await rowOf('Gains by currency', 'JPY')).toContain('+€3.00+£4.00–');

    await userEvent.click(screen.getByRole('radio', { name: 'Last year' }));
    expect(asked.map(String)).toContain(
      String(new URLSearchParams({ from: begins(year - 1), to: begins(year) })),
    );
  });

  it('is not there for somebody who has never counted any', async () => {
    show([balance('EUR')]);

    await screen.findByRole('table', { name: 'Balances' });
    expect(screen.queryByText('What your currencies earned')).toBeNull();
  });

  it('can be asked for again where it could not be loaded', async () => {
    const failure = {
      status: 503,
      code: 'service_unavailable',
      detail: 'The database does not answer',
    } as const;
    server.use(refuses('get', '/wallet/gains', failure));
    show([dollars]);

    expect(await screen.findByText('The gains could not be loaded')).toBeTruthy();
  });
});
