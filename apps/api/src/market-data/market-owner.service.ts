import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../platform/config.js';
import { ProviderPatience } from './market-provider.provider.js';

/** Chosen by chance, and only ours. */
const lockKey = '7266401190153412';

/**
 * Which of the processes that share their prices asks the providers: the one that
 * holds an advisory lock of Postgres, on a connection of its own. When it dies
 * Postgres frees the lock, and the next to ask has it.
 */
@Injectable()
export class MarketOwnerService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(MarketOwnerService.name);
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private asking: Promise<void> | undefined;
  private isStopped = false;
  private owns = false;
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly config: Config,
    private readonly patience: ProviderPatience,
  ) {}

  get isOwner(): boolean {
    return this.owns;
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  onApplicationBootstrap(): void {
    if (this.config.redisUrl !== undefined) this.askAgain();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.asking;
    await this.client?.end().catch(() => undefined); // gone already
  }

  private askAgain(): void {
    this.asking = this.ask().then(() => {
      if (!this.isStopped) this.timer = setTimeout(() => this.askAgain(), this.patience.ownerMs);
    });
  }

  /** Takes the lock where it is free, and learns whether the connection that holds it is still there. Never throws. */
  private async ask(): Promise<void> {
    try {
      const client = (this.client ??= await this.connect());
      const { rows } = await client.query<{ owns: boolean }>(
        this.owns ? 'select true as owns' : 'select pg_try_advisory_lock($1) as owns',
        this.owns ? [] : [lockKey],
      );
      this.note(rows[0]?.owns === true);
    } catch {
      this.lose(this.client);
    }
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.config.databaseUrl,
      application_name: 'tradeyard market owner',
      keepAlive: true,
      connectionTimeoutMillis: this.patience.ownerMs,
      query_timeout: this.patience.ownerMs,
    });
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    await client.connect();
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
    this.logger.log(
      owns ? 'This process asks the providers of prices' : 'Another process may ask the providers of prices',
    );
    for (const listener of this.listeners) listener();
  }
}
