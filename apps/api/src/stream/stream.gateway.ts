import type { IncomingMessage } from 'node:http';
import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import type { RawData, WebSocket } from 'ws';
import { AccessTokensService } from '../auth/access-tokens.service.js';
import { PersonLookupService } from '../auth/person-lookup.service.js';
import { isDatabaseOutage } from '../platform/outage.js';
import { Problem } from '../platform/problem.js';
import { BroadcastService } from './broadcast.service.js';
import { ConnectionsService, type Connection } from './connections.service.js';
import { EventsService } from './events.service.js';
import {
  goingAwayCode,
  messageBytesMax,
  messagesPerSecondMax,
  readClientMessage,
  subprotocol,
  tokenProtocolPrefix,
} from './stream.dto.js';
import { SubscriptionsService } from './subscriptions.service.js';

const authFirst = 'Send {"type":"auth","token":"..."} first';
/** It asks on and on and does not read the answers. */
const unreadBytesMax = 2 * 1024 * 1024;
const forgetEveryMs = 10_000;
/** Whoever asks faster than can be answered, for longer than a moment, has to stop. */
const waitingMax = 20;

/** Where clients of the stream come in: who they are, and what they say. */
@WebSocketGateway({
  path: '/api/v1/stream',
  maxPayload: messageBytesMax,
  perMessageDeflate: false,
  clientTracking: true,
  handleProtocols: (offered: Set<string>) => (offered.has(subprotocol) ? subprotocol : false),
})
export class StreamGateway
  implements OnGatewayConnection<WebSocket>, OnApplicationBootstrap, BeforeApplicationShutdown
{
  private readonly logger = new Logger(StreamGateway.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly tokens: AccessTokensService,
    private readonly people: PersonLookupService,
    private readonly connections: ConnectionsService,
    private readonly subscriptions: SubscriptionsService,
    private readonly broadcast: BroadcastService,
    private readonly events: EventsService,
  ) {}

  onApplicationBootstrap(): void {
    this.connections.start();
    this.events.start();
    this.timer = setInterval(() => this.broadcast.forgetUnwatched(), forgetEveryMs);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
    this.connections.stop();
    this.events.stop();
    this.broadcast.stop();
    for (const { socket } of this.connections.all()) socket.close(goingAwayCode, 'The server stops');
  }

  handleConnection(socket: WebSocket, request: IncomingMessage): void {
    const connection = this.connections.add(socket, request.socket);
    // Nest's own listener logs each as an error of ours, and so would let anybody fill the log.
    socket.removeAllListeners('error');
    socket.on('error', ({ message }) => this.logger.debug(`A client broke the protocol: ${message}`));
    socket.on('pong', () => (connection.isPinged = false));
    socket.on('message', (data, isBinary) => this.receive(connection, data, isBinary));
    socket.once('close', () => {
      this.subscriptions.end(connection);
      this.connections.remove(connection);
    });
    const token = tokenOf(request);
    if (token !== undefined) this.inTurn(connection, () => this.signIn(connection, token));
  }

  private receive(connection: Connection, data: RawData, isBinary: boolean): void {
    if (!connection.isOpen) return;
    if (connection.unreadBytes > unreadBytesMax) {
      connection.socket.terminate();
      return;
    }
    if (this.connections.isTooFast(connection)) {
      connection.refuse('too_many_requests', `At most ${messagesPerSecondMax} messages a second`);
      return;
    }
    // ws gives one Buffer unless it is told otherwise.
    const text = isBinary ? '' : (data as Buffer).toString();
    this.inTurn(connection, () => this.answer(connection, text));
  }

  private async answer(connection: Connection, text: string): Promise<void> {
    if (!connection.isOpen) return;
    const message = readClientMessage(text);
    if (!message) {
      const detail = 'A message is JSON such as {"type":"subscribe","channels":["quotes:AAPL"]}';
      connection.refuse('validation_failed', detail);
    } else if (message.type === 'auth') await this.signIn(connection, message.token);
    else if (!connection.session) connection.refuse('unauthenticated', authFirst);
    else if (message.type === 'subscribe')
      await this.subscriptions.add(connection, message.channels, message.since ?? {});
    else this.subscriptions.remove(connection, message.channels);
  }

  private async signIn(connection: Connection, token: string): Promise<void> {
    try {
      const { session, endsAtMs } = this.tokens.read(token);
      const { session: before } = connection;
      if (before && before.userId !== session.userId) {
        connection.refuse('unauthenticated', 'Another person needs a connection of their own');
        return;
      }
      await this.people.getOpen(session.userId);
      if (!connection.isOpen) return;
      if (this.connections.signIn(connection, session, endsAtMs))
        connection.send({ type: 'ready', endsAt: new Date(endsAtMs).toISOString() });
      else connection.refuse('too_many_connections', 'You have as many connections as one person may have');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      connection.refuse('unauthenticated', error.message);
    }
  }

  /** What a client says is answered in the order in which it was said. */
  private inTurn(connection: Connection, step: () => Promise<void>): void {
    if (connection.waiting > waitingMax) {
      connection.refuse('too_many_requests', `At most ${waitingMax} messages may wait for their answers`);
      return;
    }
    connection.waiting += 1;
    const attempt = () =>
      step()
        .catch((error: unknown) => this.fail(connection, error))
        .finally(() => (connection.waiting -= 1));
    const work = connection.work ? connection.work.then(attempt) : attempt();
    connection.work = work;
    void work.then(() => {
      if (connection.work === work) connection.work = undefined;
    });
  }

  private fail(connection: Connection, error: unknown): void {
    if (!isDatabaseOutage(error)) this.logger.error(error instanceof Error ? error.stack : error);
    connection.refuse('service_unavailable', 'This cannot be answered at the moment. Try again later.');
  }
}

/**
 * The token that came with the connection: as a header from programs, as a
 * subprotocol from browsers. Never in the address, which servers and proxies log.
 */
function tokenOf({ headers }: IncomingMessage): string | undefined {
  const [scheme, token] = (headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer' && token) return token;
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
  return offered.find((each) => each.startsWith(tokenProtocolPrefix))?.slice(tokenProtocolPrefix.length);
}
