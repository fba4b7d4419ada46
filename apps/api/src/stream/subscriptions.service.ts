import { Injectable } from '@nestjs/common';
import { BroadcastService } from './broadcast.service.js';
import type { EventChannel, StreamChannel } from './channel.dto.js';
import { ChannelsService } from './channels.service.js';
import { ConnectionsService, type Connection } from './connections.service.js';
import { EventsService } from './events.service.js';
import { channelsMax, frameOf } from './stream.dto.js';
import type { ValueTopic } from './value-topic.dto.js';

type Found = { readonly name: string; readonly channel: StreamChannel; readonly topic: ValueTopic | null };

/** What each connection watches. */
@Injectable()
export class SubscriptionsService {
  constructor(
    private readonly channels: ChannelsService,
    private readonly connections: ConnectionsService,
    private readonly broadcast: BroadcastService,
    private readonly events: EventsService,
  ) {}

  /**
   * Adds channels to those of a connection that has signed in, and answers with what they hold: all of it, or with a
   * number in `since` what came after it. Those that are not there, or too many, are named and the others added.
   */
  async add(
    connection: Connection,
    names: readonly string[],
    since: Readonly<Record<string, number>>,
  ): Promise<void> {
    const userId = connection.session?.userId ?? '';
    const asked = [...new Set(names)];
    const known = new Set(connection.channels);
    const room = channelsMax - known.size;
    const isNew = asked.filter((name) => !known.has(name));
    const tooMany = new Set(isNew.slice(room));
    if (tooMany.size > 0)
      connection.refuse('too_many_channels', `At most ${channelsMax} channels on one connection`, [
        ...tooMany,
      ]);
    const fitting = asked.filter((name) => !tooMany.has(name));
    // All at once, so that a channel can look up the names of a message together.
    const matches = await Promise.all(fitting.map((name) => this.find(name, userId)));
    const found = matches.filter((match) => match !== null);
    const missing = fitting.filter((_, index) => matches[index] === null);
    if (missing.length > 0)
      connection.refuse('channel_not_found', `There is no channel ${missing.join(', ')}`, missing);
    if (!connection.isOpen) return;
    this.sendValues(connection, found, since);
    for (const { name, channel } of found)
      if (channel.kind === 'event') await this.join(connection, channel, userId, since[name]);
  }

  remove(connection: Connection, names: readonly string[]): void {
    const gone = new Set(names.filter((name) => connection.channels.includes(name)));
    this.setChannels(
      connection,
      connection.channels.filter((name) => !gone.has(name)),
    );
    const kept = this.broadcast.listWatched(connection).filter(({ name }) => !gone.has(name));
    this.broadcast.watch(connection, kept, new Map());
    this.leaveEvents(connection, gone);
    connection.send({ type: 'subscribed', channels: [...connection.channels] });
  }

  /** The connection is closed. */
  end(connection: Connection): void {
    this.broadcast.remove(connection);
    this.leaveEvents(connection, connection.channels);
  }

  private async find(name: string, userId: string): Promise<Found | null> {
    const match = this.channels.find(name, userId);
    if (!match) return null;
    const { channel } = match;
    if (channel.kind === 'event') return { name, channel, topic: null };
    const topic = await this.broadcast.open(channel, match.topic, name);
    return topic && { name, channel, topic };
  }

  /** The list of channels and the first values are one frame, so that no change comes before its value. */
  private sendValues(
    connection: Connection,
    found: readonly Found[],
    since: Readonly<Record<string, number>>,
  ): void {
    this.setChannels(connection, [...connection.channels, ...found.map(({ name }) => name)]);
    const asked = new Map(found.flatMap(({ name, topic }) => (topic ? [[topic, since[name]] as const] : [])));
    const topics = new Set([...this.broadcast.listWatched(connection), ...asked.keys()]);
    const values = this.broadcast.watch(connection, [...topics], asked);
    const subscribed = JSON.stringify({ type: 'subscribed', channels: connection.channels });
    connection.write(frameOf([subscribed, ...values]));
  }

  private setChannels(connection: Connection, names: readonly string[]): void {
    this.connections.setChannels(connection, [...new Set(names)].sort());
  }

  private async join(
    connection: Connection,
    channel: EventChannel,
    userId: string,
    since?: number,
  ): Promise<void> {
    try {
      await this.events.join(connection, channel, userId, since);
    } catch (error) {
      this.setChannels(
        connection,
        connection.channels.filter((name) => name !== channel.name),
      );
      throw error;
    }
  }

  private leaveEvents(connection: Connection, names: Iterable<string>): void {
    const userId = connection.session?.userId;
    if (userId === undefined) return;
    for (const name of names) this.events.leave(connection, name, userId);
  }
}
