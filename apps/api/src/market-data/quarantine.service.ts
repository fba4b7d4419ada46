import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { formatMinor, type Decimal } from '@tradeyard/kernel';
import { providerNames, type RawTick } from '@tradeyard/market';
import { z } from 'zod';
import { Signals } from '../platform/signals.js';
import { TicksService, type QuarantinedTick } from './ticks.service.js';

const topic = 'tick-accepted';

const number = z.string().optional();
const acceptedTick = z.object({
  symbol: z.string(),
  price: number,
  bid: number,
  ask: number,
  atMs: z.number(),
  source: z.enum(providerNames),
});

/** Prices that nobody believed, for administrators: each process has its own list, and a decision counts for all. */
@Injectable()
export class QuarantineService implements OnModuleInit {
  private readonly logger = new Logger(QuarantineService.name);

  constructor(
    private readonly ticks: TicksService,
    private readonly signals: Signals,
  ) {}

  onModuleInit(): void {
    this.signals.on(topic, (payload) => {
      const { data } = acceptedTick.safeParse(JSON.parse(payload));
      if (data) this.ticks.acceptAsElsewhere(data);
    });
  }

  /** Newest first; `cursor` is the id of the last one before. */
  list({ limit, cursor }: { limit: number; cursor?: string | undefined }): QuarantinedTick[] {
    const all = this.ticks.listQuarantine();
    const start = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1;
    return all.slice(start, start + limit);
  }

  /** Throws `not_found`, `tick_impossible` and `quarantine_closed`. */
  accept(id: string): QuarantinedTick {
    const entry = this.ticks.accept(id);
    this.logger.log(`A price of ${entry.raw.symbol} from ${entry.raw.source} was accepted`);
    this.signals.publish(topic, JSON.stringify(asTold(entry.raw)));
    return entry;
  }
}

/** Without a volume: it is traded once, not once for each process. */
const asTold = ({ symbol, price, bid, ask, atMs, source }: RawTick): z.infer<typeof acceptedTick> => ({
  symbol,
  price: rawText(price),
  bid: rawText(bid),
  ask: rawText(ask),
  atMs,
  source,
});

/** What a provider said, as text; it may be anything. What is neither text nor exact stays none: `7` is no price. */
export function rawText(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  const { digits, scale }: Partial<Decimal> = value ?? {};
  if (digits !== undefined && scale !== undefined) return formatMinor(digits, scale);
  return `no number: ${JSON.stringify(value)}`.slice(0, 40);
}
