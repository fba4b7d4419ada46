import { SchedulerRegistry } from '@nestjs/schedule';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addAcme, beginPrices, move, settled } from '../../test/alerts.js';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { hang, status, WebhookServer } from '../../test/webhook-server.js';
import { DeliveriesJob } from './deliveries.job.js';
import { SenderPatience } from './webhook-sender.service.js';

const clock = new TestClock();
const start = new Date();
let app: TestApp;
let careful: TestApp;
let ada: TestPerson;
let bob: TestPerson;
let server: WebhookServer;
beforeAll(async () => {
  app = await createTestApp({ clock, env: { WEBHOOK_PRIVATE_ADDRESSES: 'allow' } });
  careful = await createTestApp({ clock, databaseUrl: app.databaseUrl });
  for (const each of [app, careful]) each.get(SchedulerRegistry).deleteInterval('deliveries');
  await addAcme(app);
  bob = await app.register();
  server = await WebhookServer.start();
});
afterAll(async () => {
  server.close();
  await careful.close();
  await app.close();
});
beforeEach(async () => {
  clock.set(start);
  await app.query('delete from delivery');
  await app.query('delete from alert');
  server.received.length = 0;
  ada = await app.register();
});

const nobodys = '00000000-0000-7000-8000-000000000000';
const create = async (url = server.url) => (await ada.post('/alerts/webhooks', { url })).body;
const channels = async () => (await ada.get('/alerts/channels')).body;

it('are added, listed without their secret, and deleted', async () => {
  expect((await channels()).items[0]).toMatchObject({ channel: 'webhook', available: false });
  const { status: answered, body } = await ada.post('/alerts/webhooks', { url: server.url });
  expect([answered, body]).toEqual([
    201,
    {
      id: expect.any(String),
      url: server.url,
      createdAt: start.toISOString(),
      oldSecretUntil: null,
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
    },
  ]);
  const { secret, ...shown } = body;
  expect((await ada.get('/alerts/webhooks')).body).toEqual({ items: [shown], next: null });
  expect((await channels()).items[0]).toEqual({
    channel: 'webhook',
    available: true,
    reason: null,
    address: null,
  });
  const [row] = await app.query('select * from webhook where id = $1', [body.id]);
  expect(`${JSON.stringify(row)} ${row.secret.toString('latin1')}`).not.toContain(secret.slice(6, 30));
  expect((await ada.delete(`/alerts/webhooks/${body.id}`)).status).toBe(204);
  expect((await ada.delete(`/alerts/webhooks/${body.id}`)).body.code).toBe('webhook_not_found');
});

it('have room for five, also at the same instant', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => ada.post('/alerts/webhooks', { url: server.url })),
  );
  expect(answers.filter((each) => each.status === 201)).toHaveLength(5);
  expect(new Set(answers.flatMap(({ body }) => body.code ?? []))).toEqual(new Set(['too_many_webhooks']));
});

it.each([
  [{}, 400, 'validation_failed'],
  [{ url: 5 }, 400, 'validation_failed'],
  [{ url: `https://example.org/${'x'.repeat(500)}` }, 400, 'validation_failed'],
  [{ url: 'ftp://example.org' }, 422, 'webhook_address_refused'],
  [{ url: 'http://169.254.169.254/' }, 422, 'webhook_address_refused'],
])('refuse %j', async (body, answered, code) => {
  const { status: is, body: problem } = await (await careful.signIn(ada)).post('/alerts/webhooks', body);
  expect([is, problem.code, problem.errors[0].field]).toEqual([answered, code, 'url']);
});

it.each([
  ['DELETE', ''],
  ['POST', '/test'],
  ['POST', '/secret'],
  ['GET', '/deliveries'],
])('are not there for somebody else: %s %s', async (method, path) => {
  const { id } = await create();
  for (const other of [id, nobodys, 'nonsense']) {
    const { status: is, body } = await bob.send(method, `/alerts/webhooks/${other}${path}`);
    expect([is, body.code]).toEqual([404, 'webhook_not_found']);
  }
  expect((await bob.get('/alerts/webhooks')).body.items).toEqual([]);
  expect((await ada.get('/alerts/webhooks')).body.items).toHaveLength(1);
});

