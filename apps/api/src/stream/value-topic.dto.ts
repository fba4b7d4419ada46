import { randomInt } from 'node:crypto';
import type { Connection } from './connections.service.js';
import type { ValueChannel } from './channel.dto.js';
import { messageText } from './stream.dto.js';

/** Connections that watch the very same topics, and so get the very same frames. */
export type Audience = {
  readonly key: string;
  readonly topics: readonly ValueTopic[];
  readonly members: Set<Connection>;
  /** The messages of the flush that is being put together. */
  messages: string[];
};

/** Where numbers begin: anywhere, so that a number that another process gave is none of this one's. */
const firstNumberMax = 2 ** 31;

/** One value that is watched, as it was last sent. */
export class ValueTopic {
  readonly audiences = new Set<Audience>();
  isDirty = false;
  /** The flush that sent it last. */
  changedIn = 0;
  /** When its last client left, in milliseconds since 1970; 0 while there is one. */
  unwatchedSinceMs = 0;
  private seq = randomInt(firstNumberMax);
  private value: object | null = null;
  private snapshotText: string | null = null;

  constructor(
    /** Short, for the names of audiences. */
    readonly id: number,
    readonly channel: ValueChannel,
    readonly topic: string,
    /** As its clients call it. */
    readonly name: string,
  ) {}

  get number(): number {
    return this.seq;
  }

  /** Reads the value. The message of what changed since the last time, or null when nothing did. */
  refresh(): string | null {
    this.isDirty = false;
    const next = this.channel.read(this.topic);
    if (!next) return null;
    const before = this.value;
    const change = before && findChange(before, next);
    if (before && !change) return null;
    this.value = next;
    this.seq += 1;
    this.snapshotText = null;
    return change ? messageText('change', this.name, this.seq, JSON.stringify(change)) : this.snapshot();
  }

  /** The whole value as it was last read; null before there is one. */
  snapshot(): string | null {
    if (!this.value) return null;
    this.snapshotText ??= messageText('snapshot', this.name, this.seq, JSON.stringify(this.value));
    return this.snapshotText;
  }
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What has to be merged into `before` to make it `after`, as a JSON merge patch
 * (RFC 7396): objects are compared part by part, lists are replaced, and null
 * stands for what is gone. Null when they are the same.
 */
export function findChange(before: object, after: object): object | null {
  const old = before as Record<string, unknown>;
  const change: Record<string, unknown> = {};
  let isDifferent = false;
  for (const [name, value] of Object.entries(after)) {
    const known = old[name];
    if (value === known) continue;
    if (isPlain(value) && isPlain(known)) {
      const inner = findChange(known, value);
      if (!inner) continue;
      change[name] = inner;
    } else if (typeof value === 'object' && JSON.stringify(value) === JSON.stringify(known)) {
      continue;
    } else {
      change[name] = value;
    }
    isDifferent = true;
  }
  for (const name of Object.keys(old)) {
    if (name in after || old[name] === null) continue;
    change[name] = null;
    isDifferent = true;
  }
  return isDifferent ? change : null;
}
