import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { RefusalEntity } from './ledger.entity.js';
import { LedgerIds } from './ledger-ids.service.js';

/** Enough to see what was meant. */
const textLengthMax = 1_000;

/** The part of the audit trail that left nothing in the ledger. */
@Injectable()
export class RefusalsService {
  constructor(
    @InjectRepository(RefusalEntity) private readonly refusals: Repository<RefusalEntity>,
    private readonly ids: LedgerIds,
    private readonly clock: Clock,
  ) {}

  async record(refusal: Omit<RefusalEntity, 'id' | 'at'>): Promise<void> {
    await this.refusals.insert({
      ...refusal,
      message: refusal.message.slice(0, textLengthMax),
      request: refusal.request.slice(0, textLengthMax),
      id: this.ids.next(),
      at: this.clock.now(),
    });
  }
}
