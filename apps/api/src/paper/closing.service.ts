import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ClosingService } from '../users/closing.service.js';
import { RunsService } from './runs.service.js';
import { TrackedPortfoliosService } from './tracked-portfolios.service.js';

/** Paper money needs nobody to take it out: it is left behind by whoever closes their account. */
@Injectable()
export class PaperClosingService implements OnModuleInit {
  constructor(
    private readonly closing: ClosingService,
    private readonly runs: RunsService,
    private readonly tracked: TrackedPortfoliosService,
  ) {}

  onModuleInit(): void {
    this.closing.onClosed((userId) => this.runs.archiveAll(userId));
    this.closing.onClosed((userId) => this.tracked.archiveAll(userId));
  }
}
