import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { instrumentClasses } from '@tradeyard/market';
import { z } from 'zod';
import { BalancesService } from '../ledger/balances.service.js';
import { Clock } from '../platform/clock.js';
import { Signals } from '../platform/signals.js';
import type { ChannelDescription } from '../stream/channel.dto.js';
import { ChannelsService } from '../stream/channels.service.js';
import type { PositionDto, PositionsDto } from './portfolio.dto.js';
import { PortfolioService, type PortfolioHoldings } from './portfolio.service.js';

/** A portfolio is valued once in this time, whatever its prices do. */
const valueEveryMs = 1000;
/** They are not all valued at the same instant. */
const turns = 10;
/** How soon a portfolio shows what was booked at another process, or by anything but an order. */
const lookEveryMs = 2_000;
/** Exchange rates and names change without anything being booked. */
const holdingsAgeMsMax = 5 * 60_000;

const money = z.object({ amount: z.string(), currency: z.string() });

const positionData = z.object({
  symbol: z.string(),
  name: z.string(),
  class: z.enum(instrumentClasses),
  quantity: z.string(),
  averageCost: money,
  price: money.nullable(),
  cost: money,
  value: money.nullable(),
  gain: money.nullable(),
  gainPercent: z.string().nullable(),
  source: z.string().nullable(),
}) satisfies z.ZodType<PositionDto>;

const portfolioData = z.object({
  positions: z.record(z.string(), positionData).meta({ description: 'By symbol' }),
  total: z.object({ cost: money, value: money, gain: money, gainPercent: z.string().nullable() }),
  cash: money,
  netWorth: money,
  currency: z.string(),
}) satisfies z.ZodType<
  { positions: Record<string, PositionDto> } & Omit<PositionsDto, 'items' | 'next' | 'asOf'>
>;

export const portfolioChannel = {
  kind: 'value',
  name: 'portfolio',
  example: 'portfolio',
  description: 'What I hold and what it is worth at live prices, at most once a second',
  data: portfolioData,
} as const satisfies ChannelDescription;

type Watched = {
  holdings: PortfolioHoldings;
  /** Of the ledger's books when they were read. */
  version: string | undefined;
  readAtMs: number;
  readonly turn: number;
};

/**
 * The value of everybody's own portfolio who watches it, at live prices. What
 * somebody holds is read once and again after something was booked for them, so
 * a tick costs no query.
 */
@Injectable()
export class PortfolioChannelService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(PortfolioChannelService.name);
  private readonly watched = new Map<string, Watched>();
  private readonly timers: NodeJS.Timeout[] = [];
  private opened = 0;
  private turn = 0;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly channels: ChannelsService,
    private readonly portfolios: PortfolioService,
    private readonly balances: BalancesService,
    private readonly signals: Signals,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.channels.register({
      ...portfolioChannel,
      isPrivate: true,
      open: async (userId) => {
        if (!this.watched.has(userId)) await this.read(userId, (await this.versionsOf([userId])).get(userId));
        return true;
      },
      close: (userId) => void this.watched.delete(userId),
      read: (userId) => {
        const known = this.watched.get(userId);
        return known ? dataOf(this.portfolios.value(known.holdings)) : null;
      },
    });
    this.signals.on('orders', (userId) => {
      if (this.watched.has(userId)) void this.look([userId]);
    });
    this.timers.push(
      setInterval(() => this.valueSome(), valueEveryMs / turns),
      setInterval(() => void this.lookAtAll(), lookEveryMs),
    );
  }

  onModuleDestroy(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** Reads again what has changed of all that is watched. */
  lookAtAll(): Promise<void> {
    this.looking ??= this.look([...this.watched.keys()]).finally(() => (this.looking = undefined));
    return this.looking;
  }

  /** Values the portfolios whose turn it is. */
  private valueSome(): void {
    this.turn = (this.turn + 1) % turns;
    for (const [userId, { turn }] of this.watched)
      if (turn === this.turn) this.channels.changed('portfolio', userId);
  }

  private async look(userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    try {
      const versions = await this.versionsOf(userIds);
      const oldestMs = this.clock.now().getTime() - holdingsAgeMsMax;
      for (const userId of userIds) {
        const known = this.watched.get(userId);
        if (!known || (known.version === versions.get(userId) && known.readAtMs >= oldestMs)) continue;
        await this.read(userId, versions.get(userId));
        this.channels.changed('portfolio', userId);
      }
    } catch (error) {
      this.logger.warn(`Portfolios cannot be read, trying on: ${String(error)}`);
    }
  }

  private versionsOf(userIds: readonly string[]): Promise<Map<string, string>> {
    return this.balances.listVersions(userIds);
  }

  /** The version was read before the holdings: what is booked in between is found by the next look. */
  private async read(userId: string, version: string | undefined): Promise<void> {
    const holdings = await this.portfolios.readMain(userId);
    const readAtMs = this.clock.now().getTime();
    const turn = this.watched.get(userId)?.turn ?? (this.opened += 1) % turns;
    this.watched.set(userId, { holdings, version, readAtMs, turn });
  }
}

function dataOf({ items, total, cash, netWorth, currency }: PositionsDto): z.infer<typeof portfolioData> {
  const positions = Object.fromEntries(items.map((position) => [position.symbol, position]));
  return { positions, total, cash, netWorth, currency };
}
