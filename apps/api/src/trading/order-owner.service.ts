import { Injectable } from '@nestjs/common';
import { ProviderPatience } from '../market-data/market-provider.provider.js';
import { Config } from '../platform/config.js';
import { LockOwner } from '../platform/lock-owner.js';

/** Which of the processes on one database watches prices for the orders that rest. */
@Injectable()
export class OrderOwner extends LockOwner {
  constructor({ databaseUrl }: Config, { ownerMs }: ProviderPatience) {
    super({ databaseUrl, key: '4087715523310986', name: 'order owner', everyMs: ownerMs });
  }
}
