import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SchedulerRegistry } from '@nestjs/schedule';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAcme, beginPrices, move, settled } from '../../test/alerts.js';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { DeliveriesJob } from './deliveries.job.js';

type Mail = { readonly from: string; readonly to: string[]; readonly text: string };

const clock = new TestClock();
const mails: Mail[] = [];
const refusals: number[] = [];
let server: SMTPServer;
let app: TestApp;
let ada: TestPerson;

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: (stream: SMTPServerDataStream, session, callback) => {
      let text = '';
      stream.setEncoding('utf8');
      stream.on('data', (part: string) => (text += part));
      stream.on('end', () => {
        const responseCode = refusals.shift();
        if (responseCode) {
          callback(Object.assign(new Error('not now'), { responseCode }));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        mails.push({ from, to: rcptTo.map(({ address }) => address), text });
        callback();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  clock.set('2026-05-04T10:00:00Z');
  app = await createTestApp({
    clock,
    env: {
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      MAIL_FROM: 'Tradeyard <alerts@example.org>',
      PUBLIC_URL: 'https://trade.example.org',
    },
  });
  app.get(SchedulerRegistry).deleteInterval('deliveries');
  await addAcme(app);
});
afterAll(async () => {
  await app.close();
  await new Promise<void>((done) => server.close(done));
});
beforeEach(async () => {
  clock.set('2026-05-04T10:00:00Z');
  mails.length = 0;
  for (const table of ['delivery', 'alert']) await app.query(`delete from ${table}`);
  ada = await app.register();
});

async function fire(more: object = {}): Promise<void> {
  beginPrices(app, 'ACME', '200.00');
  const alert = { symbol: 'ACME', kind: 'above', price: '210', channels: ['email'], ...more };
  const { status, body } = await ada.post('/alerts', alert);
  if (status !== 201) throw new Error(JSON.stringify(body));
  await settled(app);
  await move(app, 'ACME', '211');
}

const deliver = (): Promise<void> => app.get(DeliveriesJob).run();
const deliveries = () =>
  app.query('select status, attempts, answer, fault from delivery where user_id = $1', [ada.user.id]);

/** A mail's text with the encoding of its lines undone. */
const readable = (text = ''): string =>
  text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

describe('email', () => {
  it('is possible where the server says how', async () => {
    const { body } = await ada.get('/alerts/channels');
    const email = { channel: 'email', available: true, reason: null, address: ada.user.email };
    expect(body.items).toContainEqual(email);
  });

  it('says what happened, as text and as a page, and how to have no more', async () => {
    await fire({ note: 'Sell <b>half</b> & rest' });
    await deliver();
    const [mail] = mails;
    const text = readable(mail?.text);
    expect([mail?.from, mail?.to]).toEqual(['alerts@example.org', [ada.user.email]]);
    expect(text).toContain('From: Tradeyard <alerts@example.org>');
    expect(text).toContain('Subject: ACME rose to 211.00 USD (above 210.00 USD)');
    expect(text).toContain('Auto-Submitted: auto-generated');
    expect(text).toContain('Sell <b>half</b> & rest');
    expect(text).toContain('<p>Sell &lt;b&gt;half&lt;/b&gt; &amp; rest</p>');
    expect(text).toContain('https://trade.example.org/alerts');
    expect(await deliveries()).toEqual([{ status: 'delivered', attempts: 1, answer: 250, fault: null }]);
  });

  it('is tried again when the server is busy, as the same message', async () => {
    refusals.push(451);
    await fire();
    await deliver();
    expect(await deliveries()).toEqual([
      { status: 'pending', attempts: 1, answer: 451, fault: 'The mail server answered 451' },
    ]);
    clock.advance(6_000);
    await deliver();
    expect([mails.length, await deliveries()]).toEqual([
      1,
      [{ status: 'delivered', attempts: 2, answer: 250, fault: null }],
    ]);
    const [{ id }] = await app.query('select id from delivery where user_id = $1', [ada.user.id]);
    expect(mails[0]?.text).toContain(`Message-ID: <${id}@trade.example.org>`);
  });

  it('is given up when the server will not have it', async () => {
    refusals.push(550);
    await fire();
    await deliver();
    expect(await deliveries()).toMatchObject([{ status: 'given_up', attempts: 1, answer: 550 }]);
  });

  it('fills nobody’s inbox', async () => {
    await app.query(
      `insert into delivery (id, user_id, channel, payload, status, attempts, due_at, created_at)
       select gen_random_uuid(), $1, 'email', '{}', 'delivered', 1, $2, $2 from generate_series(1, 49)`,
      [ada.user.id, clock.now()],
    );
    await fire();
    await fire();
    await deliver();
    expect([mails.length, (await ada.get('/notices')).body.items.length]).toEqual([1, 2]);
  });
});
