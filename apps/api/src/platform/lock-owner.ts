import { Logger } from '@nestjs/common';
import pg from 'pg';

/** What is owned, by which advisory lock, and how often it is asked for. */
export type Ownership = {
  readonly databaseUrl: string;
  /** Chosen by chance, and nobody else's. */
  readonly key: string;
  /** Shown in the database's list of connections, and in the log. */
  readonly name: string;
  /** How soon another process takes over, and how soon one learns that it is cut off. */
  readonly everyMs: number;
};

/**
 * Which of several processes does what must be done once: the one that holds an advisory lock of Postgres, on a connection
 * of its own. When it dies Postgres frees the lock, and the next to ask has it.
 */
export class LockOwner {
  private readonly logger: Logger;
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private asking: Promise<void> | undefined;
  private isStopped = false;
  private owns = false;
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly what: Ownership) {
    this.logger = new Logger(what.name);
  }

  get isOwner(): boolean {
    return this.owns;
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Resolves after the first attempt, and goes on asking. */
  async start(): Promise<void> {
    this.askAgain();
    await this.asking;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.asking;
    await this.client?.end().catch(() => undefined); // gone already
  }

  private askAgain(): void {
    this.asking = this.ask().then(() => {
      if (!this.isStopped) this.timer = setTimeout(() => this.askAgain(), this.what.everyMs);
    });
  }

  /** Takes the lock where it is free, and learns whether the connection that holds it is still there. Never throws. */
  private async ask(): Promise<void> {
    try {
      const client = (this.client ??= await this.connect());
      const { rows } = await client.query<{ owns: boolean }>(
        this.owns ? 'select true as owns' : 'select pg_try_advisory_lock($1) as owns',
        this.owns ? [] : [this.what.key],
      );
      this.note(rows[0]?.owns === true);
    } catch {
      this.lose(this.client);
    }
  }

  private async connect(): Promise<pg.Client> {
    const { databaseUrl, name, everyMs } = this.what;
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: `tradeyard ${name}`,
      keepAlive: true,
      connectionTimeoutMillis: everyMs,
      query_timeout: everyMs,
    });
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    await client.connect();
    // A machine that vanishes says nothing: the server finds out by itself, and frees the lock.
    await client.query(`select set_config('tcp_keepalives_idle', '1', false),
      set_config('tcp_keepalives_interval', '1', false), set_config('tcp_keepalives_count', '2', false)`);
    return client;
  }

  private lose(client: pg.Client | undefined): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.note(false);
    void client?.end().catch(() => undefined); // gone already
  }

  private note(owns: boolean): void {
    if (owns === this.owns || this.isStopped) return;
    this.owns = owns;
    this.logger.log(owns ? 'This process is the one' : 'Another process may be the one');
    for (const listener of this.listeners) listener();
  }
}