it('are tried out, and say what came of it', async () => {
  const { id, secret } = await create();
  const test = () => ada.post(`/alerts/webhooks/${id}/test`);
  expect((await test()).body).toEqual({
    delivered: true,
    answer: 200,
    fault: null,
    durationMs: expect.any(Number),
  });
  const [message] = server.received;
  expect(new Webhook(secret).verify(message?.body ?? '', message?.headers as Record<string, string>)).toEqual(
    { type: 'test', timestamp: start.toISOString(), data: { webhookId: id } },
  );

  const [first, second] = await Promise.all([test(), test()]);
  expect([first.status, second.status]).toEqual([429, 429]);
  server.answers.push(status(500), hang);
  clock.advance(5_000);
  expect((await test()).body).toMatchObject({ delivered: false, fault: 'The receiver answered 500' });
  clock.advance(5_000);
  const patience = app.get(SenderPatience);
  const { timeoutMs } = patience;
  Object.assign(patience, { timeoutMs: 300 });
  const fault = 'There was no answer within 0.3 seconds';
  expect((await test()).body).toMatchObject({ delivered: false, fault });
  Object.assign(patience, { timeoutMs });
});

it('change their secret, while the old one is good for another day', async () => {
  const { id, secret } = await create();
  const { body } = await ada.post(`/alerts/webhooks/${id}/secret`);
  expect(body).toMatchObject({ id, oldSecretUntil: new Date(start.getTime() + 86_400_000).toISOString() });
  expect(body.secret).not.toBe(secret);
  const verifies = (by: string) => {
    const { body: text = '', headers = {} } = server.received.at(-1) ?? {};
    // Whoever receives it looks at a clock of their own.
    const [signedAt, sent] = [Number(headers['webhook-timestamp']), text];
    const signature = new Webhook(by).sign(String(headers['webhook-id']), new Date(signedAt * 1000), sent);
    return String(headers['webhook-signature']).split(' ').includes(signature);
  };
  await ada.post(`/alerts/webhooks/${id}/test`);
  expect([verifies(secret), verifies(body.secret)]).toEqual([true, true]);
  clock.advance(86_400_000);
  await ada.post(`/alerts/webhooks/${id}/test`);
  expect([verifies(secret), verifies(body.secret)]).toEqual([false, true]);
});

it('cannot sign any more after AUTH_SECRET has changed, and say so', async () => {
  const { id } = await create();
  const env = {
    AUTH_SECRET: 'another secret, which is as long as it has to be',
    WEBHOOK_PRIVATE_ADDRESSES: 'allow',
  };
  const changed = await createTestApp({ clock, databaseUrl: app.databaseUrl, env });
  const { body } = await (await changed.signIn(ada)).post(`/alerts/webhooks/${id}/test`);
  await changed.close();
  expect(body).toMatchObject({ delivered: false, fault: expect.stringContaining('AUTH_SECRET has changed') });
  expect(server.received).toEqual([]);
});

it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])(
  'that lead into the network of the server get nothing: %s',
  async (host) => {
    const { id } = await create(`http://${host}:${server.port}/hook`);
    beginPrices(app, 'ACME', '200.00');
    await ada.post('/alerts', { symbol: 'ACME', kind: 'above', price: '210', channels: ['webhook'] });
    await settled(app);
    await move(app, 'ACME', '211');
    await careful.get(DeliveriesJob).run();
    const fault = 'The address is of a private network, where this server sends nothing';
    expect((await ada.get(`/alerts/webhooks/${id}/deliveries`)).body.items).toMatchObject([
      { status: 'given_up', attempts: 1, answer: null, fault },
    ]);
    expect(server.received).toEqual([]);
  },
);
