import { once } from 'node:events';
import type { ClientRequestArgs } from 'node:http';
import { expect } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { eventually } from './eventually.js';
import type { ServerMessage } from '../src/stream/stream.dto.js';

type Data = Record<string, unknown>;
type Numbered = Extract<ServerMessage, { seq: number }>;

const opened: WebSocket[] = [];

/** Ends what a test left open. */
export const closeStreams = (): void => opened.splice(0).forEach((socket) => socket.terminate());

/** A client of the stream that keeps what the server sent. */
export class TestStream {
  readonly received: ServerMessage[] = [];
  closeCode: number | undefined;

  constructor(readonly socket: WebSocket) {
    opened.push(socket);
    socket.on('message', (data: Buffer) =>
      this.received.push(...(JSON.parse(data.toString()) as ServerMessage[])),
    );
    socket.on('close', (code) => (this.closeCode = code));
    socket.on('error', () => undefined); // a refused handshake shows as its close
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Snapshots, changes and events of a channel. */
  of(channel: string): Numbered[] {
    return this.received.filter(
      (message): message is Numbered => 'seq' in message && message.channel === channel,
    );
  }

  /** What a client knows of a value: its snapshot with every change merged into it. */
  value(channel: string): Data | undefined {
    return this.of(channel).reduce<Data | undefined>(
      (known, { type, data }) => (type === 'change' ? { ...known, ...(data as Data) } : (data as Data)),
      undefined,
    );
  }

  /** Waits for a message that looks like this. */
  async see(expected: object): Promise<void> {
    await eventually(() => expect(this.received).toContainEqual(expect.objectContaining(expected)));
  }

  async seeClose(code: number): Promise<void> {
    await eventually(() => expect(this.closeCode).toBe(code));
  }

  /** Subscribes, and waits until it is done. */
  async subscribe(channels: readonly string[], since?: Readonly<Record<string, number>>): Promise<this> {
    const answers = () => this.received.filter(({ type }) => type === 'subscribed').length;
    const before = answers();
    this.send({ type: 'subscribe', channels, ...(since && { since }) });
    await eventually(() => expect(answers()).toBeGreaterThan(before));
    return this;
  }
}

/** Connects to the stream of the API at `origin`. */
export async function openStream(
  origin: string,
  options: ClientOptions | ClientRequestArgs = {},
  protocols: string[] = [],
): Promise<TestStream> {
  const address = `${origin.replace('http', 'ws')}/api/v1/stream`;
  const stream = new TestStream(new WebSocket(address, protocols, options));
  await once(stream.socket, 'open');
  return stream;
}

/** Connects as somebody. */
export async function signIn(origin: string, accessToken: string): Promise<TestStream> {
  const stream = await openStream(origin, { headers: { authorization: `Bearer ${accessToken}` } });
  await stream.see({ type: 'ready' });
  return stream;
}
