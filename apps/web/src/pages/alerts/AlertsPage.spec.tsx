import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { alert } from '../../../test/alert.js';
import { instrument } from '../../../test/instrument.js';
import { showPage } from '../../../test/page.js';
import { answers, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import AlertsPage from './AlertsPage.js';
import NoticesPage from './NoticesPage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

type Alert = Schemas['AlertDto'];

let alerts: Alert[] = [];
let sent: unknown[] = [];

const note = async (request: Request) => {
  const text = await request.text();
  sent.push(`${request.method} ${new URL(request.url).pathname.replace('/api/v1', '')} ${text}`.trim());
  return text ? (JSON.parse(text) as Partial<Alert>) : {};
};

const webhook: Schemas['WebhookDto'] = {
  id: 'w1',
  url: 'https://example.org/hook',
  createdAt: '2026-06-01T10:00:00.000Z',
  oldSecretUntil: null,
};

const api = [
  http.get(url('/alerts'), () => HttpResponse.json({ items: alerts, next: null })),
  http.post(url('/alerts'), async ({ request }) => {
    const body = await note(request);
    alerts = [...alerts, alert({ ...body, id: 'new' })];
    return HttpResponse.json(alerts.at(-1), { status: 201 });
  }),
  http.patch(url('/alerts/:id'), async ({ request, params }) => {
    const body = await note(request);
    alerts = alerts.map((each) => (each.id === params.id ? { ...each, ...body } : each));
    return HttpResponse.json(alerts.find(({ id }) => id === params.id));
  }),
  http.delete(url('/alerts/:id'), async ({ request, params }) => {
    await note(request);
    alerts = alerts.filter(({ id }) => id !== params.id);
    return new HttpResponse(null, { status: 204 });
  }),
  answers('/alerts/channels', 'ChannelsDto', {
    items: [
      { channel: 'webhook', available: true, reason: null, address: null },
      { channel: 'email', available: false, reason: 'No SMTP server is set', address: 'grace@example.org' },
    ],
    alertsMax: 200,
    webhooksMax: 5,
  }),
  http.get(url('/alerts/webhooks'), () => HttpResponse.json({ items: [webhook], next: null })),
  http.post(url('/alerts/webhooks'), async ({ request }) => {
    await note(request);
    return HttpResponse.json({ ...webhook, secret: 'whsec_once' }, { status: 201 });
  }),
  answers('/alerts/webhooks/w1/deliveries', 'DeliveryPageDto', {
    items: [
      {
        id: 'd1',
        status: 'given_up',
        attempts: 8,
        answer: 500,
        fault: null,
        createdAt: '2026-06-02T10:00:00.000Z',
        dueAt: null,
        endedAt: '2026-06-03T10:00:00.000Z',
      },
    ],
    next: null,
  }),
  answers('/instruments', 'InstrumentPageDto', { items: [instrument('TSLA')], next: null }),
  answers('/quotes', 'QuotesDto', {
    items: [{ symbol: 'AAPL', price: '200.00', currency: 'USD', previousClose: '190.00' } as never],
    next: null,
  }),
];

beforeEach(() => {
  alerts = [
    alert({ id: 'a', note: 'Sell half' }),
    alert({ id: 'b', kind: 'below', price: '150', status: 'fired', firedAt: '2026-06-02T10:00:00.000Z' }),
  ];
  sent = [];
  server.use(...api);
});

const show = () => showPage(<AlertsPage />, '/alerts');
const click = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }));
const dialog = () => within(screen.getByRole('dialog'));

describe('the page of alerts', () => {
  it('lists what one waits for, how far the price has to go, and what has fired', async () => {
    show();
    const table = within(await screen.findByRole('table', { name: 'Alerts' }));
    const [waiting, fired] = table.getAllByRole('row').slice(1);
    await waitFor(() => expect(waiting?.textContent).toContain('+25.00%'));
    expect(waiting?.textContent).toContain('Rises to $250.00 · Sell half');
    expect(waiting?.textContent).toContain('Waiting');
    expect(fired?.textContent).toContain('Fired');
    expect(screen.queryByText('Email')).toBeNull();
  });

  it('pauses, arms and deletes after a word about that', async () => {
    alerts = alerts.slice(0, 1);
    show();
    await click('Pause the alert on AAPL');
    await userEvent.click(dialog().getByRole('button', { name: 'Pause' }));
    await click('Arm the alert on AAPL');
    await userEvent.click(dialog().getByRole('button', { name: 'Arm' }));
    await click('Delete the alert on AAPL');
    expect(alerts).toHaveLength(1);
    await userEvent.click(dialog().getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('No alerts yet')).toBeTruthy();
    expect(sent).toEqual([
      'PATCH /alerts/a {"status":"paused"}',
      'PATCH /alerts/a {"status":"active"}',
      'DELETE /alerts/a',
    ]);
  });

  it('sets an alert on an instrument that is looked for', async () => {
    show();
    await click('New alert');
    await userEvent.click(await screen.findByRole('combobox', { name: 'Instrument' }));
    await userEvent.click(await screen.findByRole('option', { name: 'TSLA · TSLA Inc.' }));
    await userEvent.click(await screen.findByRole('radio', { name: 'Moves by' }));
    const percent = screen.getByLabelText('Percent in a day');
    await userEvent.clear(percent);
    await userEvent.click(screen.getByRole('button', { name: 'Set alert' }));
    expect(await screen.findByText('Enter a percentage')).toBeTruthy();
    await userEvent.type(percent, '7.5');
    await userEvent.click(screen.getByRole('checkbox', { name: 'To my webhooks' }));
    await userEvent.click(screen.getByRole('button', { name: 'Set alert' }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(JSON.parse(String(sent[0]).replace('POST /alerts ', ''))).toEqual({
      symbol: 'TSLA',
      kind: 'change',
      percent: '7.5',
      direction: 'either',
      repeats: false,
      channels: ['webhook'],
      note: null,
    });
  });

  it('shows a secret once, and what became of messages', async () => {
    show();
    await click('Deliveries to https://example.org/hook');
    expect((await screen.findByRole('list', { name: 'Deliveries' })).textContent).toMatch(
      /Given up.*tried 8 times.*answered 500/,
    );
    await click('Add webhook');
    await userEvent.type(await screen.findByLabelText('Address'), 'https://example.org/two');
    await userEvent.click(screen.getByRole('button', { name: 'Add' }));
    expect(await screen.findByText('whsec_once')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(screen.queryByText('whsec_once')).toBeNull());
  });
});

describe('the page of notices', () => {
  it('lists what was told, and marks it as read', async () => {
    let unread = 1;
    server.use(
      http.get(url('/notices'), () =>
        HttpResponse.json({
          items: [
            {
              id: 'n1',
              alertId: 'a',
              symbol: 'AAPL',
              title: 'AAPL rose to 250.07 USD (above 250.00 USD)',
              body: 'Sell half',
              at: '2026-06-02T10:00:00.000Z',
              readAt: unread ? null : '2026-06-02T11:00:00.000Z',
            },
          ],
          next: null,
          unread,
        }),
      ),
      http.post(url('/notices/read'), async ({ request }) => {
        await note(request);
        unread = 0;
        return HttpResponse.json({ unread });
      }),
    );
    showPage(<NoticesPage />, '/notices');
    expect(await screen.findByText('New')).toBeTruthy();
    expect(screen.getByText('Sell half')).toBeTruthy();
    await click('Mark all as read');
    await waitFor(() => expect(screen.queryByText('New')).toBeNull());
    expect(sent).toEqual(['POST /notices/read {"upTo":"n1"}']);
  });
});
