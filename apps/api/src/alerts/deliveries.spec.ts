import { SchedulerRegistry } from '@nestjs/schedule';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAcme, beginPrices, move, settled } from '../../test/alerts.js';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { eventually } from '../../test/eventually.js';
import { drop, flood, hang, status, WebhookServer } from '../../test/webhook-server.js';
import { DeliveriesJob } from './deliveries.job.js';
import { attemptsMax, pauseAfter } from './delivery-schedule.dto.js';
import { SenderPatience } from './webhook-sender.service.js';

const clock = new TestClock();
const start = new Date(); // whoever verifies a signature looks at the time
let app: TestApp;
let ada: TestPerson;
let server: WebhookServer;
const env = { WEBHOOK_PRIVATE_ADDRESSES: 'allow' };

beforeAll(async () => {
  app = await createTestApp({ clock, env });
  await addAcme(app);
  app.get(SchedulerRegistry).deleteInterval('deliveries'); // they leave when the test says so
});
afterAll(() => app.close());
beforeEach(async () => {
  clock.set(start);
  limit(10_000);
  await app.query('delete from delivery');
  await app.query('delete from alert');
  ada = await app.register();
  server = await WebhookServer.start();
  beginPrices(app, 'ACME', '200.00');
  return () => server.close();
});

type Made = { id: string; secret: string };
type Shown = Record<string, unknown> & { dueAt: string | null };

async function addWebhook(url = server.url): Promise<Made> {
  const { status: answered, body } = await ada.post('/alerts/webhooks', { url });
  if (answered !== 201) throw new Error(JSON.stringify(body));
  return body;
}

/** Fires an alert that is told to all webhooks. */
async function fire(note?: string): Promise<void> {
  beginPrices(app, 'ACME', '200.00');
  await ada.post('/alerts', { symbol: 'ACME', kind: 'above', price: '210', channels: ['webhook'], note });
  await settled(app);
  await move(app, 'ACME', '211');
}

/** How long a receiver may take: on a busy machine a short limit ends also what is not slow. */
const limit = (timeoutMs: number) => Object.assign(app.get(SenderPatience), { timeoutMs });
const deliver = (by = app): Promise<void> => by.get(DeliveriesJob).run();
const listOf = async ({ id }: Made): Promise<Shown[]> =>
  (await ada.get(`/alerts/webhooks/${id}/deliveries`)).body.items;

