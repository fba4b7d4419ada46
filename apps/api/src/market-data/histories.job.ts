import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { addDays, dayOf, type Day } from '@tradeyard/kernel';
import { unadjustCandles, type Candle } from '@tradeyard/market';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { CandlesService } from './candles.service.js';
import type { AskedProviderName, FollowedInstrument } from './market-provider.provider.js';
import { MarketOwnerService } from './market-owner.service.js';
import { QuotesService } from './quotes.service.js';
import { SimulationsService } from './simulations.service.js';
import { SplitsService } from './splits.service.js';
import { SupervisorService } from './supervisor.service.js';

/** As far back as a chart of ten years goes. */
const historyDays = 3_653;
const retryMs = 60_000;

type Wanted = { readonly provider: AskedProviderName; readonly instrument: FollowedInstrument };

/**
 * Gets the daily history of instruments that a provider prices and that have
 * none, one after the other, so that no provider is asked for much at once. It
 * takes the place of simulated days.
 */
@Injectable()
export class HistoriesJob implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(HistoriesJob.name);
  private readonly followed = new Map<AskedProviderName, readonly FollowedInstrument[]>();
  private readonly wanted = new Map<string, Wanted>();
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly supervisor: SupervisorService,
    private readonly ownership: MarketOwnerService,
    private readonly candles: CandlesService,
    private readonly simulations: SimulationsService,
    private readonly quotes: QuotesService,
    private readonly splits: SplitsService,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.ownership.onChange(() => {
      for (const [provider, instruments] of this.followed) this.want(provider, instruments);
    });
  }

  /** These are priced by the provider from now on. */
  want(provider: AskedProviderName, instruments: readonly FollowedInstrument[]): void {
    this.followed.set(provider, instruments);
    // Whoever asks the provider for prices asks it for these.
    if (!this.supervisor.asks(provider) || !this.supervisor.getProvider(provider).readHistory) return;
    for (const instrument of instruments) this.wanted.set(instrument.symbol, { provider, instrument });
    this.start();
  }

  /** Somebody else prices it now. */
  forget(symbol: string): void {
    this.wanted.delete(symbol);
  }

  async whenIdle(): Promise<void> {
    await this.running;
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.running;
  }

  private start(): void {
    clearTimeout(this.timer);
    this.running ??= this.readAll().finally(() => (this.running = undefined));
  }

  /** Those that failed are tried again later: prices come without a history. */
  private async readAll(): Promise<void> {
    const failed = new Map<string, Wanted>();
    for (let next = first(this.wanted); next; next = first(this.wanted)) {
      const { symbol } = next.instrument;
      this.wanted.delete(symbol);
      try {
        await this.readOne(next);
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.logger.warn(`The history of ${symbol} is still missing: ${next.provider} ${String(error)}`);
        failed.set(symbol, next);
      }
    }
    if (failed.size === 0) return;
    for (const [symbol, each] of failed) if (!this.wanted.has(symbol)) this.wanted.set(symbol, each);
    this.timer = setTimeout(() => this.start(), retryMs).unref();
  }

  private async readOne({ provider, instrument }: Wanted): Promise<void> {
    const today = dayOf(this.clock.now());
    const { symbol } = instrument;
    const [known] = await this.candles.findCloses([{ symbol, on: addDays(today, -1) }]);
    const isReal = known !== undefined && known.source !== 'simulated';
    if (isReal && known.day >= addDays(today, -1)) return;
    const from = isReal ? addDays(known.day, 1) : addDays(today, -historyDays);
    const history = await this.supervisor
      .getProvider(provider)
      .readHistory?.(instrument, from, this.stopping.signal);
    if (!history) return;
    const observed = this.asObserved(symbol, history, today);
    const last = observed.at(-1);
    if (!last) return;
    await this.dataSource.transaction(async (manager) => {
      await this.simulations.lock(manager, symbol, this.clock.now());
      await this.candles.removeSimulated(manager, symbol);
      await this.candles.writeDays(manager, symbol, observed, provider);
    });
    this.quotes.setPreviousClose(symbol, {
      price: last.close,
      atMs: last.at.getTime(),
      source: provider,
    });
  }

  /** Candles are stored as they were observed; providers tell their history in today's shares. */
  private asObserved(symbol: string, history: readonly Candle[], today: Day): readonly Candle[] {
    const past = this.splits.list(symbol).filter(({ day }) => day <= today);
    return unadjustCandles(history, past);
  }
}

const first = (wanted: ReadonlyMap<string, Wanted>): Wanted | undefined => wanted.values().next().value;
