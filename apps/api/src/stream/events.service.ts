import { Injectable, Logger } from '@nestjs/common';
import { Signals } from '../platform/signals.js';
import type { EventChannel, StreamEvent } from './channel.dto.js';
import type { Connection } from './connections.service.js';
import { frameOf, messageText, replayMax } from './stream.dto.js';

/** A client that lets so much lie cannot be told everything: it is closed, and gets the rest when it comes back. */
const unreadBytesMax = 1024 * 1024;
const lookEveryMs = 10_000;
/** So many events are read at a time. */
const pageMax = 100;

/** One user's events of one channel. */
type EventTopic = {
  readonly channel: EventChannel;
  readonly userId: string;
  readonly members: Set<Connection>;
  /** How many are about to become members. */
  joining: number;
  /** The newest event that its members were sent. */
  seq: number;
  /** What is done with the topic happens one after the other. */
  work: Promise<void>;
  /** Whether a look for new events waits its turn. */
  isAsked: boolean;
};

/**
 * Sends events. That one happened is only a reason to look: what is sent is read
 * from the database, in the order of the numbers, be it new or missed. So each
 * client gets each event once, whichever process it happened in.
 */
@Injectable()
export class EventsService {
  private readonly logger = new Logger(EventsService.name);
  private readonly topics = new Map<string, EventTopic>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly signals: Signals) {}

  start(): void {
    this.signals.onGap(() => this.allHappened());
    this.timer = setInterval(() => void this.lookForMissed(), lookEveryMs);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  happened(name: string, userId: string): void {
    const topic = this.topics.get(keyOf(name, userId));
    if (topic) this.ask(topic);
  }

  /** Looks at everything that is watched: signals may have been lost. */
  allHappened(): void {
    for (const topic of this.topics.values()) this.ask(topic);
  }

  /**
   * Sends the connection what came after `since`, or a snapshot when that is not given, unknown or too long ago, and
   * everything that happens from then on. Throws what the database throws.
   */
  join(connection: Connection, channel: EventChannel, userId: string, since?: number): Promise<void> {
    const topic = this.topicOf(channel, userId);
    topic.joining += 1;
    return this.enqueue(topic, () => this.admit(topic, connection, since)).finally(() => {
      topic.joining -= 1;
      this.forgetIfEmpty(topic);
    });
  }

  leave(connection: Connection, name: string, userId: string): void {
    const topic = this.topics.get(keyOf(name, userId));
    topic?.members.delete(connection);
    if (topic) this.forgetIfEmpty(topic);
  }

  /** Heals what a lost signal would have told. */
  async lookForMissed(): Promise<void> {
    const byChannel = Map.groupBy(this.topics.values(), ({ channel }) => channel);
    for (const [channel, topics] of byChannel) {
      try {
        const missed = await channel.findMissed(topics.map(({ userId }) => userId));
        for (const userId of missed) this.happened(channel.name, userId);
      } catch (error) {
        this.logger.warn(`Events of ${channel.name} cannot be looked for, trying on: ${String(error)}`);
      }
    }
  }

  private topicOf(channel: EventChannel, userId: string): EventTopic {
    const key = keyOf(channel.name, userId);
    const made: EventTopic = {
      channel,
      userId,
      members: new Set(),
      joining: 0,
      seq: 0,
      work: Promise.resolve(),
      isAsked: false,
    };
    const topic = this.topics.get(key) ?? made;
    this.topics.set(key, topic);
    return topic;
  }

  private forgetIfEmpty({ channel, userId, members, joining }: EventTopic): void {
    if (members.size === 0 && joining === 0) this.topics.delete(keyOf(channel.name, userId));
  }

  private async admit(topic: EventTopic, connection: Connection, since: number | undefined): Promise<void> {
    const { channel, userId, members } = topic;
    members.delete(connection); // it asks anew
    if (members.size > 0) await this.sendNew(topic);
    else topic.seq = await channel.newest(userId);
    // What is newer than the others have comes to all of them together.
    const isKnown = since !== undefined && since <= topic.seq;
    const missed = isKnown ? await channel.listAfter(userId, since, replayMax + 1) : null;
    if (missed && missed.length <= replayMax) {
      this.send(
        channel,
        [connection],
        missed.filter(({ seq }) => seq <= topic.seq),
      );
    } else {
      const data = JSON.stringify(await channel.snapshot(userId));
      connection.write(frameOf([messageText('snapshot', channel.name, topic.seq, data)]));
    }
    if (connection.isOpen) members.add(connection);
  }

  private async sendNew(topic: EventTopic): Promise<void> {
    const { channel, userId, members } = topic;
    for (let isMore = true; isMore && members.size > 0;) {
      const events = await channel.listAfter(userId, topic.seq, pageMax);
      this.send(channel, members, events);
      topic.seq = events.at(-1)?.seq ?? topic.seq;
      isMore = events.length === pageMax;
    }
  }

  private send(
    { name }: EventChannel,
    connections: Iterable<Connection>,
    events: readonly StreamEvent[],
  ): void {
    if (events.length === 0) return;
    const frame = frameOf(
      events.map(({ seq, data }) => messageText('event', name, seq, JSON.stringify(data))),
    );
    for (const connection of connections) {
      if (connection.unreadBytes <= unreadBytesMax) connection.write(frame);
      else
        connection.refuse('too_slow', 'Events pile up unread. Come back with the last number that you saw.');
    }
  }

  private ask(topic: EventTopic): void {
    if (topic.isAsked) return;
    topic.isAsked = true;
    const look = () => {
      topic.isAsked = false;
      return this.sendNew(topic);
    };
    this.enqueue(topic, look).catch((error: unknown) =>
      // The next look, ten seconds later at most, finds them.
      this.logger.warn(`Events of ${topic.channel.name} cannot be read, trying on: ${String(error)}`),
    );
  }

  /** Each step begins when the one before has ended, well or not. */
  private enqueue(topic: EventTopic, step: () => Promise<void>): Promise<void> {
    const done = topic.work.then(step);
    topic.work = done.catch(() => undefined); // whoever asked is told
    return done;
  }
}

const keyOf = (name: string, userId: string): string => `${name}:${userId}`;
