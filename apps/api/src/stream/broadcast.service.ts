import { performance } from 'node:perf_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import type { ValueChannel } from './channel.dto.js';
import type { Connection } from './connections.service.js';
import { frameOf } from './stream.dto.js';
import { ValueTopic, type Audience } from './value-topic.dto.js';

/** Between two flushes: what changes meanwhile is sent once, and a person sees no difference. */
const flushEveryMs = 15;
/** The first change after a pause waits for those that come with it. */
const gatherMs = 1;
/** So long without a look at anything else: requests and pings have their turn in between. */
const sliceMs = 8;
/** Between two looks at the time. */
const sliceFrames = 16;
/** After a flush there is a pause of this part of the time that it took. */
const pauseShare = 0.1;
/** A client that has not read this much gets nothing more until it has: then the newest, not all that it missed. */
const unreadBytesMax = 64 * 1024;
/** How often those who fell behind are looked after when nothing else is sent. */
const behindEveryMs = 100;
/** A topic is remembered so long after its last client, with its number, for one that comes back. */
const rememberMs = 120_000;

/**
 * Sends values. Something that changes only marks its topic; a flush reads each
 * marked topic once, writes what changed once, puts it into one frame for all
 * connections that watch the same topics, and writes that to each of them. So
 * many clients cost little more than their sockets do, a market that is faster
 * than its clients costs no memory, and the busier it is the fewer the flushes.
 */
@Injectable()
export class BroadcastService {
  private readonly logger = new Logger(BroadcastService.name);
  private readonly topics = new Map<string, Map<string, ValueTopic>>();
  private readonly audiences = new Map<string, Audience>();
  private dirty: ValueTopic[] = [];
  private readonly behind = new Set<Connection>();
  private readonly audiencesOf = new Map<Connection, readonly Audience[]>();
  private flushes = 0;
  private topicsMade = 0;
  private timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
  /** Frames of the last flush that are still to be written. */
  private rest: Iterator<void> | null = null;
  private busyMs = 0;
  private nextMs = 0;
  private isStopped = false;

  constructor(private readonly clock: Clock) {}

  /** A value changed, or may have. */
  changed(name: string, topic: string): void {
    const found = this.topics.get(name)?.get(topic);
    if (found && !found.isDirty) this.mark(found);
  }

  allChanged(name: string): void {
    for (const topic of this.topics.get(name)?.values() ?? []) if (!topic.isDirty) this.mark(topic);
  }

  /** The topic that a client asks for; null when there is none. */
  async open(channel: ValueChannel, topic: string, name: string): Promise<ValueTopic | null> {
    if (!(await channel.open(topic))) return null;
    const ofChannel = this.topics.get(channel.name) ?? new Map<string, ValueTopic>();
    this.topics.set(channel.name, ofChannel);
    const known = ofChannel.get(topic);
    if (known) {
      if (known.unwatchedSinceMs > 0) known.unwatchedSinceMs = this.clock.now().getTime();
      return known;
    }
    this.topicsMade += 1;
    const made = new ValueTopic(this.topicsMade, channel, topic, name);
    made.isDirty = true; // whatever it is, nobody has read it
    made.unwatchedSinceMs = this.clock.now().getTime();
    ofChannel.set(topic, made);
    return made;
  }

  /**
   * From now on the connection gets the changes of exactly these topics. Answers
   * with the newest of those that are asked for, as messages to be sent at once;
   * without it where the client saw that number last.
   */
  watch(
    connection: Connection,
    topics: readonly ValueTopic[],
    asked: ReadonlyMap<ValueTopic, number | undefined>,
  ): string[] {
    // Frames under way are of the topics that were watched when they were made; who watched nothing has what is in them.
    if (this.audiencesOf.has(connection)) this.finish();
    else connection.joinedIn = this.flushes;
    const newest = [...asked].map(([topic, since]) => this.newest(topic, since));
    this.leave(connection);
    if (topics.length > 0 && connection.isOpen) {
      const audiences = groupByAudience(topics).map((group) => this.findAudience(group));
      for (const { members } of audiences) members.add(connection);
      this.audiencesOf.set(connection, audiences);
    }
    return newest.filter((text) => text !== null);
  }

  /** The topics that the connection watches. */
  listWatched(connection: Connection): readonly ValueTopic[] {
    return (this.audiencesOf.get(connection) ?? []).flatMap(({ topics }) => topics);
  }

  /** The connection is gone. */
  remove(connection: Connection): void {
    this.behind.delete(connection);
    this.leave(connection);
  }

