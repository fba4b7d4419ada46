import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import pg from 'pg';
import { z } from 'zod';
import { Config } from './config.js';

type Signal = readonly [topic: string, payload: string];
type SignalListener = (payload: string) => void;

const channel = 'tradeyard';
/** Signals of so long go out together, so that a thousand orders a second are a hundred notices. */
const gatherMs = 10;
/** NOTIFY takes less than 8000 bytes. */
const noticeBytesMax = 7900;
/** So many wait while the database is away; after that whoever depends on them has to look anyway. */
const waitingMax = 10_000;
const retryMsFirst = 250;
const retryMsMax = 10_000;

/**
 * Tells all processes on this database that something happened, through Postgres's
 * LISTEN and NOTIFY. A signal is a hint: it says what to look at, not what is there,
 * and it can be lost with a connection, so a listener also looks when it is told
 * of a gap. Publish after the commit, and never wait for it.
 */
@Injectable()
export class Signals implements OnModuleDestroy {
  private readonly logger = new Logger(Signals.name);
  /** Our own come back to us as well, and were heard already. */
  private readonly sender = randomUUID();
  private readonly listeners = new Map<string, SignalListener[]>();
  private readonly gapListeners: (() => void)[] = [];
  private waiting = new Map<string, Signal>();
  private client: pg.Client | undefined;
  private connecting: Promise<void> | undefined;
  private gatherTimer: NodeJS.Timeout | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private failures = 0;
  private isStopped = false;

  constructor(private readonly config: Config) {}

  /** Both are short texts without secrets, such as `orders` and a user's id. Repeated ones within a moment become one. */
  publish(topic: string, payload: string): void {
    this.tell([topic, payload]);
    if (this.isStopped || this.waiting.size >= waitingMax) return;
    this.waiting.set(JSON.stringify([topic, payload]), [topic, payload]);
    this.gatherTimer ??= setTimeout(() => void this.send(), gatherMs);
  }

  /** Calls `listener` for each signal of a topic, those of this process included. It must not wait or throw. */
  on(topic: string, listener: SignalListener): void {
    this.listeners.set(topic, [...(this.listeners.get(topic) ?? []), listener]);
    void this.connect();
  }

  /** Calls `listener` each time that signals may have been missed. */
  onGap(listener: () => void): void {
    this.gapListeners.push(listener);
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.gatherTimer);
    if (this.waiting.size > 0) await this.send();
    this.isStopped = true;
    clearTimeout(this.retryTimer);
    await this.connecting;
    await this.client?.end().catch(() => undefined); // gone already
  }

  private async send(): Promise<void> {
    this.gatherTimer = undefined;
    await this.connect();
    const { client } = this;
    if (!client) return; // they go out once there is a connection
    const signals = [...this.waiting.values()];
    this.waiting = new Map();
    try {
      for (const notice of noticesOf(this.sender, signals))
        await client.query('select pg_notify($1, $2)', [channel, notice]);
    } catch (error) {
      // The others look for what they were not told.
      this.logger.warn(`${signals.length} signals were lost: ${String(error)}`);
    }
  }

  /** Connects unless it is, or waits to. Never throws. */
  private connect(): Promise<void> {
    if (this.client || this.isStopped || this.retryTimer) return Promise.resolve();
    this.connecting ??= this.open().finally(() => (this.connecting = undefined));
    return this.connecting;
  }

  private async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.config.databaseUrl,
      application_name: 'tradeyard signals',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    client.on('notification', ({ payload = '' }) => this.hear(payload));
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
    } catch (error) {
      if (this.failures === 0) this.logger.warn(`Signals cannot be exchanged, trying on: ${String(error)}`);
      await client.end().catch(() => undefined); // it never began
      this.retry();
      return;
    }
    this.client = client;
    const wasAway = this.failures > 0;
    this.failures = 0;
    if (!wasAway) return;
    for (const listener of this.gapListeners) listener();
    this.gatherTimer ??= setTimeout(() => void this.send(), gatherMs);
  }

  private lose(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    if (!this.isStopped) this.retry();
  }

  private retry(): void {
    if (this.isStopped || this.retryTimer) return;
    const waitMs = Math.min(retryMsFirst * 2 ** this.failures, retryMsMax);
    this.failures += 1;
    this.retryTimer = setTimeout(() => {
      this.retryTimer = undefined;
      void this.connect();
    }, waitMs);
  }

  private hear(notice: string): void {
    const { success, data } = noticeSchema.safeParse(notice);
    if (!success) this.logger.warn('Somebody else sent a notice that is none of ours');
    else if (data.from !== this.sender) for (const signal of data.signals) this.tell(signal);
  }

  private tell([topic, payload]: Signal): void {
    for (const listener of this.listeners.get(topic) ?? []) {
      try {
        listener(payload);
      } catch (error) {
        // One listener's mistake must not keep the signal from the others, nor fail what it is about.
        this.logger.error(error instanceof Error ? error.stack : error);
      }
    }
  }
}

const noticeSchema = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(z.object({ from: z.string(), signals: z.array(z.tuple([z.string(), z.string()])) }));

/** As few notices as they fit into. */
function noticesOf(from: string, signals: readonly Signal[]): string[] {
  const notices: string[] = [];
  let texts: string[] = [];
  let bytes = 0;
  const close = () => notices.push(`{"from":"${from}","signals":[${texts.join(',')}]}`);
  for (const signal of signals) {
    const text = JSON.stringify(signal);
    const size = Buffer.byteLength(text) + 1;
    if (texts.length > 0 && bytes + size > noticeBytesMax - 100) {
      close();
      [texts, bytes] = [[], 0];
    }
    texts.push(text);
    bytes += size;
  }
  if (texts.length > 0) close();
  return notices;
}
