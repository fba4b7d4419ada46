import { Injectable } from '@nestjs/common';
import { BroadcastService } from './broadcast.service.js';
import type { StreamChannel } from './channel.dto.js';
import { EventsService } from './events.service.js';

/** Where other modules say what can be watched, and that something happened to it. */
@Injectable()
export class ChannelsService {
  private readonly channels = new Map<string, StreamChannel>();

  constructor(
    private readonly broadcast: BroadcastService,
    private readonly events: EventsService,
  ) {}

  /** Once for each name, before the server listens. */
  register(channel: StreamChannel): void {
    if (this.channels.has(channel.name)) throw new Error(`There are two channels named ${channel.name}`);
    this.channels.set(channel.name, channel);
  }

  /** A value changed, or may have: cheap enough for every tick. */
  changed(name: string, topic: string): void {
    this.broadcast.changed(name, topic);
  }

  /** All values of a name may have changed. */
  allChanged(name: string): void {
    this.broadcast.allChanged(name);
  }

  /** There is an event of a user, in this process or in another. */
  happened(name: string, userId: string): void {
    this.events.happened(name, userId);
  }

  /** By name. */
  list(): StreamChannel[] {
    return [...this.channels.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** What a client means: the kind and the topic that `text` names, for the user; null when it has no such form. */
  find(text: string, userId: string): { channel: StreamChannel; topic: string } | null {
    const [name = '', ...rest] = text.split(':');
    const channel = this.channels.get(name);
    if (!channel) return null;
    const isPrivate = channel.kind === 'event' || channel.isPrivate;
    // A private channel has no topic in its name, so nobody can name somebody else's.
    if (isPrivate) return rest.length === 0 ? { channel, topic: userId } : null;
    const topic = rest.join(':');
    return topic ? { channel, topic } : null;
  }
}
