import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { portfolio } from '../../../test/portfolio.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import LeaguePage from './LeaguePage.js';
import LeaguesPage from './LeaguesPage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;
const dollars = (amount: string) => ({ amount, currency: 'USD' });

const grace = { id: signedInAs().id, handle: 'grace-hopper', displayName: 'Grace Hopper' };
const ada = { id: 'u2', handle: 'ada-lovelace', displayName: 'Ada Lovelace' };

const league = (given: Partial<Schemas['LeagueDto']> = {}): Schemas['LeagueDto'] => ({
  id: 'l1',
  name: 'Economics 101',
  description: 'One month.\nHave fun.',
  owner: ada,
  currency: 'USD',
  startingCash: dollars('100000.00'),
  models: { price: { kind: 'touch' }, slippage: { kind: 'none' }, fee: { kind: 'none' } },
  rules: { maxPositionPercent: '25', allowedClasses: ['stock', 'etf'], resetsAllowed: false },
  startsAt: '2026-06-01T10:00:00.000Z',
  endsAt: '2026-07-01T10:00:00.000Z',
  status: 'running',
  code: null,
  members: 2,
  portfolioId: 'p5',
  mayManage: false,
  createdAt: '2026-05-01T10:00:00.000Z',
  ...given,
});

const standing = (person: typeof ada, rank: number, percent: string): Schemas['StandingDto'] => ({
  ...person,
  rank,
  value: dollars('101234.00'),
  returnPercent: percent,
});

const leaderboard = (given: Partial<Schemas['LeaderboardDto']> = {}) =>
  answers('/leagues/l1/leaderboard', 'LeaderboardDto', {
    items: [standing(ada, 1, '1.23'), standing(grace, 2, '-0.50')],
    me: standing(grace, 2, '-0.50'),
    next: null,
    final: false,
    asOf: '2026-06-10T10:00:00.000Z',
    ...given,
  });

let sent: string[] = [];
const note = async (request: Request) => {
  const { pathname } = new URL(request.url);
  sent.push(`${request.method} ${pathname.replace('/api/v1', '')} ${await request.text()}`.trim());
};

beforeEach(() => {
  signedInAs();
  sent = [];
  server.use(leaderboard(), answers('/leagues/l1', 'LeagueDto', league()));
});

const show = (search = '') => showPage(<LeaguePage />, `/leagues/l1${search}`, '/leagues/:id');
const click = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }));
const dialog = () => within(screen.getByRole('dialog'));

