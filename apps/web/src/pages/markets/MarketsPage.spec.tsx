import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { delay, http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { instrument } from '../../../test/instrument.js';
import { showPage } from '../../../test/page.js';
import { answers, testServer } from '../../../test/server.js';
import type { Instrument } from './markets.js';
import MarketsPage from './MarketsPage.js';
import type { Watchlist } from './watchlists.js';

const server = testServer();

const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;
const instruments = ['AAPL', 'AMZN', 'BTC-USD', 'TSLA'].map((symbol): Instrument => ({
  ...instrument(symbol),
  status: symbol === 'TSLA' ? 'halted' : 'active',
}));

/** What the API would keep. */
let lists: Watchlist[] = [];
let asked: string[] = [];

const find = (id: unknown) => lists.find((list) => list.id === id);

const api = [
  http.get(url('/instruments'), ({ request }) => {
    const kind = new URL(request.url).searchParams.get('class');
    const items = instruments.filter((each) => kind === null || each.class === kind);
    return HttpResponse.json({ items, next: null });
  }),
  answers('/quotes', 'QuotesDto', { items: [], next: null }),
  http.get(url('/watchlists'), () => HttpResponse.json({ items: lists, next: null })),
  http.get(url('/watchlists/:id'), ({ params }) => {
    const list = find(params.id);
    return list
      ? HttpResponse.json({ ...list, instruments: list.symbols.map(instrument) })
      : HttpResponse.json({ status: 404, code: 'watchlist_not_found', detail: 'No' }, { status: 404 });
  }),
  http.post(url('/watchlists'), async ({ request }) => {
    const { name, symbols } = (await request.json()) as Watchlist;
    if (lists.some((list) => list.name === name)) {
      const detail = 'You have it already';
      const errors = [{ field: 'name', message: detail }];
      const problem = { type: '', title: '', status: 409, code: 'watchlist_name_taken', detail, errors };
      return HttpResponse.json(problem, {
        status: 409,
        headers: { 'content-type': 'application/problem+json' },
      });
    }
    lists = [...lists, { id: `list-${name}`, name, symbols }];
    return HttpResponse.json(lists.at(-1), { status: 201 });
  }),
  http.patch(url('/watchlists/:id'), async ({ params, request }) => {
    const change = (await request.json()) as { name?: string; position?: number };
    asked.push(`PATCH ${String(params.id)} ${JSON.stringify(change)}`);
    lists = lists.map((list) =>
      list.id === params.id && change.name ? { ...list, name: change.name } : list,
    );
    return HttpResponse.json(find(params.id));
  }),
  http.delete(url('/watchlists/:id'), ({ params }) => {
    lists = lists.filter(({ id }) => id !== params.id);
    return new HttpResponse(null, { status: 204 });
  }),
  http.put(url('/watchlists/:id/symbols/:symbol'), async ({ params, request }) => {
    const text = await request.text();
    await delay(30); // the next click comes before the answer
    const { position } = (text ? JSON.parse(text) : {}) as { position?: number };
    asked.push(`PUT ${String(params.id)} ${String(params.symbol)} ${position ?? ''}`.trim());
    const list = find(params.id);
    const others = (list?.symbols ?? []).filter((symbol) => symbol !== params.symbol);
    if (list) list.symbols = others.toSpliced(position ?? others.length, 0, String(params.symbol));
    return HttpResponse.json(list);
  }),
  http.delete(url('/watchlists/:id/symbols/:symbol'), ({ params }) => {
    asked.push(`DELETE ${String(params.id)} ${String(params.symbol)}`);
    const list = find(params.id);
    if (list) list.symbols = list.symbols.filter((symbol) => symbol !== params.symbol);
    return HttpResponse.json(list);
  }),
];

const tech = (): Watchlist => ({ id: 'tech', name: 'Tech', symbols: ['TSLA', 'AAPL', 'AMZN'] });
const empty = (): Watchlist => ({ id: 'empty', name: 'Later', symbols: [] });

beforeEach(() => {
  lists = [tech(), empty()];
  asked = [];
  server.use(...api);
});

const show = (search = '') => showPage(<MarketsPage />, `/markets${search}`);
const rowsOf = async (table: string) =>
  within(await screen.findByRole('table', { name: table }))
    .getAllByRole('link')
    .map(({ textContent }) => textContent);
const address = () => screen.getByRole('status', { name: 'address' }).textContent;
const click = async (role: string, name: string | RegExp) =>
  userEvent.click(await screen.findByRole(role, { name }));

describe('the markets page', () => {
  it('shows all instruments, or one list in its own order, as the address says', async () => {
    show();
    expect(await rowsOf('Markets')).toEqual(['AAPL', 'AMZN', 'BTC-USD', 'TSLA']);
    await click('link', 'Tech');
    expect(await rowsOf('Tech')).toEqual(['TSLA', 'AAPL', 'AMZN']);
    expect(address()).toBe('/markets?list=tech');
    expect(screen.getByRole('link', { name: 'Tech' }).getAttribute('aria-current')).toBe('page');
    await click('link', 'All instruments');
    expect(address()).toBe('/markets');
  });

  it('shows one kind of instrument, and which of them are not traded', async () => {
    show('?class=crypto');
    expect(await rowsOf('Markets')).toEqual(['BTC-USD']);
    await click('radio', 'Stocks');
    await waitFor(async () => expect(await rowsOf('Markets')).toEqual(['AAPL', 'AMZN', 'TSLA']));
    expect(address()).toBe('/markets?class=stock');
    expect(screen.getByRole('row', { name: /TSLA/ }).textContent).toContain('Halted');
    await click('radio', 'ETFs');
    expect(await screen.findByText('Nothing found')).toBeTruthy();
  });

  it.each([
    ['?list=empty', 'Nothing in this list yet'],
    ['?list=nonsense', 'This watchlist is not there any more'],
    ['?list=tech&q=zebra', 'Nothing found'],
  ])('says in %s: %s', async (search, title) => {
    show(search);
    expect(await screen.findByText(title)).toBeTruthy();
  });

  it('begins a list and opens it', async () => {
    show();
    await click('button', 'New list');
    await userEvent.type(await screen.findByLabelText('Name'), 'Tech');
    await click('button', 'Create');
    expect(await screen.findByText(/a watchlist of this name already/)).toBeTruthy();
    await userEvent.type(screen.getByLabelText('Name'), ' 2');
    await click('button', 'Create');
    await waitFor(() => expect(address()).toBe('/markets?list=list-Tech+2'));
    expect(await screen.findByText('Nothing in this list yet')).toBeTruthy();
  });

  it('renames a list, moves it, and deletes it after a word about that', async () => {
    show('?list=tech');
    await click('button', 'Change Tech');
    await click('menuitem', 'Rename');
    await userEvent.type(await screen.findByLabelText('Name'), 'nology');
    await click('button', 'Rename');
    await click('button', 'Change Technology');
    await click('menuitem', 'Move right');
    await waitFor(() => expect(asked).toContain('PATCH tech {"position":1}'));
    await click('button', 'Change Technology');
    await click('menuitem', 'Delete');
    expect(lists).toHaveLength(2);
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(address()).toBe('/markets'));
    expect(lists.map(({ name }) => name)).toEqual(['Later']);
  });

  it('puts an instrument into a list and takes it out by its star', async () => {
    show();
    await click('button', 'Add BTC-USD to a watchlist');
    await click('menuitemcheckbox', 'Later');
    await waitFor(() => expect(asked).toEqual(['PUT empty BTC-USD']));
    await screen.findByRole('button', { name: 'Watchlists with BTC-USD' });
    await click('menuitemcheckbox', 'Later');
    await waitFor(() => expect(asked).toEqual(['PUT empty BTC-USD', 'DELETE empty BTC-USD']));
    await screen.findByRole('button', { name: 'Add BTC-USD to a watchlist' });
    await click('menuitem', 'New list with BTC-USD');
    await userEvent.type(await screen.findByLabelText('Name'), 'Coins');
    await click('button', 'Create with BTC-USD');
    await waitFor(() => expect(lists.at(-1)).toMatchObject({ name: 'Coins', symbols: ['BTC-USD'] }));
  });

  it('moves instruments by the keyboard, one press after the other', async () => {
    show('?list=tech');
    const down = await screen.findByRole('button', { name: 'Move TSLA down' });
    down.focus();
    await userEvent.keyboard('{Enter}{Enter}{Enter}');
    await waitFor(async () => expect(await rowsOf('Tech')).toEqual(['AAPL', 'AMZN', 'TSLA']));
    expect(asked).toEqual(['PUT tech TSLA 1', 'PUT tech TSLA 2']);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move TSLA down');
    expect(document.activeElement?.getAttribute('aria-disabled')).toBe('true');
  });

  it('moves nothing while the table shows another order', async () => {
    show('?list=tech&sort=symbol');
    const button = await screen.findByRole('button', { name: 'Move AMZN up' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await userEvent.click(button);
    expect(asked).toEqual([]);
  });
});
