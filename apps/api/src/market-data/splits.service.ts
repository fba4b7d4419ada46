import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Day, Decimal } from '@tradeyard/kernel';
import { adjustClose, ignoresSplits, type CandleSource, type Split } from '@tradeyard/market';
import type { Repository } from 'typeorm';
import { Signals } from '../platform/signals.js';
import { InstrumentEventEntity } from './instrument-event.entity.js';

const topic = 'splits';

/**
 * All splits, in memory: quotes ask without waiting what a close of yesterday counts today. There are a few for each
 * instrument. Every process reads them again when one of them has changed some.
 */
@Injectable()
export class SplitsService implements OnModuleInit {
  private readonly logger = new Logger(SplitsService.name);
  private splits: ReadonlyMap<string, readonly Split[]> = new Map();

  constructor(
    @InjectRepository(InstrumentEventEntity) private readonly events: Repository<InstrumentEventEntity>,
    private readonly signals: Signals,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.read();
    this.signals.on(topic, () => void this.refresh());
    this.signals.onGap(() => void this.refresh());
  }

  /** Splits have been written: this process knows them when the promise resolves, the others soon. */
  async tell(): Promise<void> {
    await this.read();
    this.signals.publish(topic, 'changed');
  }

  list(symbol: string): readonly Split[] {
    return this.splits.get(symbol) ?? [];
  }

  /** What a close of the day `after` counts on `until`. One that was simulated or replayed is of the shares of today already. */
  adjust(symbol: string, close: Decimal, { after, until, source }: CloseDays): Decimal {
    return ignoresSplits(source) ? close : adjustClose(close, this.list(symbol), after, until);
  }

  private async read(): Promise<void> {
    const rows = await this.events.find({ where: { kind: 'split' }, order: { symbol: 'ASC', day: 'ASC' } });
    const splits = rows.map(({ symbol, day, splitTo, splitFrom }) => ({
      symbol,
      split: { kind: 'split' as const, day, to: BigInt(splitTo ?? 1), from: BigInt(splitFrom ?? 1) },
    }));
    const bySymbol = Map.groupBy(splits, ({ symbol }) => symbol);
    this.splits = new Map([...bySymbol].map(([symbol, each]) => [symbol, each.map(({ split }) => split)]));
  }

  /** While the database is away the splits that were known stay; a gap follows, after which this is tried again. */
  private async refresh(): Promise<void> {
    try {
      await this.read();
    } catch (error) {
      this.logger.warn(`The splits cannot be read: ${String(error)}`);
    }
  }
}

type CloseDays = { readonly after: Day; readonly until: Day; readonly source: CandleSource };
