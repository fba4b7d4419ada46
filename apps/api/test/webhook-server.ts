import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

type Answer = (response: ServerResponse) => void;

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end('thanks');

/** It takes the message and says nothing. */
export const hang: Answer = () => undefined;

/** It takes the message and ends the connection. */
export const drop: Answer = (response) => void response.destroy();

/** An answer without end. */
export const flood: Answer = (response) => {
  response.writeHead(200);
  const pour = () => {
    while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
    if (!response.destroyed) response.once('drain', pour);
  };
  pour();
};

/** A receiver of webhooks that keeps what it got, and answers what it is told to: 200 where nothing is left to say. */
export class WebhookServer {
  readonly received: Received[] = [];
  readonly answers: Answer[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookServer> {
    const server = createServer();
    const made = new WebhookServer(server);
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (part: string) => (body += part));
      request.on('end', () => {
        made.received.push({ path: request.url ?? '', headers: request.headers, body });
        (made.answers.shift() ?? status(200))(response);
      });
      response.on('error', () => undefined); // whoever asked has gone
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return made;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
