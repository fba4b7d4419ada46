import { z } from 'zod';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { eventually } from '../../test/eventually.js';
import { closeStreams, signIn, type TestStream } from '../../test/stream.js';
import { BroadcastService } from './broadcast.service.js';
import { ChannelsService } from './channels.service.js';
import { ConnectionsService } from './connections.service.js';

let app: TestApp;
let ada: TestPerson;
let grace: TestPerson;
const values = new Map<string, object>();

beforeAll(async () => {
  app = await createTestApp();
  [ada, grace] = [await app.register(), await app.register()];
  app.get(ChannelsService).register({
    kind: 'value',
    name: 'test',
    isPrivate: false,
    example: 'test:x',
    description: 'of this test',
    data: z.object(),
    open: (topic) => values.has(topic),
    read: (topic) => values.get(topic) ?? null,
  });
});
afterEach(closeStreams);
afterAll(() => app.close());

function set(topic: string, value: object): void {
  values.set(topic, value);
  app.get(ChannelsService).changed('test', topic);
}

describe('who comes back', () => {
  const last = (stream: TestStream, channel: string) => ({ [channel]: stream.of(channel).at(-1)?.seq ?? -1 });

  it('is sent a value only if it differs', async () => {
    set('same', { n: 1 });
    set('other', { n: 1 });
    const stream = await (await signIn(app.origin, ada.accessToken)).subscribe(['test:same', 'test:other']);
    const since = { ...last(stream, 'test:same'), ...last(stream, 'test:other') };
    stream.socket.terminate();
    await stream.seeClose(1006);
    set('same', { n: 1 });
    set('other', { n: 2 });

    const back = await (
      await signIn(app.origin, ada.accessToken)
    ).subscribe(['test:same', 'test:other'], since);
    expect(back.of('test:same')).toEqual([]);
    expect(back.of('test:other')).toMatchObject([{ type: 'snapshot', data: { n: 2 } }]);
    set('same', { n: 3 });
    await eventually(() =>
      expect(back.of('test:same')).toMatchObject([
        { type: 'change', seq: (since['test:same'] ?? 0) + 1, data: { n: 3 } },
      ]),
    );
  });

  it('is sent a value whose number another process gave', async () => {
    set('far', { n: 1 });
    const stream = await (
      await signIn(app.origin, ada.accessToken)
    ).subscribe(['test:far'], { 'test:far': 1 });
    expect(stream.of('test:far')).toMatchObject([{ type: 'snapshot', data: { n: 1 } }]);
  });
});

it('keeps for a client that does not read no more than a frame or two, and then sends the newest', async () => {
  const filler = (n: number) => `${n}${'x'.repeat(100_000)}`;
  set('big', { n: 0, filler: filler(0) });
  const [slow, good] = await Promise.all([
    signIn(app.origin, ada.accessToken),
    signIn(app.origin, grace.accessToken),
  ]);
  await Promise.all([slow.subscribe(['test:big']), good.subscribe(['test:big'])]);
  const unread = () =>
    Math.max(...[...app.get(ConnectionsService).all()].map(({ unreadBytes }) => unreadBytes));
  slow.socket.pause();
  // What the kernel keeps for it comes first: some megabytes.
  let most = 0;
  for (let n = 1; n <= 120; n += 1) {
    set('big', { n, filler: filler(n) });
    app.get(BroadcastService).flush();
    most = Math.max(most, unread());
    if (n % 10 === 0) await eventually(() => expect(good.value('test:big')).toMatchObject({ n }));
  }
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(64 * 1024 + 2 * 100_100);
  expect(good.of('test:big').length).toBeGreaterThan(100);

  slow.socket.resume();
  await eventually(() => expect(slow.value('test:big')).toMatchObject({ n: 120 }));
  expect(slow.of('test:big').length).toBeLessThan(110);
  expect(slow.of('test:big').at(-1)?.type).toBe('snapshot');
});

it.each([0, 100, 123, 124, 125, 126, 65_000, 65_533, 65_534, 70_000])(
  'frames a text of %i characters as the protocol has it',
  async (length) => {
    set('x', { text: 'é'.repeat(length / 2) });
    const stream = await (await signIn(app.origin, ada.accessToken)).subscribe(['test:x']);
    expect(stream.value('test:x')).toEqual({ text: 'é'.repeat(length / 2) });
  },
);
