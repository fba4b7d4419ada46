import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { track } from '../../test/tracked.js';

let app: TestApp;
let ada: TestPerson;
let path: string;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register();
});
afterAll(() => app.close());
beforeEach(async () => {
  path = await track(ada);
});

const table = 'type,day,symbol,quantity,price,currency\nbuy,2024-01-01,AAPL,1,1,USD\n';

type Upload = {
  readonly send: (text: string) => void;
  readonly leave: () => void;
  readonly answer: Promise<string>;
};

/** A request of which the body is still to come. */
function begin(length: number, { type = 'text/csv', token = ada.accessToken } = {}): Upload {
  const { hostname, port } = new URL(app.origin);
  const socket = connect(Number(port), hostname);
  const answer = new Promise<string>((resolve) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      if (/\r\n\r\n.*\}$/s.test(text)) resolve(text);
    });
    socket.on('error', () => resolve(text)).on('close', () => resolve(text));
  });
  const head = [
    `POST /api/v1${path}/import HTTP/1.1`,
    `host: ${hostname}`,
    `authorization: Bearer ${token}`,
    `content-type: ${type}`,
    `content-length: ${length}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  return { send: (text) => void socket.write(text), leave: () => socket.destroy(), answer };
}

const mebibyte = 'x'.repeat(1024 * 1024);

describe('an upload', () => {
  it('of the documented example comes in', async () => {
    const answer = await ada.post(`${path}/import`, table, { 'content-type': 'text/csv' });
    expect(answer.body).toMatchObject({ format: 'tradeyard-csv', added: 1 });
  });

  it.each(['text/csv', 'application/json'])('of nobody is not read: %s', async (type) => {
    const upload = begin(60 * mebibyte.length, { type, token: 'none' });
    expect(await upload.answer).toContain('HTTP/1.1 401');
    upload.leave();
  });

  it.each(['text/csv', 'application/json; charset=utf-8'])('that is too large is told: %s', async (type) => {
    const upload = begin(80 * mebibyte.length, { type });
    for (let sent = 0; sent < 80; sent += 1) upload.send(`${mebibyte.slice(1)}\n`);
    expect(await upload.answer).toMatch(/HTTP\/1.1 4(13|22)/);
    upload.leave();
  });

  it('that breaks off leaves nothing behind, and others of the same person come in', async () => {
    for (let round = 0; round < 3; round += 1) {
      const upload = begin(1_000);
      upload.send(table);
      await sleep(20);
      upload.leave();
    }
    const { body } = await ada.post(`${path}/import`, table, { 'content-type': 'text/csv' });

    expect(body).toMatchObject({ added: 1, duplicates: 0 });
    const [open] = await app.query(
      `select count(*)::int from pg_stat_activity
       where datname = current_database() and state like 'idle in transaction%'`,
    );
    expect(open.count).toBe(0);
  });

  it('waits for those of the same person, of which there are not many, and keeps nobody else', async () => {
    const slow = begin(table.length);
    slow.send(table.slice(0, 20));
    await sleep(50);
    const rest = Array.from({ length: 6 }, () => begin(table.length));
    for (const { send } of rest) send(table);
    await sleep(100);
    const bob = await app.register();
    const other = await bob.post(`${await track(bob)}/import`, table, { 'content-type': 'text/csv' });
    expect(other.body.added).toBe(1);

    slow.send(table.slice(20));

    const answers = await Promise.all([slow, ...rest].map(({ answer }) => answer));
    const statuses = answers.map((answer) => answer.slice(9, 12));
    expect(statuses.filter((status) => status === '200')).toHaveLength(5);
    expect(statuses.filter((status) => status === '429')).toHaveLength(2);
    expect(answers.find((answer) => answer.includes(' 429 '))).toContain('too_many_requests');
    expect((await ada.get(`${path}/activities`)).body.items).toHaveLength(1);
    for (const { leave } of [slow, ...rest]) leave();
  });

  it('of JSON that is none is told at once, however long', async () => {
    const text = `{"activities":[${'1,'.repeat(5_000_000)}?]}`;
    const startMs = performance.now();
    const { status, body } = await ada.send('POST', `${path}/import`, text);
    expect([status, body.code, body.detail]).toEqual([400, 'malformed_json', 'The body is not JSON']);
    expect(performance.now() - startMs).toBeLessThan(3_000);
    const near = await ada.send('POST', `${path}/import`, '{"activities":[?]}');
    expect(near.body.detail).toBe('The body is not JSON from line 1, column 16 on');
  });
});
