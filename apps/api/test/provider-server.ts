import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** What happens to a connection, or to the request for one. */
export type Play = {
  /** Instead of a connection: an answer such as `429 Too Many Requests`, with its headers. */
  readonly refuse?: string;
  /** The request is never answered. */
  readonly hang?: boolean;
  /** Once it stands. */
  readonly connected?: (socket: WebSocket) => void;
};

/** Stands where a provider of prices is, over HTTP and over WebSocket, and says what a test wants it to say. */
export class ProviderServer {
  /** Paths that were asked for, those of connections included. */
  readonly requests: string[] = [];
  /** What clients said on their connections, as JSON. */
  readonly messages: unknown[] = [];
  readonly sockets: WebSocket[] = [];
  /** One for each connection; the last for all further ones. */
  plays: Play[] = [{}];
  answer: RequestListener = (_, response) => response.writeHead(404).end();
  /** Somebody wants a connection. */
  onUpgrade: () => void = () => undefined;
  private connections = 0;
  private readonly streams = new Set<Duplex>();
  private readonly webSockets = new WebSocketServer({ noServer: true });
  private readonly server = createServer((request, response) => {
    this.requests.push(request.url ?? '');
    this.answer(request, response);
  });

  async start(): Promise<void> {
    this.server.on('upgrade', (request, stream, head) => this.upgrade(request, stream, head));
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** As if nothing had happened yet. */
  reset(...plays: Play[]): void {
    this.plays = plays;
    this.connections = 0;
    this.requests.length = 0;
    this.messages.length = 0;
    for (const socket of this.sockets.splice(0)) socket.terminate();
  }

  close(): void {
    for (const stream of this.streams) stream.destroy();
    this.webSockets.close();
    this.server.closeAllConnections();
    this.server.close();
  }

  private upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    this.requests.push(request.url ?? '');
    this.onUpgrade();
    this.streams.add(stream);
    stream.on('error', () => undefined); // who was refused may hang up first
    const play = this.plays[Math.min(this.connections, this.plays.length - 1)] ?? {};
    this.connections += 1;
    if (play.hang) return;
    if (play.refuse !== undefined) {
      stream.end(`HTTP/1.1 ${play.refuse}\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.webSockets.handleUpgrade(request, stream, head, (socket) => {
      this.sockets.push(socket);
      socket.on('message', (data) => this.messages.push(JSON.parse((data as Buffer).toString())));
      play.connected?.(socket);
    });
  }
}

/** Answers with text as JSON. */
export const sayJson =
  (value: unknown, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_request: IncomingMessage, response: ServerResponse) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof value === 'string' ? value : JSON.stringify(value));

/** An answer without end. */
export const pour: RequestListener = (_, response) => {
  const more = (): void => {
    while (!response.destroyed && response.write('x'.repeat(1_000_000)));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
};
