import { Notifications } from '@mantine/notifications';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { activity, change } from '../../../test/activity.js';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { portfolio, trackedPortfolio } from '../../../test/portfolio.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import ActivitiesPage from './ActivitiesPage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

const sale = activity({ id: 'a2', type: 'sell', quantity: '4', price: '200', note: 'Half of it' });

beforeEach(() => {
  signedInAs();
  server.use(
    answers('/portfolios', 'PortfolioPageDto', { items: [trackedPortfolio()], next: null }),
    answers('/portfolios/t1', 'PortfolioDto', trackedPortfolio()),
    answers('/portfolio-groups', 'PortfolioGroupPageDto', { items: [], next: null }),
    answers('/portfolios/t1/assets', 'AssetPageDto', { items: [], next: null }),
    answers('/instruments', 'InstrumentPageDto', { items: [], next: null }),
  );
});

/** Activities in pages; answers what it was asked for. */
function activities(...pages: Schemas['ActivityDto'][][]): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get(url('/portfolios/:id/activities'), ({ request }) => {
      const { searchParams } = new URL(request.url);
      asked.push(searchParams);
      const place = Number(searchParams.get('cursor') ?? 0);
      const next = place + 1 < pages.length ? String(place + 1) : null;
      return HttpResponse.json({ items: pages[place] ?? [], next });
    }),
  );
  return asked;
}

const show = (search = '', id = 't1') =>
  showPage(
    <>
      <ActivitiesPage />
      <Notifications />
    </>,
    `/portfolios/${id}/activities${search}`,
    '/portfolios/:id/activities',
  );
const address = () => screen.getByLabelText('address').textContent;
const table = async () => within(await screen.findByRole('table', { name: 'Activities' }));

describe('the activities of a tracked portfolio', () => {
  it('stand in words, with the cash that moved, page by page', async () => {
    activities([activity(), sale], [activity({ id: 'a3', type: 'split', ratioTo: '4', ratioFrom: '1' })]);
    show();
    const rows = (await table()).getAllByRole('row').slice(1);
    expect(rows[0]?.textContent).toMatch(/Buy AAPL.*10 at \$150\.00, fee \$1\.00.*Mar 2, 2026.*-\$1,501\.00/);
    expect(rows[1]?.textContent).toMatch(/Sell AAPL.*Half of it.*\+\$799\.00/);
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    expect(await (await table()).findByText('AAPL split')).toBeTruthy();
  });

  it('are filtered as the address says, which keeps what is typed', async () => {
    const asked = activities([activity()]);
    show('?type=buy&symbol=AAPL&from=2026-01-01&order=oldest');
    await table();
    expect(Object.fromEntries(asked.at(-1) ?? [])).toMatchObject({
      ...{ type: 'buy', symbol: 'AAPL', from: '2026-01-01', order: 'oldest' },
    });
    await userEvent.click(screen.getByRole('button', { name: 'Only AAPL: show all assets' }));
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search' }), 'div');
    await waitFor(() => expect(asked.at(-1)?.get('text')).toBe('div'));
    expect(address()).toBe('/portfolios/t1/activities?type=buy&from=2026-01-01&order=oldest&text=div');
  });

  it('say what to do while there are none, and something else when none fits', async () => {
    activities([]);
    show();
    expect(await screen.findByText('Nothing has happened yet')).toBeTruthy();
    const link = screen.getByRole('link', { name: 'Import a file' });
    expect(link.getAttribute('href')).toBe('/portfolios/t1/import');
    await userEvent.click(screen.getByRole('button', { name: 'Add activity' }));
    expect(await screen.findByRole('dialog', { name: 'Add an activity' })).toBeTruthy();
  });

  it('can be shown again when nothing fits', async () => {
    activities([]);
    show('?type=split');
    await userEvent.click(await screen.findByRole('button', { name: 'Show everything' }));
    expect(address()).toBe('/portfolios/t1/activities');
  });

  it('are not asked for while the period ends before it begins', async () => {
    const asked = activities([activity()]);
    show('?from=2026-02-01&to=2026-01-01');
    expect(await screen.findByText('Before it begins')).toBeTruthy();
    expect(asked).toEqual([]);
  });

  it('say why they cannot be shown', async () => {
    const failure = { status: 503, code: 'service_unavailable', detail: 'Not ready' } as const;
    server.use(refuses('get', '/portfolios/t1/activities', failure));
    show();
    expect((await screen.findByRole('alert')).textContent).toContain('The activities could not be loaded');
  });
});

