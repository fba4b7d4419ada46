import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StreamClient, type StreamStatus, type StreamUpdate } from './stream-client.js';

/** A server's end: what was sent to it, and what it says. */
class FakeSocket extends EventTarget {
  static opened: FakeSocket[] = [];
  readonly sent: unknown[] = [];

  constructor() {
    super();
    FakeSocket.opened.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.dispatchEvent(new Event('close'));
  }

  open(): void {
    this.dispatchEvent(new Event('open'));
    this.say({ type: 'ready', endsAt: new Date(Date.now() + 15 * 60_000).toISOString() });
  }

  say(...messages: object[]): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(messages) }));
  }
}

const statuses: StreamStatus[] = [];
let stream: StreamClient;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  FakeSocket.opened = [];
  statuses.length = 0;
  let tokens = 0;
  stream = new StreamClient({
    url: 'ws://localhost/api/v1/stream',
    accessToken: () => Promise.resolve('good'),
    renewedToken: () => Promise.resolve(`new ${(tokens += 1)}`),
    onStatus: (status) => statuses.push(status),
  });
  await vi.advanceTimersByTimeAsync(0);
});
afterEach(() => {
  stream.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const socket = (place = 0): FakeSocket => FakeSocket.opened[place] as FakeSocket;

it('signs in, then asks for all that was watched together', async () => {
  stream.watch('quotes:AAPL', () => undefined);
  stream.watch('quotes:TSLA', () => undefined);
  socket().open();
  await vi.advanceTimersByTimeAsync(0);
  expect(socket().sent).toEqual([
    { type: 'auth', token: 'good' },
    { type: 'subscribe', channels: ['quotes:AAPL', 'quotes:TSLA'] },
  ]);
  expect(statuses).toEqual(['open']);
});

it('puts a value together from its changes, for everybody who watches it, also later', async () => {
  const seen: StreamUpdate[] = [];
  const leave = stream.watch('portfolio', (update) => seen.push(update));
  socket().open();
  const channel = 'portfolio';
  socket().say({ type: 'snapshot', channel, seq: 7, data: { cash: '1', total: { value: '5', gain: null } } });
  socket().say({ type: 'change', channel, seq: 8, data: { total: { value: '6' } } });
  const now = { data: { cash: '1', total: { value: '6', gain: null } }, isEvent: false };
  expect(seen.at(-1)).toEqual(now);
  const later: StreamUpdate[] = [];
  const leaveLater = stream.watch('portfolio', (update) => later.push(update));
  expect(later).toEqual([now]);

  leave();
  await vi.advanceTimersByTimeAsync(0);
  expect(socket().sent.at(-1)).not.toMatchObject({ type: 'unsubscribe' });
  leaveLater();
  await vi.advanceTimersByTimeAsync(0);
  expect(socket().sent.at(-1)).toEqual({ type: 'unsubscribe', channels: ['portfolio'] });
});

it('comes back after a break and goes on from the numbers it has seen', async () => {
  const seen: StreamUpdate[] = [];
  stream.watch('orders', (update) => seen.push(update));
  stream.watch('quotes:AAPL', () => undefined);
  socket().open();
  socket().say({ type: 'event', channel: 'orders', seq: 41, data: { id: 'a' } });
  socket().close();
  expect(statuses).toEqual(['open', 'down']);
  await vi.advanceTimersByTimeAsync(1_000);
  socket(1).open();
  expect(socket(1).sent.at(-1)).toEqual({
    type: 'subscribe',
    channels: ['orders', 'quotes:AAPL'],
    since: { orders: 41 },
  });
  socket(1).say({ type: 'event', channel: 'orders', seq: 42, data: { id: 'b' } });
  expect(seen.map(({ data }) => data)).toEqual([{ id: 'a' }, { id: 'b' }]);
  expect(statuses).toEqual(['open', 'down', 'open']);
});

it('sends a new token before the old one ends', async () => {
  socket().open();
  await vi.advanceTimersByTimeAsync(14 * 60_000 - 1);
  expect(socket().sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(socket().sent.at(-1)).toEqual({ type: 'auth', token: 'new 1' });
});

it('asks for many in messages that the server takes', async () => {
  for (let number = 0; number < 150; number += 1) stream.watch(`quotes:S${number}`, () => undefined);
  socket().open();
  await vi.advanceTimersByTimeAsync(0);
  const asked = socket().sent.slice(1) as { channels: string[] }[];
  expect(asked.map(({ channels }) => channels.length)).toEqual([100, 50]);
});