describe('a message to a webhook', () => {
  it('says what happened, signed so that the library of the standard believes it', async () => {
    const webhook = await addWebhook();
    await fire('Sell "half"');
    await deliver();

    const [message] = server.received;
    const verified = new Webhook(webhook.secret).verify(
      message?.body ?? '',
      message?.headers as Record<string, string>,
    );
    const [notice] = (await ada.get('/notices')).body.items;
    expect(verified).toEqual({
      type: 'alert.fired',
      timestamp: clock.now().toISOString(),
      data: {
        alertId: notice.alertId,
        noticeId: notice.id,
        title: 'ACME rose to 211.00 USD (above 210.00 USD)',
        note: 'Sell "half"',
        symbol: 'ACME',
        currency: 'USD',
        firedPrice: '211.00',
        kind: 'above',
        price: '210',
        percent: null,
        direction: null,
      },
    });
    const [delivery] = await listOf(webhook);
    expect(delivery).toMatchObject({
      id: message?.headers['webhook-id'],
      status: 'delivered',
      attempts: 1,
      answer: 200,
      fault: null,
      dueAt: null,
      endedAt: expect.any(String),
    });
    const other = new Webhook((await addWebhook()).secret);
    expect(() => other.verify(message?.body ?? '', message?.headers as Record<string, string>)).toThrow();
  });

  it.each([
    ['200', status(204), { status: 'delivered', answer: 204, fault: null }, null],
    ['500', status(500), { status: 'pending', answer: 500, fault: 'The receiver answered 500' }, 5],
    ['404', status(404), { status: 'pending', answer: 404, fault: 'The receiver answered 404' }, 5],
    ['429 with seconds', status(429, { 'retry-after': '120' }), { status: 'pending', answer: 429 }, 120],
    [
      '503 with a date',
      status(503, { 'retry-after': new Date(start.getTime() + 601_000).toUTCString() }),
      { answer: 503 },
      599,
    ],
    ['429 for years', status(429, { 'retry-after': '99999999' }), { status: 'pending' }, 8 * 3600],
    ['410', status(410), { status: 'given_up', answer: 410 }, null],
    [
      'a redirect',
      status(302, { location: '/elsewhere' }),
      { status: 'pending', answer: 302, fault: 'The receiver answered 302: redirects are not followed' },
      5,
    ],
    ['nothing', hang, { status: 'pending', answer: null, fault: 'There was no answer within 1 seconds' }, 5],
    ['without end', flood, { status: 'delivered', answer: 200 }, null],
  ])('that is answered %s', async (_, answer, expected, pauseSeconds) => {
    const webhook = await addWebhook();
    server.answers.push(answer);
    await fire();
    if (answer === hang) limit(1_000);
    await deliver();
    const [delivery] = await listOf(webhook);
    expect(delivery).toMatchObject({ attempts: 1, ...expected });
    expect(server.received.map(({ path }) => path)).toEqual(['/hook']);
    const pauseMs = delivery?.dueAt ? Date.parse(delivery.dueAt) - clock.now().getTime() : null;
    if (pauseSeconds === null) expect(pauseMs).toBeNull();
    else {
      expect(pauseMs).toBeGreaterThanOrEqual(pauseSeconds * 1000);
      expect(pauseMs).toBeLessThanOrEqual(pauseSeconds * 1200 + 2_400);
    }
  });

  it('is tried again under the same id, byte for byte', async () => {
    const webhook = await addWebhook();
    server.answers.push(status(500), drop);
    await fire();
    await deliver();
    await deliver(); // not yet
    for (const pauseMs of [6_000, 72_000]) {
      clock.advance(pauseMs);
      await deliver();
    }
    expect(await listOf(webhook)).toMatchObject([{ status: 'delivered', attempts: 3, fault: null }]);
    expect(server.received).toHaveLength(3);
    expect(new Set(server.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(server.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(server.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3);
  });

  it('is given up after a day or so, and its owner sees it', async () => {
    const webhook = await addWebhook();
    server.answers.push(...Array.from({ length: 20 }, () => status(500)));
    await fire();
    for (let times = 0; times < attemptsMax + 3; times += 1) {
      await deliver();
      clock.advance(10 * 3_600_000);
    }
    expect(await listOf(webhook)).toMatchObject([{ status: 'given_up', attempts: attemptsMax, answer: 500 }]);
    expect(server.received).toHaveLength(attemptsMax);
  });

  it('waits for a receiver that is not there', async () => {
    const webhook = await addWebhook('http://127.0.0.1:1/');
    await fire();
    await deliver();
    expect(await listOf(webhook)).toMatchObject([{ status: 'pending', fault: 'The connection was refused' }]);
  });

  it('is tried by another process when the first one ended in the middle', async () => {
    const webhook = await addWebhook();
    await fire();
    await app.query(`update delivery set attempts = 1, due_at = $1`, [
      new Date(clock.now().getTime() + 60_000),
    ]);
    await deliver();
    expect(server.received).toHaveLength(0);
    clock.advance(60_000);
    await deliver();
    expect(await listOf(webhook)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  });

  it('goes once, although several processes share the work', async () => {
    const webhook = await addWebhook();
    for (let times = 0; times < 8; times += 1) await fire();
    const other = await createTestApp({ clock, env, databaseUrl: app.databaseUrl });
    await Promise.all([deliver(), deliver(other), deliver(), deliver(other)]);
    await deliver();
    await other.close();
    const ids = server.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([8, 8]);
    expect((await listOf(webhook)).every(({ status: is }) => is === 'delivered')).toBe(true);
  });

  it('does not wait for the webhook of somebody else that hangs', async () => {
    const slow = await addWebhook(server.url);
    server.answers.push(...Array.from({ length: 6 }, () => hang));
    for (let times = 0; times < 6; times += 1) await fire();
    ada = await app.register();
    const quick = await WebhookServer.start();
    const webhook = await addWebhook(quick.url);
    await fire();
    const delivering = [deliver(), deliver()];
    await eventually(async () => expect(await listOf(webhook)).toMatchObject([{ status: 'delivered' }]));
    quick.close();
    server.close();
    await Promise.all(delivering);
    expect(slow.id).not.toBe(webhook.id);
  });

  it('goes to each of several, and with a webhook what was to be sent to it', async () => {
    const [one, two] = [await addWebhook(), await addWebhook('http://127.0.0.1:1/')];
    await fire();
    expect((await ada.delete(`/alerts/webhooks/${two.id}`)).status).toBe(204);
    await deliver();
    expect(await listOf(one)).toMatchObject([{ status: 'delivered' }]);
    expect(await app.query('select from delivery where webhook_id = $1', [two.id])).toEqual([]);
  });
});

it('grows its pauses to about a day in all', () => {
  const pauses = Array.from({ length: attemptsMax }, (_, index) => pauseAfter(index + 1, 0, 0));
  expect(pauses.at(-1)).toBeNull();
  const growing = pauses.slice(0, -1).map(Number);
  expect(growing).toEqual(growing.toSorted((a, b) => a - b));
  const hours = growing.reduce((sum, pause) => sum + pause, 0) / 3_600_000;
  expect([hours > 22, hours < 26]).toEqual([true, true]);
  expect([pauseAfter(1, 0, 0.5), pauseAfter(1, 60_000, 0), pauseAfter(1, 10 ** 9, 0)]).toEqual([
    5_500, 60_000, 28_800_000,
  ]);
});