describe('adding and changing', () => {
  it('asks for what the type needs, and sends that alone with an id of its own', async () => {
    activities([]);
    const sent: Record<string, unknown>[] = [];
    server.use(
      http.post(url('/portfolios/t1/activities'), async ({ request }) => {
        sent.push((await request.json()) as Record<string, unknown>);
        return HttpResponse.json(activity({ type: 'dividend' }), { status: 201 });
      }),
    );
    show('?do=add');
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByLabelText('What happened', { selector: 'input' }));
    await userEvent.click(await screen.findByText('Dividend'));
    await userEvent.click(dialog.getByText('Add'));
    expect(dialog.getByText('Enter the asset')).toBeTruthy();
    expect(dialog.getByText('Enter the amount')).toBeTruthy();
    await userEvent.type(dialog.getByLabelText('Asset', { selector: 'input' }), 'AAPL');
    await userEvent.type(dialog.getByLabelText('Amount'), '12.50');
    await userEvent.type(dialog.getByLabelText('Tax kept back'), '1.88');
    expect(dialog.getByText('€10.62')).toBeTruthy();
    await userEvent.click(dialog.getByText('Add'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent).toEqual([
      expect.objectContaining({
        ...{
          type: 'dividend',
          symbol: 'AAPL',
          amount: '12.50',
          fee: '1.88',
          quantity: null,
          currency: 'EUR',
        },
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      }),
    ]);
    expect(address()).toBe('/portfolios/t1/activities');
  });

  it('shows what the rules say at the field', async () => {
    activities([activity()]);
    const message = 'Nothing can be of later than tomorrow';
    server.use(
      http.patch(url(`/portfolios/t1/activities/${activity().id}`), () =>
        HttpResponse.json(
          { status: 422, code: 'date_out_of_range', detail: message, errors: [{ field: 'day', message }] },
          { status: 422, headers: { 'content-type': 'application/problem+json' } },
        ),
      ),
    );
    show();
    await userEvent.click(await screen.findByRole('link', { name: 'Buy AAPL' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Change the activity' }));
    expect(dialog.getByRole<HTMLInputElement>('textbox', { name: 'Price of one' }).value).toBe('150');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    expect(await dialog.findByText(message)).toBeTruthy();
  });
});

describe('chosen purchases', () => {
  const settings = (costBasis: Schemas['CostBasis']) =>
    answers('/portfolios/t1/settings', 'PortfolioSettingsDto', { costBasis, benchmark: null, targets: {} });
  const edit = async () => {
    activities([sale, activity()]);
    show();
    await userEvent.click(await screen.findByRole('link', { name: 'Sell AAPL' }));
    return within(await screen.findByRole('dialog', { name: 'Change the activity' }));
  };

  it('are asked for where the portfolio leaves them to its owner, and sent', async () => {
    const sent: unknown[] = [];
    server.use(
      settings('chosen'),
      http.patch(url('/portfolios/t1/activities/a2'), async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(sale);
      }),
    );
    const dialog = await edit();
    const purchases = within(await dialog.findByRole('group', { name: 'From which purchases' }));
    const [, purchase] = await purchases.findAllByLabelText('Mar 2, 2026');
    await userEvent.type(purchase ?? dialog.getByText('Save'), '4');
    await userEvent.click(dialog.getByText('Save'));
    await waitFor(() =>
      expect(sent).toEqual([
        expect.objectContaining({ lots: [{ activityId: activity().id, quantity: '4' }] }),
      ]),
    );
  });

  it('are not asked for elsewhere', async () => {
    server.use(settings('fifo'));
    const dialog = await edit();
    await dialog.findByText('Save');
    expect(dialog.queryByRole('group', { name: 'From which purchases' })).toBeNull();
  });
});

describe('deleting', () => {
  it('takes what is selected at once, and brings it back', async () => {
    activities([activity(), sale]);
    const sent: unknown[] = [];
    server.use(
      http.post(url('/portfolios/t1/activities/removal'), async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(change({ kind: 'delete', version: '9' }));
      }),
      http.post(url('/portfolios/t1/changes/:version/undo'), ({ params }) => {
        sent.push(params['version']);
        return HttpResponse.json(change({ kind: 'undo' }));
      }),
    );
    show();
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select all that are shown' }));
    await userEvent.click(screen.getByRole('checkbox', { name: /^Select Buy AAPL/ }));
    expect(screen.getByText('1 selected')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    await screen.findByText('Activity deleted');
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(sent).toEqual([{ ids: ['a2'] }, '9']));
  });
});

describe('changes', () => {
  it('are told newest first, and each can be taken back once', async () => {
    activities([activity()]);
    const undone: unknown[] = [];
    server.use(
      answers('/portfolios/t1/changes', 'PortfolioChangePageDto', {
        items: [
          change({ version: '8', kind: 'asset', count: 1 }),
          change({ count: 120 }),
          change({ version: '6', kind: 'delete', count: 1, undoneBy: '7' }),
        ],
        next: null,
      }),
      http.post(url('/portfolios/t1/changes/:version/undo'), ({ params }) => {
        undone.push(params['version']);
        return HttpResponse.json(change({ kind: 'undo' }));
      }),
    );
    show('?view=changes');
    const list = within(await screen.findByRole('list', { name: 'Changes' }));
    expect(list.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      expect.stringContaining('Changed an asset'),
      expect.stringContaining('Imported 120 activities'),
      expect.stringMatching(/Deleted an activity.*Taken back/),
    ]);
    await userEvent.click(list.getByRole('button', { name: /^Undo: Imported 120 activities/ }));
    await waitFor(() => expect(undone).toEqual(['7']));
    expect(list.getAllByRole('button')).toHaveLength(1);
  });
});

it('shows what the ledger booked, says why, and offers no change', async () => {
  server.use(answers('/portfolios/p2', 'PortfolioDto', portfolio()));
  activities([activity({ version: null })]);
  show('', 'p2');
  expect((await screen.findByRole('note')).textContent).toContain('by themselves');
  const rows = await table();
  expect(rows.queryByRole('link')).toBeNull();
  expect(screen.queryByRole('checkbox')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Add activity' })).toBeNull();
});
