import type { Socket } from 'node:net';
import { Injectable, Logger } from '@nestjs/common';
import type { WebSocket } from 'ws';
import type { Session } from '../auth/access-tokens.service.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import {
  authWithinMs,
  frameOf,
  messagesPerSecondMax,
  pingEveryMs,
  streamErrors,
  subscribeWithinMs,
  type ServerMessage,
  type StreamErrorCode,
} from './stream.dto.js';

/** What a reason of a close frame may hold, RFC 6455, 5.5. */
const reasonCharactersMax = 100;

/** One client. There can be ten thousand: what most of them do not need is not here, and none has a timer. */
export class Connection {
  session: Session | null = null;
  /** When its token ends, in milliseconds since 1970. */
  endsAtMs = 0;
  /** By the names that the client gave, in the order of letters. */
  channels: readonly string[] = [];
  /** Values from this flush on were kept back, because it does not read what it was sent; 0 for none. */
  behindSince = 0;
  /** The newest flush when it began to watch: that one's values it has. */
  joinedIn = 0;
  /** What its messages began that has not ended yet: they are answered in order. */
  work: Promise<void> | undefined;
  /** How many of its messages are not answered yet. */
  waiting = 0;
  /** Whether the last ping is still unanswered. */
  isPinged = false;
  /** Messages received in the second that began at `secondStartMs`. */
  messages = 0;
  secondStartMs = 0;
  slot = 0;

  /** `wire` is the socket below: frames that many get are written to it as they are. */
  constructor(
    readonly socket: WebSocket,
    readonly wire: Socket,
    /** When it opened, or signed in if it has. */
    public sinceMs: number,
  ) {}

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** What was sent and the client's side has not taken. */
  get unreadBytes(): number {
    return this.wire.writableLength;
  }

  /** A whole frame; the library writes whole ones too, so they never mix. */
  write(frame: Buffer): void {
    if (this.isOpen) this.wire.write(frame);
  }

  send(...messages: readonly ServerMessage[]): void {
    this.write(frameOf(messages.map((message) => JSON.stringify(message))));
  }

  /** Says what is wrong, and closes where the code is one that closes. */
  refuse(code: StreamErrorCode, detail: string, channels?: readonly string[]): void {
    this.send({ type: 'error', code, detail, ...(channels && { channels: [...channels] }) });
    const closeCode = streamErrors[code];
    if (closeCode !== null) this.socket.close(closeCode, detail.slice(0, reasonCharactersMax));
  }
}

/** A turn is a second; each connection has its turn once between two pings. */
const turnMs = 1000;
const turns = pingEveryMs / turnMs;

/** Who is connected, how many of each user, and who has to go. */
@Injectable()
export class ConnectionsService {
  private readonly logger = new Logger(ConnectionsService.name);
  /** Spread over the turns, so that ten thousand are not pinged at the same instant. */
  private readonly slots = Array.from({ length: turns }, () => new Set<Connection>());
  /** Those that have not subscribed to anything. */
  private readonly waiting = new Set<Connection>();
  private readonly countByUser = new Map<string, number>();
  private added = 0;
  private turn = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.sweep(), turnMs);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  *all(): Generator<Connection> {
    for (const slot of this.slots) yield* slot;
  }

  add(socket: WebSocket, wire: Socket): Connection {
    const connection = new Connection(socket, wire, this.clock.now().getTime());
    connection.slot = this.added % turns;
    this.added += 1;
    this.slots[connection.slot]?.add(connection);
    this.waiting.add(connection);
    return connection;
  }

  remove(connection: Connection): void {
    this.slots[connection.slot]?.delete(connection);
    this.waiting.delete(connection);
    if (connection.session) this.count(connection.session.userId, -1);
  }

  /** Says whether the user may have one more; how many there are is counted by each process for itself. */
  signIn(connection: Connection, session: Session, endsAtMs: number): boolean {
    if (!connection.session) {
      const { streamConnectionsPerUser } = this.config;
      if ((this.countByUser.get(session.userId) ?? 0) >= streamConnectionsPerUser) return false;
      this.count(session.userId, 1);
      connection.sinceMs = this.clock.now().getTime();
    }
    connection.session = session;
    connection.endsAtMs = endsAtMs;
    return true;
  }

  /** Sets what the connection watches; who watches nothing has to subscribe again in time. */
  setChannels(connection: Connection, channels: readonly string[]): void {
    connection.channels = channels;
    if (channels.length > 0) this.waiting.delete(connection);
    else if (!this.waiting.has(connection)) {
      connection.sinceMs = this.clock.now().getTime();
      this.waiting.add(connection);
    }
  }

  isTooFast(connection: Connection): boolean {
    const nowMs = this.clock.now().getTime();
    if (nowMs - connection.secondStartMs >= 1000) {
      connection.secondStartMs = nowMs;
      connection.messages = 0;
    }
    connection.messages += 1;
    return connection.messages > messagesPerSecondMax;
  }

  /** One turn: closes who did not sign in or subscribe in time, then looks after the connections whose turn it is. */
  sweep(): void {
    const nowMs = this.clock.now().getTime();
    for (const connection of this.waiting) {
      const waitedMs = nowMs - connection.sinceMs;
      if (!connection.session && waitedMs >= authWithinMs)
        connection.refuse('unauthenticated', 'Send {"type":"auth","token":"..."} within ten seconds');
      else if (connection.session && waitedMs >= subscribeWithinMs)
        connection.refuse('idle', 'Subscribe to a channel, or come back when you want to');
    }
    this.turn = (this.turn + 1) % turns;
    for (const connection of this.slots[this.turn] ?? []) this.lookAfter(connection, nowMs);
  }

  private lookAfter(connection: Connection, nowMs: number): void {
    const { socket, session, endsAtMs, isPinged } = connection;
    if (isPinged || !connection.isOpen) {
      this.logger.debug('Ended a connection that answers no ping');
      socket.terminate();
    } else if (session && endsAtMs <= nowMs) {
      connection.refuse('unauthenticated', 'The access token has ended. Send a fresh one in time.');
    } else {
      connection.isPinged = true;
      socket.ping();
    }
  }

  private count(userId: string, change: 1 | -1): void {
    const count = (this.countByUser.get(userId) ?? 0) + change;
    if (count === 0) this.countByUser.delete(userId);
    else this.countByUser.set(userId, count);
  }
}
