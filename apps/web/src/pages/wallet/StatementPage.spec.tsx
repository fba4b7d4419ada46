import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { showPage } from '../../../test/page.js';
import { refuses, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import StatementPage from './StatementPage.js';

const server = testServer();

const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

const entry = (
  id: string,
  amount: string,
  balance: string,
  more: object = {},
): Schemas['StatementEntryDto'] => ({
  id,
  kind: 'deposit',
  at: '2026-04-01T10:00:00.000Z',
  valueDate: null,
  memo: `memo of ${id}`,
  counterparty: null,
  detail: {},
  reverses: null,
  reversedBy: null,
  amount,
  held: '0.00',
  balance,
  heldAfter: '0.00',
  available: balance,
  costAfter: null,
  gain: null,
  ...more,
});

/** A statement in pages; answers what it was asked for. */
function statement(...pages: Partial<Schemas['StatementDto']>[]): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get(url('/wallet/statement'), ({ request }) => {
      const { searchParams } = new URL(request.url);
      asked.push(searchParams);
      const page = pages[Number(searchParams.get('cursor') ?? 0)];
      const whole = {
        currency: 'EUR',
        opening: '0.00',
        closing: '30.00',
        totalIn: '30.00',
        totalOut: '0.00',
      };
      return HttpResponse.json({ ...whole, items: [], next: null, ...page });
    }),
  );
  return asked;
}

const show = (search = '') =>
  showPage(<StatementPage />, `/wallet/statement/EUR${search}`, '/wallet/statement/:currency');

/** What was handed to the browser to keep. jsdom keeps no files, so this stands in for its two parts in that. */
const saved: { name: string; file: Blob }[] = [];
beforeEach(() => {
  saved.length = 0;
  let file = new Blob();
  URL.createObjectURL = (given) => {
    file = given as Blob;
    return 'blob:statement';
  };
  URL.revokeObjectURL = () => undefined;
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, file });
  });
});
afterEach(() => vi.restoreAllMocks());

describe('a statement', () => {
  it('shows what came, what left and what was held, with the balance after each', async () => {
    statement({
      items: [
        entry('b', '-10.00', '20.00', { kind: 'withdrawal', held: '-5.00' }),
        entry('a', '30.00', '30.00', { heldAfter: '5.00', available: '25.00' }),
      ],
    });
    show();

    await screen.findByRole('table', { name: 'Statement' });
    const rows = screen.getAllByRole('row').map((row) => Array.from(row.children));
    const texts = rows.map((cells) => cells.slice(1).map(({ textContent }) => textContent));
    expect(texts).toEqual([
      ['What', 'In', 'Out', 'Held', 'Balance'],
      ['Withdrawalmemo of b', '', '€10.00', '-€5.00', '€20.00'],
      ['Depositmemo of a', '€30.00', '', '', '€30.00€25.00 available'],
    ]);
    expect(screen.getByText('Opening balance').nextSibling?.textContent).toBe('€0.00');
  });

  it('goes on where the page before ended', async () => {
    const asked = statement(
      { items: [entry('b', '1.00', '2.00')], next: '1' },
      { items: [entry('a', '1.00', '1.00')] },
    );
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Load more' }));

    expect(await screen.findByText('memo of a')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
    expect(asked.map((query) => query.get('cursor'))).toEqual([null, '1']);
  });

  it('asks for what its address says, and keeps there what is chosen', async () => {
    const asked = statement({ items: [] });
    show('?kind=deposit&text=rent&from=2026-04-01');
    expect(await screen.findByText('Nothing found')).toBeTruthy();
    expect(asked[0]?.getAll('kind')).toEqual(['deposit']);
    expect(asked[0]?.get('text')).toBe('rent');
    expect(asked[0]?.get('from')).toBe(new Date(2026, 3, 1).toISOString());

    await userEvent.click(screen.getByRole('checkbox', { name: 'Holds' }));
    await waitFor(() => expect(asked.at(-1)?.getAll('kind')).toEqual(['deposit', 'hold']));
    expect(screen.getByLabelText('address').textContent).toContain('kind=deposit%2Chold');
    await userEvent.click(screen.getByRole('button', { name: 'Show everything' }));
    await waitFor(() => expect(screen.getByLabelText('address').textContent).toBe('/wallet/statement/EUR'));
  });

  it('searches further back when a page of a rare thing is empty', async () => {
    statement({ items: [], next: '1' }, { items: [entry('a', '1.00', '1.00')] });
    show('?text=memo');
    await userEvent.click(await screen.findByRole('button', { name: 'Search further back' }));

    expect(await screen.findByText('memo of a')).toBeTruthy();
  });

  it('does not ask for a period that ends before it begins', async () => {
    const asked = statement();
    show('?from=2026-04-02&to=2026-04-01');

    expect(await screen.findByText('Before it begins')).toBeTruthy();
    expect(asked).toEqual([]);
  });

  it('says why it cannot be shown', async () => {
    server.use(
      refuses('get', '/wallet/statement', { status: 503, code: 'service_unavailable', detail: 'Not ready' }),
    );
    show();

    expect((await screen.findByRole('alert')).textContent).toContain('The statement could not be loaded');
  });
});

describe('its file', () => {
  const file = 'id,at\r\n1,2026-04-01T10:00:00.000Z\r\n';
  const download = async (): Promise<void> =>
    userEvent.click(await screen.findByRole('button', { name: 'Download CSV' }));

  it('has the same filters, and the days of the reader in its name', async () => {
    let asked = new URLSearchParams();
    statement();
    server.use(
      http.get(url('/wallet/statement.csv'), ({ request }) => {
        asked = new URL(request.url).searchParams;
        return new HttpResponse(file, { headers: { 'content-type': 'text/csv; charset=utf-8' } });
      }),
    );
    show('?kind=deposit&from=2026-01-01&to=2026-03-31');
    await download();

    await waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0]?.name).toBe('tradeyard-EUR-2026-01-01-2026-03-31.csv');
    expect(saved[0]?.file.size).toBe(file.length);
    expect(asked.getAll('kind')).toEqual(['deposit']);
    expect(asked.get('to')).toBe(new Date(2026, 3, 1).toISOString());
  });

  it('is not kept when it broke off', async () => {
    statement();
    const ask = globalThis.fetch;
    // The head of the answer arrives, and the connection ends in the middle of the rest.
    vi.spyOn(globalThis, 'fetch').mockImplementation((request, init) =>
      request instanceof Request && request.url.includes('statement.csv')
        ? Promise.resolve(new Response(brokenStream(file)))
        : ask(request, init),
    );
    show();
    await download();

    expect((await screen.findByRole('alert')).textContent).toContain('broke off before the file was whole');
    expect(saved).toEqual([]);
  });

  it('says why it was refused', async () => {
    statement();
    server.use(
      refuses('get', '/wallet/statement.csv', { status: 429, code: 'too_many_requests', detail: 'Too many' }),
    );
    show();
    await download();

    expect((await screen.findByRole('alert')).textContent).toContain('a little too often');
  });
});

function brokenStream(begin: string): ReadableStream<Uint8Array> {
  const chunks = [new TextEncoder().encode(begin)];
  return new ReadableStream({
    pull: (controller) => {
      const chunk = chunks.pop();
      if (chunk) controller.enqueue(chunk);
      else controller.error(new TypeError('terminated'));
    },
  });
}
