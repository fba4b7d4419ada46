import { v7 as uuid } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAcme, beginPrices, move, settled } from '../../test/alerts.js';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { eventually } from '../../test/eventually.js';
import { closeStreams, signIn, type TestStream } from '../../test/stream.js';
import { AlertsJob } from './alerts.job.js';

let app: TestApp;
let other: TestApp;
let ada: TestPerson;
let bob: TestPerson;
const clock = new TestClock();
beforeAll(async () => {
  clock.set(new Date());
  app = await createTestApp({ clock });
  other = await createTestApp({ clock, databaseUrl: app.databaseUrl });
  await addAcme(app);
  bob = await app.register();
});
afterEach(closeStreams);
afterAll(async () => {
  await other.close();
  await app.close();
});
beforeEach(async () => {
  ada = await app.register();
});

async function fire(note: string): Promise<void> {
  beginPrices(app, 'ACME', '200.00');
  await ada.post('/alerts', { symbol: 'ACME', kind: 'above', price: '210', note });
  await settled(app);
  await move(app, 'ACME', '211');
}

type Shown = { id: string; body: string; readAt: string | null };
const list = async (query = ''): Promise<{ items: Shown[]; next: string | null; unread: number }> =>
  (await ada.get(`/notices${query}`)).body;
const notesOf = ({ items }: { items: Shown[] }): string[] => items.map(({ body }) => body);

describe('notices', () => {
  it('are listed newest first, page by page, with how many are not read', async () => {
    for (const note of ['a', 'b', 'c']) await fire(note);
    const first = await list('?limit=2');
    expect([notesOf(first), first.unread]).toEqual([['c', 'b'], 3]);
    const second = await list(`?limit=2&cursor=${first.next}`);
    expect([notesOf(second), second.next, second.unread]).toEqual([['a'], null, 3]);
  });

  it('are read one by one, or all up to one', async () => {
    for (const note of ['a', 'b', 'c', 'd']) await fire(note);
    const [d, c, b, a] = (await list()).items;
    const read = (body: object) => ada.post('/notices/read', body);
    expect((await read({ ids: [d?.id, a?.id] })).body).toEqual({ unread: 2 });
    expect((await read({ ids: [d?.id] })).body).toEqual({ unread: 2 });
    expect(notesOf(await list('?unread=true'))).toEqual(['c', 'b']);
    expect((await read({ upTo: b?.id })).body).toEqual({ unread: 1 });
    expect((await read({ upTo: d?.id })).body).toEqual({ unread: 0 });
    expect((await list()).items.every(({ readAt }) => readAt !== null)).toBe(true);
    expect(c?.readAt).toBeNull();
  });

  it.each([
    ['nothing', {}, 400, 'validation_failed'],
    ['both', { ids: [uuid()], upTo: uuid() }, 400, 'validation_failed'],
    ['no ids', { ids: [] }, 400, 'validation_failed'],
    ['too many ids', { ids: Array.from({ length: 201 }, () => uuid()) }, 400, 'validation_failed'],
    ['what is no id', { ids: ['x'] }, 400, 'validation_failed'],
    ['up to nobody knows what', { upTo: uuid() }, 404, 'notice_not_found'],
  ])('are not read by %s', async (_, body, status, code) => {
    const answer = await ada.post('/notices/read', body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('are nobody else’s', async () => {
    await fire('a');
    const [notice] = (await list()).items;
    expect((await bob.get('/notices')).body).toEqual({ items: [], next: null, unread: 0 });
    expect((await bob.post('/notices/read', { upTo: notice?.id })).body.code).toBe('notice_not_found');
    expect((await bob.post('/notices/read', { ids: [notice?.id] })).body).toEqual({ unread: 0 });
    expect((await list()).unread).toBe(1);
  });

  it('are forgotten after a while, as are alerts that ended and what was sent', async () => {
    await fire('old');
    await ada.post('/alerts', { symbol: 'ACME', kind: 'above', price: '999' });
    const beforeMs = clock.now().getTime();
    clock.set(new Date(beforeMs + 91 * 86_400_000));
    await app.get(AlertsJob).prune();
    clock.set(new Date(beforeMs));
    expect((await list()).items).toEqual([]);
    expect((await ada.get('/alerts')).body.items).toMatchObject([{ status: 'active' }]);
  });
});

describe('whoever watches notices', () => {
  const of = (stream: TestStream, type: string) =>
    stream.of('notices').filter((message) => message.type === type);

  it('begins with the newest, and gets each new one at every process, and what came meanwhile', async () => {
    await fire('before');
    const streams = [await signIn(app.origin, ada.accessToken), await signIn(other.origin, ada.accessToken)];
    for (const stream of streams) await stream.subscribe(['notices']);
    for (const stream of streams)
      await eventually(() =>
        expect(of(stream, 'snapshot')[0]?.data).toMatchObject({ items: [{ body: 'before' }], unread: 1 }),
      );
    await fire('now');
    for (const stream of streams)
      await eventually(() =>
        expect(of(stream, 'event').map(({ data }) => (data as Shown).body)).toEqual(['now']),
      );
    const [shown] = (await list()).items;
    expect(of(streams[0] as TestStream, 'event')[0]?.data).toEqual(shown);
    expect(of(streams[0] as TestStream, 'event')[0]?.seq).toBe(2);
  });
});
