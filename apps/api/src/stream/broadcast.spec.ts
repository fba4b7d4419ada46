import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TestClock } from '../../test/clock.js';
import { BroadcastService } from './broadcast.service.js';
import type { ValueChannel } from './channel.dto.js';
import { z } from 'zod';
import type { Connection } from './connections.service.js';
import type { ServerMessage } from './stream.dto.js';
import { findChange } from './value-topic.dto.js';

// A client is a socket that may stop taking what it is sent. Whatever happens in whatever order, what it puts together
// from its messages is in the end the value, and it never goes back.

type Value = Record<string, number | null>;

class Client {
  readonly values = new Map<string, Value>();
  readonly numbers = new Map<string, number>();
  private readonly unread: Buffer[] = [];
  isReading = true;
  unreadMost = 0;

  /** As much of a connection as the service asks for. */
  readonly connection = Object.defineProperties(
    { behindSince: 0, isOpen: true, write: (frame: Buffer) => this.take(frame) },
    { unreadBytes: { get: () => this.unread.reduce((sum, { length }) => sum + length, 0) } },
  ) as unknown as Connection;

  read(): void {
    this.isReading = true;
    for (const frame of this.unread.splice(0)) this.apply(frame);
  }

  take(frame: Buffer): void {
    if (this.isReading) {
      this.apply(frame);
      return;
    }
    this.unread.push(frame);
    this.unreadMost = Math.max(this.unreadMost, this.connection.unreadBytes);
  }

  apply(frame: Buffer): void {
    const start = frame.indexOf('[');
    for (const message of JSON.parse(frame.toString('utf8', start)) as ServerMessage[]) {
      if (!('seq' in message)) continue;
      const { type, channel, seq, data } = message;
      const before = this.numbers.get(channel);
      if (type === 'change') expect(seq).toBe((before ?? NaN) + 1);
      else if (before !== undefined) expect(seq).toBeGreaterThan(before);
      this.numbers.set(channel, seq);
      this.values.set(
        channel,
        type === 'change' ? { ...this.values.get(channel), ...(data as Value) } : (data as Value),
      );
    }
  }
}

const names = ['a', 'b', 'c'];

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('change'), name: fc.constantFrom(...names), field: fc.constantFrom('x', 'y'), to: fc.integer({ min: 0, max: 3 }) }) }, // prettier-ignore
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('flush', 'begin') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('pause', 'read'), client: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('watch'), client: fc.nat(2), names: fc.subarray(names) }),
  },
);
type Step = { do: string; name?: string; field?: string; to?: number; client?: number; names?: string[] };

it('ends with the newest value at every client, whatever ticks, flushes and pauses there are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps: Step[]) => {
      const broadcast = new BroadcastService(new TestClock());
      broadcast.stop(); // flushes are steps here
      // Long enough that one frame is more than a client may leave unread.
      const filler = 'x'.repeat(70_000);
      const truth = new Map<string, Value>(names.map((name) => [name, { x: 0, y: 0 }]));
      const channel: ValueChannel = {
        kind: 'value',
        name: 'test',
        isPrivate: false,
        example: 'test:a',
        description: filler.slice(0, 1),
        data: z.object(),
        open: () => true,
        read: (topic) => ({ ...truth.get(topic), filler: `${truth.get(topic)?.['x']}${filler}` }),
      };
      const clients = [new Client(), new Client(), new Client()];
      const topics = new Map(
        await Promise.all(
          names.map(async (name) => [name, await broadcast.open(channel, name, `test:${name}`)] as const),
        ),
      );
      const watch = ({ connection, numbers }: Client, wanted: readonly string[]) => {
        const known = new Set(broadcast.listWatched(connection).map(({ topic }) => topic));
        const chosen = wanted.flatMap((name) => topics.get(name) ?? []);
        // Who comes back to a channel says what they saw last, as after a break.
        const asked = new Map(
          chosen
            .filter(({ topic }) => !known.has(topic))
            .map((topic) => [topic, numbers.get(topic.name)] as const),
        );
        const messages = broadcast.watch(connection, chosen, asked);
        if (messages.length > 0) connection.write(Buffer.from(`[${messages.join(',')}]`));
      };
      for (const each of clients) watch(each, names);
      for (const { do: what, name = 'a', field = 'x', to = 0, client = 0, names: wanted = [] } of steps) {
        const chosen = clients[client] as Client;
        if (what === 'change') {
          truth.set(name, { ...truth.get(name), [field]: to });
          broadcast.changed('test', name);
        } else if (what === 'flush') broadcast.flush();
        else if (what === 'begin') {
          broadcast['finish']();
          broadcast['begin'](); // its frames are under way
        } else if (what === 'pause') chosen.isReading = false;
        else if (what === 'read') chosen.read();
        else if (chosen.isReading) watch(chosen, wanted);
      }
      for (const each of clients) {
        each.read();
        watch(each, names);
      }
      broadcast.flush();
      broadcast.flush();
      for (const each of clients) {
        for (const name of names)
          expect(each.values.get(`test:${name}`)).toMatchObject(truth.get(name) as Value);
        expect(each.unreadMost).toBeLessThan(64 * 1024 + 3 * 71_000);
      }
    }),
    { numRuns: 150 },
  );
});

it('gives who comes while frames are under way what is in them once', async () => {
  const broadcast = new BroadcastService(new TestClock());
  broadcast.stop();
  let value = { x: 1 };
  const channel: ValueChannel = {
    kind: 'value',
    name: 'test',
    isPrivate: false,
    example: 'test:a',
    description: 'of this test',
    data: z.object(),
    open: () => true,
    read: () => value,
  };
  const topic = await broadcast.open(channel, 'a', 'test:a');
  if (!topic) throw new Error('There is no topic');
  const [before, meanwhile] = [new Client(), new Client()];
  const join = ({ connection }: Client) => {
    const messages = broadcast.watch(connection, [topic], new Map([[topic, undefined]]));
    connection.write(Buffer.from(`[${messages.join(',')}]`));
  };
  join(before);
  value = { x: 2 };
  broadcast.changed('test', 'a');
  broadcast['begin']();
  join(meanwhile);
  broadcast.flush();
  value = { x: 3 };
  broadcast.changed('test', 'a');
  broadcast.flush();
  for (const { values } of [before, meanwhile]) expect(values.get('test:a')).toEqual({ x: 3 });
});

/** Names are ours, and none is the one that JavaScript takes for something else. */
const json = fc
  .jsonValue({ maxDepth: 3 })
  .filter((value) => value !== null && !JSON.stringify(value).includes('__proto__'));
const record = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), json);

/** RFC 7396, as it is written there; null is what is not there. */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const known = typeof target === 'object' && target !== null && !Array.isArray(target) ? target : {};
  const merged = new Map(Object.entries(known));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, merge(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

it('finds a patch that makes one value of another, and none where they are the same', () => {
  fc.assert(
    fc.property(record, record, (before, after) => {
      const change = findChange(before, after);
      expect(merge(merge({}, before), change ?? {})).toEqual(merge({}, after));
      expect(findChange(after, structuredClone(after))).toBeNull();
    }),
  );
});