describe('a league', () => {
  it('says who is ahead, where I stand, and what is allowed', async () => {
    show();
    const table = within(await screen.findByRole('table', { name: 'Leaderboard' }));
    const [first, second] = table.getAllByRole('row').slice(1);
    expect(first?.textContent).toBe('1Ada Lovelace@ada-lovelace+1.23%$101,234.00$101,234.00');
    expect(second?.textContent).toContain('Grace HopperYou');
    expect(screen.getByText('Of 2 members')).toBeTruthy();
    expect(screen.getByText('Only shares and ETFs can be bought.')).toBeTruthy();
    expect(screen.getByText(/^One position may be at most 25% of the portfolio/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'My portfolio in it' }).getAttribute('href')).toBe(
      '/portfolios/p5',
    );
    expect(screen.queryByText('Code to join')).toBeNull();
  });

  it('has pages of a leaderboard, and the open one is in its address', async () => {
    server.use(leaderboard({ next: '50' }));
    show();
    await click('Next 50');
    expect(screen.getByLabelText('address').textContent).toBe('/leagues/l1?after=50');
    await click('To the top');
    expect(screen.getByLabelText('address').textContent).toBe('/leagues/l1');
  });

  it('is left after a word about what that means', async () => {
    server.use(
      http.post(url('/leagues/l1/leave'), async ({ request }) => {
        await note(request);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    show();
    await click('Leave');
    expect(dialog().getByText(/cannot join again/)).toBeTruthy();
    await userEvent.click(dialog().getByRole('button', { name: 'Leave' }));
    await waitFor(() => expect(screen.getByLabelText('address').textContent).toBe('/leagues'));
    expect(sent).toEqual(['POST /leagues/l1/leave']);
  });

  it('shows its owner the code, and who is in it', async () => {
    let code = 'K7MP2QXZ';
    const mine = () => league({ owner: grace, mayManage: true, portfolioId: null, code });
    server.use(
      leaderboard({ me: null }),
      http.get(url('/leagues/l1'), () => HttpResponse.json(mine())),
      http.post(url('/leagues/l1/code'), async ({ request }) => {
        await note(request);
        code = 'ABCD2345';
        return HttpResponse.json(mine());
      }),
      answers('/leagues/l1/members', 'LeagueMemberPageDto', {
        items: [{ ...ada, portfolioId: 'p7', joinedAt: '2026-06-01T10:00:00.000Z' }],
        next: null,
      }),
      http.delete(url('/leagues/l1/members/u2'), async ({ request }) => {
        await note(request);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    show();
    expect(await screen.findByText('K7MP 2QXZ')).toBeTruthy();
    await click('Replace');
    await userEvent.click(dialog().getByRole('button', { name: 'Replace' }));
    expect(await screen.findByText('ABCD 2345')).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await click('Remove Ada Lovelace');
    await userEvent.click(dialog().getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(sent).toEqual(['POST /leagues/l1/code', 'DELETE /leagues/l1/members/u2']));
  });
});

describe('the page of leagues', () => {
  const showAll = (search = '') => showPage(<LeaguesPage />, `/leagues${search}`);

  it('lists them with my rank', async () => {
    server.use(answers('/leagues', 'LeaguePageDto', { items: [league()], next: null }));
    showAll();
    const table = within(await screen.findByRole('table', { name: 'Leagues' }));
    await waitFor(() => expect(table.getAllByRole('row')[1]?.textContent).toMatch(/Running.*2 of 2-0\.50%/));
    expect(screen.queryByRole('button', { name: 'Open a league' })).toBeNull();
  });

  it('lets one join by a code, and says what is wrong with it at its field', async () => {
    server.use(
      answers('/leagues', 'LeaguePageDto', { items: [], next: null }),
      refuses('post', '/leagues/join', {
        status: 404,
        code: 'league_not_found',
        detail: 'No',
        errors: [{ field: 'code', message: 'No' }],
      }),
    );
    showAll('?do=join');
    await userEvent.type(await screen.findByLabelText('Code'), 'wrong');
    await click('Join');
    expect(await screen.findByText(/^There is no such league/)).toBeTruthy();
    server.use(
      http.post(url('/leagues/join'), async ({ request }) => {
        await note(request);
        return HttpResponse.json(portfolio({ kind: 'league', leagueId: 'l1' }), { status: 201 });
      }),
    );
    await userEvent.clear(screen.getByLabelText('Code'));
    await userEvent.type(screen.getByLabelText('Code'), 'k7mp 2qxz');
    await click('Join');
    await waitFor(() => expect(screen.getByLabelText('address').textContent).toBe('/leagues/l1'));
    expect(sent).toEqual(['POST /leagues/join {"code":"k7mp 2qxz"}']);
  });

  it('lets a teacher open one', async () => {
    signedInAs('teacher');
    const bodies: Schemas['NewLeagueDto'][] = [];
    server.use(
      answers('/leagues', 'LeaguePageDto', { items: [], next: null }),
      http.post(url('/leagues'), async ({ request }) => {
        bodies.push((await request.json()) as Schemas['NewLeagueDto']);
        return HttpResponse.json(league({ id: 'l9' }), { status: 201 });
      }),
    );
    showAll();
    await click('Open a league');
    await userEvent.type(await screen.findByLabelText('Name'), 'Economics 101');
    await userEvent.click(dialog().getByRole('checkbox', { name: 'Coins' }));
    await userEvent.type(dialog().getByLabelText('Largest position'), '25');
    await userEvent.click(dialog().getByRole('button', { name: 'Open league' }));
    await waitFor(() => expect(screen.getByLabelText('address').textContent).toBe('/leagues/l9'));
    expect(bodies[0]).toMatchObject({
      name: 'Economics 101',
      description: null,
      currency: 'EUR',
      startingCash: { amount: '100000', currency: 'EUR' },
      rules: { resetsAllowed: false, maxPositionPercent: '25', allowedClasses: ['stock', 'etf', 'fund'] },
    });
    expect(bodies[0]?.startsAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/);
  });
});
