import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { LockOwner } from '../platform/lock-owner.js';
import { ProviderPatience } from './market-provider.provider.js';

/** Which of the processes that share their prices asks the providers. */
@Injectable()
export class MarketOwnerService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly owner: LockOwner;

  constructor(
    private readonly config: Config,
    patience: ProviderPatience,
  ) {
    const { databaseUrl } = config;
    this.owner = new LockOwner({
      ...{ databaseUrl, key: '7266401190153412', name: 'market owner', everyMs: patience.ownerMs },
    });
  }

  get isOwner(): boolean {
    return this.owner.isOwner;
  }

  onChange(listener: () => void): void {
    this.owner.onChange(listener);
  }

  onApplicationBootstrap(): void {
    if (this.config.redisUrl !== undefined) void this.owner.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.owner.stop();
  }
}
