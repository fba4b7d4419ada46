import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { LockOwner } from '../platform/lock-owner.js';
import { LegacyQuotePatience } from './legacy-quotes.provider.js';

/** Which of the processes on one database tends to what happens by itself. */
@Injectable()
export class DaytradingOwner extends LockOwner {
  constructor({ databaseUrl }: Config, { ownerMs }: LegacyQuotePatience) {
    super({ databaseUrl, key: '7301954482617705', name: 'day-trading owner', everyMs: ownerMs });
  }
}
