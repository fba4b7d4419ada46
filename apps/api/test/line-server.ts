import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** What happens to a line that came, on which connection. */
export type LinePlay = (socket: Socket, line: string) => void;

/** Stands where a server is that is spoken to in lines over TCP, and does to each line what a test wants. */
export class LineServer {
  /** Lines that came, in their order. */
  readonly lines: string[] = [];
  /** Connections that were made, the ended ones too. */
  connections = 0;
  /** The most connections that there were at the same time, without those that this side has ended. */
  openMax = 0;
  readonly sockets = new Set<Socket>();
  /** One for each line; the last for all further ones. */
  plays: LinePlay[] = [];
  onConnection: (socket: Socket) => void = () => undefined;
  private readonly server = createServer((socket) => {
    this.connections += 1;
    this.sockets.add(socket);
    this.openMax = Math.max(this.openMax, [...this.sockets].filter(({ writable }) => writable).length);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    this.onConnection(socket);
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      const lines = (text + part).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) this.hear(socket, line);
    });
  });

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** Where it is, as `host:port`. */
  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private hear(socket: Socket, line: string): void {
    this.lines.push(line);
    const play = this.plays[Math.min(this.lines.length, this.plays.length) - 1];
    play?.(socket, line);
  }
}
