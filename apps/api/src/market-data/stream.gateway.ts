import { Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import type { RawData, WebSocket } from 'ws';
import { AccessTokensService, type Session } from '../auth/access-tokens.service.js';
import { Clock } from '../platform/clock.js';
import { Problem, type ProblemCode } from '../platform/problem.js';
import { QuoteDto } from './quotes.dto.js';
import { QuotesService } from './quotes.service.js';
import {
  channelsMax,
  closeCodes,
  messageBytesMax,
  readClientMessage,
  type ClientMessage,
  type ServerMessage,
} from './stream.dto.js';
import { TicksService } from './ticks.service.js';

type Connection = {
  readonly socket: WebSocket;
  /** Null until the client has said who it is. */
  session: Session | null;
  /** When its token ends, in milliseconds since 1970. */
  endsAtMs: number;
  readonly channels: Set<string>;
  /** Channels with something newer than what the client was sent. */
  readonly behind: Set<string>;
  /** Whether it answered the last ping. */
  isAlive: boolean;
  /** Messages received in the second that began at `secondStartMs`. */
  messages: number;
  secondStartMs: number;
};

const authFirst = 'Send {"type":"auth","token":"..."} first';
const authWithinMs = 10_000;
const sendEveryMs = 100;
const pingEveryMs = 30_000;
const messagesPerSecondMax = 20;
/** A client that has not read this much gets nothing more until it has: then the newest, not all that it missed. */
const unreadBytesMax = 64 * 1024;

const quoteChannelPrefix = 'quotes:';

/**
 * Live prices. A tick only marks what changed; ten times a second each client is
 * sent the newest value of each channel that changed since, so a slow client
 * costs no memory and a fast market no more than ten messages a second.
 */
@WebSocketGateway({ path: '/api/v1/stream', maxPayload: messageBytesMax })
export class StreamGateway
  implements OnGatewayConnection<WebSocket>, OnModuleInit, BeforeApplicationShutdown
{
  private readonly logger = new Logger(StreamGateway.name);
  private readonly connections = new Set<Connection>();
  private readonly subscribers = new Map<string, Set<Connection>>();
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly tokens: AccessTokensService,
    private readonly quotes: QuotesService,
    private readonly ticks: TicksService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.ticks.subscribe(({ symbol }) => this.markChanged(quoteChannelPrefix + symbol));
    this.timers.push(
      setInterval(() => this.sendChanged(), sendEveryMs),
      setInterval(() => this.closeDead(), pingEveryMs),
    );
  }

  beforeApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const { socket } of this.connections) socket.close(closeCodes.going_away, 'The server stops');
  }

  handleConnection(socket: WebSocket): void {
    const connection: Connection = {
      socket,
      session: null,
      endsAtMs: 0,
      channels: new Set(),
      behind: new Set(),
      isAlive: true,
      messages: 0,
      secondStartMs: 0,
    };
    this.connections.add(connection);
    const authTimer = setTimeout(() => {
      if (!connection.session) refuse(connection, 'unauthenticated', authFirst);
    }, authWithinMs);
    // Nest's own listener logs each as an error of ours, and so would let anybody fill the log.
    socket.removeAllListeners('error');
    socket.on('error', ({ message }) => this.logger.debug(`A client broke the protocol: ${message}`));
    socket.on('pong', () => (connection.isAlive = true));
    socket.on('message', (data, isBinary) => this.receive(connection, data, isBinary));
    socket.once('close', () => {
      clearTimeout(authTimer);
      this.connections.delete(connection);
      for (const channel of connection.channels) this.leave(connection, channel);
    });
  }

  private receive(connection: Connection, data: RawData, isBinary: boolean): void {
    const { socket } = connection;
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > unreadBytesMax * 4) {
      socket.terminate(); // it asks on and on and does not read the answers
      return;
    }
    if (this.isTooFast(connection)) {
      refuse(connection, 'too_many_requests', `At most ${messagesPerSecondMax} messages a second`);
      return;
    }
    // ws gives one Buffer unless it is told otherwise.
    const message = isBinary ? null : readClientMessage((data as Buffer).toString());
    if (!message) {
      const detail = 'A message is JSON such as {"type":"subscribe","channels":["quotes:AAPL"]}';
      sendProblem(connection, 'validation_failed', detail);
    } else if (message.type === 'auth') this.signIn(connection, message.token);
    else if (connection.session) this.changeChannels(connection, message);
    else refuse(connection, 'unauthenticated', authFirst);
  }

  private signIn(connection: Connection, token: string): void {
    try {
      const { session, endsAtMs } = this.tokens.read(token);
      if (connection.session && connection.session.userId !== session.userId) {
        refuse(connection, 'unauthenticated', 'Another person needs a connection of their own');
        return;
      }
      connection.session = session;
      connection.endsAtMs = endsAtMs;
      send(connection, { type: 'ready' });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refuse(connection, 'unauthenticated', error.message);
    }
  }

  private changeChannels(
    connection: Connection,
    { type, channels }: Exclude<ClientMessage, { type: 'auth' }>,
  ): void {
    const unknown = type === 'subscribe' ? channels.filter((channel) => !this.exists(channel)) : [];
    if (unknown.length > 0) {
      sendProblem(connection, 'instrument_not_found', `There is no channel ${unknown.join(', ')}`);
    }
    for (const channel of channels) {
      if (type === 'unsubscribe') this.leave(connection, channel);
      else if (!unknown.includes(channel)) this.join(connection, channel);
    }
    send(connection, { type: 'subscribed', channels: [...connection.channels] });
    this.sendTo(connection, new Map());
  }

  /** The first value is sent at once. */
  private join(connection: Connection, channel: string): void {
    if (connection.channels.size >= channelsMax && !connection.channels.has(channel)) {
      refuse(connection, 'too_many_requests', `At most ${channelsMax} channels on one connection`);
      return;
    }
    const subscribers = this.subscribers.get(channel) ?? new Set();
    this.subscribers.set(channel, subscribers.add(connection));
    connection.channels.add(channel);
    connection.behind.add(channel);
  }

  private leave(connection: Connection, channel: string): void {
    const subscribers = this.subscribers.get(channel);
    subscribers?.delete(connection);
    if (subscribers?.size === 0) this.subscribers.delete(channel);
    connection.channels.delete(channel);
    connection.behind.delete(channel);
  }

  private exists(channel: string): boolean {
    return channel.startsWith(quoteChannelPrefix) && this.messageOf(channel) !== null;
  }

  /** The newest value of a channel. */
  private messageOf(channel: string): ServerMessage | null {
    const quote = this.quotes.findQuote(channel.slice(quoteChannelPrefix.length));
    return quote && { type: 'quote', channel, quote: QuoteDto.from(quote) };
  }

  private markChanged(channel: string): void {
    for (const { behind } of this.subscribers.get(channel) ?? []) behind.add(channel);
  }

  private sendChanged(): void {
    // A value that many clients get is written once.
    const texts = new Map<string, string>();
    for (const connection of this.connections) this.sendTo(connection, texts);
  }

  private sendTo({ socket, behind }: Connection, texts: Map<string, string>): void {
    if (behind.size === 0 || socket.readyState !== socket.OPEN || socket.bufferedAmount > unreadBytesMax)
      return;
    for (const channel of behind) {
      const text = texts.get(channel) ?? JSON.stringify(this.messageOf(channel));
      texts.set(channel, text);
      socket.send(text);
    }
    behind.clear();
  }

  /** Ends connections whose other side is gone or whose token has ended. */
  private closeDead(): void {
    const nowMs = this.clock.now().getTime();
    for (const connection of this.connections) {
      const { socket, session, endsAtMs, isAlive } = connection;
      if (!isAlive) {
        this.logger.debug('Ended a connection that answers no ping');
        socket.terminate();
      } else if (session && endsAtMs <= nowMs) {
        refuse(connection, 'unauthenticated', 'The access token has ended. Send a fresh one in time.');
      } else {
        connection.isAlive = false;
        socket.ping();
      }
    }
  }

  private isTooFast(connection: Connection): boolean {
    const nowMs = this.clock.now().getTime();
    if (nowMs - connection.secondStartMs >= 1000) {
      connection.secondStartMs = nowMs;
      connection.messages = 0;
    }
    connection.messages += 1;
    return connection.messages > messagesPerSecondMax;
  }
}

function send({ socket }: Connection, message: ServerMessage): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
}

const sendProblem = (connection: Connection, code: ProblemCode, detail: string): void =>
  send(connection, { type: 'error', code, detail });

/** Says why, and closes. */
function refuse(connection: Connection, code: 'unauthenticated' | 'too_many_requests', detail: string): void {
  sendProblem(connection, code, detail);
  connection.socket.close(closeCodes[code], detail.slice(0, 100));
}
