import { z } from 'zod';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { eventually } from '../../test/eventually.js';
import { closeStreams, openStream, signIn, type TestStream } from '../../test/stream.js';
import { ChannelsService } from './channels.service.js';
import { ConnectionsService } from './connections.service.js';
import { messageBytesMax, messagesPerSecondMax, type StreamErrorCode } from './stream.dto.js';

// Who may connect, and what is answered to what. What channels hold is tested with the modules that have them.

let app: TestApp;
let ada: TestPerson;
let grace: TestPerson;
/** A channel for all, with what is in it now, and one that each person has of their own. */
const values = new Map<string, object>();
/** In its place, whether a value is there. */
let opening: Promise<boolean> | undefined;

beforeAll(async () => {
  app = await createTestApp({ env: { STREAM_CONNECTIONS_PER_USER: '5' } });
  [ada, grace] = [await app.register(), await app.register()];
  const description = 'of this test';
  const channel = { kind: 'value', example: 'test:x', description, data: z.object() } as const;
  const channels = app.get(ChannelsService);
  const read = (topic: string) => values.get(topic) ?? null;
  channels.register({
    ...channel,
    name: 'test',
    isPrivate: false,
    open: (topic) => opening ?? values.has(topic),
    read,
  });
  channels.register({ ...channel, name: 'own', isPrivate: true, open: () => true, read });
});
afterEach(closeStreams);
afterAll(() => app.close());

function set(topic: string, value: object): void {
  values.set(topic, value);
  app.get(ChannelsService).changed('test', topic);
  app.get(ChannelsService).changed('own', topic);
}

const error = (code: StreamErrorCode) => ({ type: 'error', code });
const protocols = (token: string) => ['tradeyard', `bearer.${token}`];