  /** Forgets topics that nobody has watched for a while. */
  forgetUnwatched(): void {
    const untilMs = this.clock.now().getTime() - rememberMs;
    for (const ofChannel of this.topics.values()) {
      for (const [topic, { channel, unwatchedSinceMs }] of ofChannel) {
        if (unwatchedSinceMs === 0 || unwatchedSinceMs > untilMs) continue;
        ofChannel.delete(topic);
        channel.close?.(topic);
      }
    }
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer as NodeJS.Timeout);
    clearImmediate(this.timer as NodeJS.Immediate);
  }

  /** Sends all that changed, now. */
  flush(): void {
    this.finish();
    this.begin();
    this.finish();
  }

  private newest(topic: ValueTopic, since: number | undefined): string | null {
    // What somebody watches is as it was last sent to them: what is newer comes with the next frame.
    if (topic.isDirty && topic.audiences.size === 0) this.read(topic);
    return topic.number === since ? null : topic.snapshot();
  }

  private leave(connection: Connection): void {
    for (const audience of this.audiencesOf.get(connection) ?? []) {
      audience.members.delete(connection);
      if (audience.members.size > 0) continue;
      this.audiences.delete(audience.key);
      for (const topic of audience.topics) {
        topic.audiences.delete(audience);
        if (topic.audiences.size === 0) topic.unwatchedSinceMs = this.clock.now().getTime();
      }
    }
    this.audiencesOf.delete(connection);
  }

  private mark(topic: ValueTopic): void {
    topic.isDirty = true;
    if (topic.audiences.size === 0) return; // it is read when somebody comes
    this.dirty.push(topic);
    this.schedule(gatherMs);
  }

  private findAudience(topics: readonly ValueTopic[]): Audience {
    const key = topics.map(({ id }) => id.toString(36)).join();
    const known = this.audiences.get(key);
    if (known) return known;
    const audience: Audience = { key, topics, members: new Set(), messages: [] };
    this.audiences.set(key, audience);
    for (const topic of topics) {
      topic.audiences.add(audience);
      topic.unwatchedSinceMs = 0;
    }
    return audience;
  }

  private schedule(soonMs: number): void {
    if (this.timer || this.rest || this.isStopped) return;
    const waitMs = Math.max(soonMs, Math.ceil(this.nextMs - performance.now()));
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.begin();
      this.writeSlice();
    }, waitMs);
  }

  /** Puts the frames together. */
  private begin(): void {
    const beganMs = performance.now();
    this.flushes += 1;
    const dirty = this.dirty;
    this.dirty = [];
    const audiences: Audience[] = [];
    for (const topic of dirty) {
      if (!topic.isDirty) continue; // read meanwhile
      const message = this.read(topic);
      if (!message) continue;
      topic.changedIn = this.flushes;
      for (const audience of topic.audiences) {
        if (audience.messages.length === 0) audiences.push(audience);
        audience.messages.push(message);
      }
    }
    this.rest = this.writeAll(audiences);
    this.busyMs = performance.now() - beganMs;
  }

  private read(topic: ValueTopic): string | null {
    try {
      return topic.refresh();
    } catch (error) {
      // One value that cannot be read must not keep the others from their clients.
      this.logger.error(error instanceof Error ? error.stack : error);
      return null;
    }
  }

  private writeSlice(): void {
    if (!this.rest) return;
    const beganMs = performance.now();
    let isDone = false;
    while (!isDone && performance.now() - beganMs < sliceMs)
      for (let count = 0; !isDone && count < sliceFrames; count += 1) isDone = this.rest.next().done ?? false;
    this.busyMs += performance.now() - beganMs;
    if (isDone) this.end();
    else
      this.timer = setImmediate(() => {
        this.timer = undefined;
        this.writeSlice();
      });
  }

  private finish(): void {
    if (!this.rest) return;
    clearImmediate(this.timer as NodeJS.Immediate);
    this.timer = undefined;
    while (!this.rest.next().done);
    this.end();
  }

  private end(): void {
    this.rest = null;
    this.catchUp();
    this.nextMs = performance.now() + Math.max(flushEveryMs - this.busyMs, this.busyMs * pauseShare);
    if (this.dirty.length > 0) this.schedule(gatherMs);
    else if (this.behind.size > 0) this.schedule(behindEveryMs);
  }

  private *writeAll(audiences: readonly Audience[]): Generator<void> {
    for (const audience of audiences) {
      const frame = frameOf(audience.messages);
      audience.messages = [];
      for (const connection of audience.members) {
        if (connection.joinedIn === this.flushes) continue;
        if (connection.behindSince === 0 && connection.unreadBytes <= unreadBytesMax) {
          connection.write(frame);
        } else if (connection.behindSince === 0) {
          connection.behindSince = this.flushes;
          this.behind.add(connection);
        }
        yield;
      }
    }
  }

  /** Who reads again gets the newest of all that changed meanwhile. */
  private catchUp(): void {
    for (const connection of this.behind) {
      if (connection.unreadBytes > 0 && connection.isOpen) continue;
      const missed = this.listWatched(connection).filter(
        ({ changedIn }) => changedIn >= connection.behindSince,
      );
      const newest = missed.map((topic) => topic.snapshot()).filter((text) => text !== null);
      if (newest.length > 0) connection.write(frameOf(newest));
      connection.behindSince = 0;
      this.behind.delete(connection);
    }
  }
}

/** What everybody may watch is shared by all who watch the same of it; what is one user's would keep them apart. */
function groupByAudience(topics: readonly ValueTopic[]): readonly ValueTopic[][] {
  const open = topics.filter(({ channel }) => !channel.isPrivate).sort((a, b) => a.id - b.id);
  const own = topics.filter(({ channel }) => channel.isPrivate);
  return [...(open.length > 0 ? [open] : []), ...own.map((topic) => [topic])];
}
