import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/**
 * How a connection breaks in a commit: the answer to it is lost, or it never
 * arrives, or it arrives late, after its sender was cut off, or the server could
 * not flush its log, says so and dies, and finds the commit in it later. Or it
 * does not break and only falls silent, as when the other machine has gone.
 */
export type Loss = 'answer' | 'request' | 'late' | 'flush' | 'silence';

const lateMs = 150;

/** Stands between an application and its Postgres, and loses the next commits when a test asks for it. */
export class LossyProxy {
  private readonly losses: Loss[] = [];

  private constructor(
    /** The database's address, by way of this proxy. */
    readonly url: string,
    private readonly shut: () => Promise<void>,
  ) {}

  static async open(databaseUrl: string): Promise<LossyProxy> {
    const database = new URL(databaseUrl);
    const sockets = new Set<Socket>();
    const server = createServer((client) => {
      const upstream = connect(Number(database.port), database.hostname);
      for (const socket of [client, upstream]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => sockets.delete(socket));
      }
      proxy.join(client, upstream);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String((server.address() as AddressInfo).port);
    const proxy = new LossyProxy(url.href, async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    return proxy;
  }

  /** The next commits of all connections are lost, one for each. */
  lose(...losses: Loss[]): void {
    this.losses.push(...losses);
  }

  /** How many of the losses are still to come. */
  get pending(): number {
    return this.losses.length;
  }

  close(): Promise<void> {
    return this.shut();
  }

  private join(client: Socket, upstream: Socket): void {
    let loss: Loss | undefined;
    client.on('data', (data) => {
      if (isCommit(data)) loss = this.losses.shift();
      if (loss === 'request' || loss === 'late') client.destroy();
      if (loss === 'request') upstream.destroy();
      else if (loss === 'late') setTimeout(() => upstream.write(data), lateMs);
      else upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (loss === undefined) return void client.write(data);
      if (loss === 'silence') return;
      if (loss === 'flush') client.end(panic);
      else client.destroy();
      upstream.end();
    });
    client.on('close', () => loss ?? upstream.end());
    upstream.on('close', () => client.destroy());
  }
}

/** A simple query of this one word, as the protocol writes it: Q, its length, the text, a zero. */
const isCommit = (data: Buffer): boolean => data.toString('latin1').endsWith('commit\0');

const fields = Buffer.from('SPANIC\0C58030\0Mcould not fsync file\0\0');
const length = Buffer.alloc(4);
length.writeInt32BE(fields.length + 4);
/** An error as the protocol writes it: E, its length, the fields (severity, code, message), a zero. */
const panic = Buffer.concat([Buffer.from('E'), length, fields]);