describe('somebody is let in', () => {
  it.each<[string, () => Promise<TestStream>]>([
    [
      'with a header',
      () => openStream(app.origin, { headers: { authorization: `Bearer ${ada.accessToken}` } }),
    ],
    ['with a subprotocol', () => openStream(app.origin, {}, protocols(ada.accessToken))],
    [
      'with a message',
      async () => {
        const stream = await openStream(app.origin);
        stream.send({ type: 'auth', token: ada.accessToken });
        return stream;
      },
    ],
  ])('%s, and told until when', async (_, open) => {
    const stream = await open();
    await stream.see({ type: 'ready', endsAt: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  it('and what they send before the answer is answered behind it', async () => {
    set('early', { n: 1 });
    const stream = await openStream(app.origin);
    stream.send({ type: 'auth', token: ada.accessToken });
    await stream.subscribe(['test:early']);
    expect(stream.received.map(({ type }) => type)).toEqual(['ready', 'subscribed', 'snapshot']);
  });

  it('once more with a new token, which moves the end', async () => {
    const stream = await signIn(app.origin, ada.accessToken);
    const again = await app.signIn(ada);
    stream.send({ type: 'auth', token: again.accessToken });
    await eventually(() => expect(stream.received.filter(({ type }) => type === 'ready')).toHaveLength(2));
  });
});

describe('a connection is closed that', () => {
  it.each<[string, unknown]>([
    ['subscribes first', { type: 'subscribe', channels: ['test:x'] }],
    ['has a wrong token', { type: 'auth', token: 'no.such.token' }],
  ])('%s', async (_, message) => {
    const stream = await openStream(app.origin);
    stream.send(message);
    await stream.see(error('unauthenticated'));
    await stream.seeClose(4401);
  });

  it('came with a wrong token', async () => {
    const stream = await openStream(app.origin, {}, protocols('no.such.token'));
    await stream.see(error('unauthenticated'));
    await stream.seeClose(4401);
  });

  it('has its token in the address, where servers log it', async () => {
    const stream = await openStream(app.origin, { path: `/api/v1/stream?token=${ada.accessToken}` });
    stream.send({ type: 'subscribe', channels: ['test:x'] });
    await stream.seeClose(4401);
  });

  it('is of somebody whose account is closed', async () => {
    const leaver = await app.register();
    await app.query('update "user" set closed_at = now() where id = $1', [leaver.user.id]);
    const stream = await openStream(app.origin, {}, protocols(leaver.accessToken));
    await stream.seeClose(4401);
  });

  it('passes to another person', async () => {
    const stream = await signIn(app.origin, ada.accessToken);
    stream.send({ type: 'auth', token: grace.accessToken });
    await stream.seeClose(4401);
  });

  it('sends too much at once', async () => {
    const stream = await signIn(app.origin, ada.accessToken);
    stream.send('x'.repeat(messageBytesMax + 1));
    await stream.seeClose(1009);
  });

  it('sends too often', async () => {
    const stream = await signIn(app.origin, ada.accessToken);
    for (let count = 0; count <= messagesPerSecondMax; count += 1)
      stream.send({ type: 'unsubscribe', channels: ['test:x'] });
    await stream.see(error('too_many_requests'));
    await stream.seeClose(4429);
  });

  it('asks on while its messages wait', async () => {
    const stream = await signIn(app.origin, ada.accessToken);
    const waiting = () => Math.max(...[...app.get(ConnectionsService).all()].map((each) => each.waiting));
    opening = new Promise(() => undefined);
    for (const count of [15, 30]) {
      app.clock.advance(1_000);
      for (let sent = 0; sent < 15; sent += 1) stream.send({ type: 'subscribe', channels: ['test:x'] });
      if (count === 15) await eventually(() => expect(waiting()).toBe(15));
    }
    await stream.see({ ...error('too_many_requests'), detail: expect.stringMatching(/^At most 20 .* wait/) });
    await stream.seeClose(4429);
    opening = undefined;
  });

  it('is one more than a person may have, until one of the others is gone', async () => {
    const first = await signIn(app.origin, grace.accessToken);
    for (let count = 1; count < 5; count += 1) await signIn(app.origin, grace.accessToken);
    const sixth = await openStream(app.origin, {}, protocols(grace.accessToken));
    await sixth.see(error('too_many_connections'));
    await sixth.seeClose(4409);

    first.socket.close();
    await first.seeClose(1005);
    await signIn(app.origin, grace.accessToken);
  });
});

/** Half a minute of the server's sweeping, which is a turn a second. */
function sweepRound(): void {
  for (let turn = 0; turn < 30; turn += 1) app.get(ConnectionsService).sweep();
}

describe('a connection is closed in time that', () => {
  afterEach(() => app.clock.set(new Date()));

  it.each<[string, number, () => Promise<TestStream>, StreamErrorCode, number]>([
    ['does not sign in', 10_000, () => openStream(app.origin), 'unauthenticated', 4401],
    ['never subscribes', 60_000, () => signIn(app.origin, ada.accessToken), 'idle', 4408],
  ])('%s', async (_, afterMs, open, code, closeCode) => {
    app.clock.set(new Date());
    const stream = await open();
    app.clock.advance(afterMs - 1);
    app.get(ConnectionsService).sweep();
    expect(stream.socket.readyState).toBe(stream.socket.OPEN);
    app.clock.advance(1);
    app.get(ConnectionsService).sweep();
    await stream.see(error(code));
    await stream.seeClose(closeCode);
  });

  it('has left all its channels', async () => {
    set('x', { n: 1 });
    app.clock.set(new Date());
    const stream = await (await signIn(app.origin, ada.accessToken)).subscribe(['test:x']);
    app.clock.advance(120_000);
    app.get(ConnectionsService).sweep();
    stream.send({ type: 'unsubscribe', channels: ['test:x'] });
    await stream.see({ type: 'subscribed', channels: [] });
    app.get(ConnectionsService).sweep();
    expect(stream.socket.readyState).toBe(stream.socket.OPEN);
    app.clock.advance(60_000);
    app.get(ConnectionsService).sweep();
    await stream.seeClose(4408);
  });

  it('has a token that has ended', async () => {
    set('x', { n: 1 });
    const stream = await (await signIn(app.origin, ada.accessToken)).subscribe(['test:x']);
    app.clock.set(new Date(Date.now() + 16 * 60_000));
    sweepRound();
    await stream.see(error('unauthenticated'));
    await stream.seeClose(4401);
  });

  it('answers no ping, and no other', async () => {
    set('x', { n: 1 });
    const headers = { authorization: `Bearer ${ada.accessToken}` };
    const deaf = await openStream(app.origin, { headers, autoPong: false });
    const good = await signIn(app.origin, ada.accessToken);
    await Promise.all([deaf.subscribe(['test:x']), good.subscribe(['test:x'])]);
    const pinged = [deaf, good].map(({ socket }) => new Promise((resolve) => socket.once('ping', resolve)));
    sweepRound();
    await Promise.all(pinged);
    await good.subscribe(['test:x']); // its pong came before
    sweepRound();
    await deaf.seeClose(1006);
    expect(good.socket.readyState).toBe(good.socket.OPEN);
  });
});

describe('who is signed in', () => {
  it.each([
    ['no JSON', 'not JSON'],
    ['a list', '[]'],
    ['nothing', 'null'],
    ['an unknown message', '{"type":"dance"}'],
    ['no list of channels', '{"type":"subscribe","channels":"test:x"}'],
    ['an empty list', '{"type":"subscribe","channels":[]}'],
    ['something that no message has', '{"type":"subscribe","channels":["test:x"],"all":true}'],
    ['a number that is none', '{"type":"subscribe","channels":["test:x"],"since":{"test:x":"1"}}'],
    ['a number below zero', '{"type":"subscribe","channels":["test:x"],"since":{"test:x":-1}}'],
    ['a name that is too long', `{"type":"subscribe","channels":["test:${'x'.repeat(60)}"]}`],
    ['a character that is none', '{"type":"subscribe","channels":["test:\\u0000"]}'],
    ['bytes', Buffer.from('{"type":"subscribe","channels":["test:x"]}')],
  ])('hears what is wrong with %s and stays', async (_, message) => {
    const stream = await signIn(app.origin, ada.accessToken);
    stream.socket.send(message);
    await stream.see(error('validation_failed'));
    set('x', { n: 1 });
    await stream.subscribe(['test:x']);
  });

  it('hears of channels that are not there, and gets the others', async () => {
    set('x', { n: 1 });
    const stream = await signIn(app.origin, ada.accessToken);
    await stream.subscribe(['test:none', 'test:x', 'test', 'test:', 'x', '', `own:${grace.user.id}`]);
    await stream.see({
      ...error('channel_not_found'),
      channels: ['test:none', 'test', 'test:', 'x', '', `own:${grace.user.id}`],
    });
    await stream.see({ type: 'subscribed', channels: ['test:x'] });
  });

  it('may watch so many channels and no more', async () => {
    const names = Array.from({ length: 201 }, (_, number) => `many-${number}`);
    for (const name of names) values.set(name, {});
    const channels = names.map((name) => `test:${name}`);
    const stream = await signIn(app.origin, ada.accessToken);
    await stream.subscribe(channels.slice(0, 200));
    await stream.subscribe(channels.slice(199));
    await stream.see({ ...error('too_many_channels'), channels: ['test:many-200'] });
    stream.send({ type: 'unsubscribe', channels: ['test:many-0'] });
    await stream.subscribe(['test:many-200']);
    const last = stream.received.findLast(({ type }) => type === 'subscribed');
    expect(last).toMatchObject({ channels: expect.arrayContaining(['test:many-200']) });
  });

  it('gets what is theirs and never what is somebody else’s', async () => {
    set(ada.user.id, { of: 'ada' });
    set(grace.user.id, { of: 'grace' });
    const [hers, theirs] = [
      await signIn(app.origin, ada.accessToken),
      await signIn(app.origin, grace.accessToken),
    ];
    await Promise.all([hers.subscribe(['own']), theirs.subscribe(['own'])]);
    expect([hers.value('own'), theirs.value('own')]).toEqual([{ of: 'ada' }, { of: 'grace' }]);

    set(grace.user.id, { of: 'grace', more: 1 });
    await eventually(() => expect(theirs.value('own')).toEqual({ of: 'grace', more: 1 }));
    await hers.subscribe(['own']);
    expect(hers.of('own').map(({ data }) => data)).toEqual([{ of: 'ada' }, { of: 'ada' }]);
  });
});
