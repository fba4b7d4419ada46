import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { dayOf, parseDecimal, type Day } from '@tradeyard/kernel';
import type { PriceLevel } from '@tradeyard/market';
import { Clock } from '../platform/clock.js';
import type { DatedClose } from './candles.service.js';
import { HistoriesJob } from './histories.job.js';
import { ProviderPatience, type AskedProviderName } from './market-provider.provider.js';
import { MarketJob } from './market.job.js';
import { QuotesService, type StoredPrice } from './quotes.service.js';
import { RosterService, type RosterEntry } from './roster.service.js';
import { SimulatedProvider } from './simulated.provider.js';
import { SplitsService } from './splits.service.js';
import { SupervisorService } from './supervisor.service.js';
import { TicksService } from './ticks.service.js';

const askedNames = ['replay', 'yahoo', 'binance', 'finnhub'] as const satisfies AskedProviderName[];
const dayMs = 86_400_000;

/** Whose prices an instrument has; undefined for one that is halted or has ended. */
const pricedBy = ({ status, provider, providerSymbol }: RosterEntry): string | undefined =>
  status === 'active' ? `${provider} ${providerSymbol ?? ''}` : undefined;

/** Has each instrument priced by the provider that it names, also when an administrator names another one. */
@Injectable()
export class ProvidersJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ProvidersJob.name);
  private readonly pricing = new Map<string, string | undefined>();
  private readonly followed = new Map<AskedProviderName, string>();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private isFailing = false;

  constructor(
    private readonly roster: RosterService,
    private readonly supervisor: SupervisorService,
    private readonly histories: HistoriesJob,
    private readonly market: SimulatedProvider,
    private readonly marketJob: MarketJob,
    private readonly ticks: TicksService,
    private readonly quotes: QuotesService,
    private readonly splits: SplitsService,
    private readonly patience: ProviderPatience,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.refresh();
    this.awaitRefresh();
  }

  onModuleDestroy(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  /** Looks at the instruments, and acts on what has changed. */
  async refresh(): Promise<void> {
    const entries = await this.roster.readIfChanged();
    if (!entries) return;
    try {
      await this.apply(entries);
    } catch (error) {
      this.roster.forgetLast();
      throw error;
    }
  }

  private async apply(entries: readonly RosterEntry[]): Promise<void> {
    const moved = entries.filter((entry) => this.pricing.get(entry.symbol) !== pricedBy(entry));
    this.quotes.setMarkets(entries);
    for (const entry of moved) this.endPrices(entry);
    await this.beginPrices(
      moved.filter(({ status, provider }) => status === 'active' && provider !== 'simulated'),
    );
    // After a restart nobody prices these, and whoever holds them has not lost them.
    await this.open(
      entries.filter(({ symbol, status }) => status !== 'active' && !this.quotes.findQuote(symbol)),
    );
    const simulated = moved.filter(({ provider, status }) => provider === 'simulated' && status === 'active');
    // The market's own job begins it.
    if (this.pricing.size > 0 && simulated.length > 0) {
      await this.market.takeOver(simulated.map(({ symbol }) => symbol));
      this.marketJob.writeHistories();
    }
    for (const entry of moved) this.pricing.set(entry.symbol, pricedBy(entry));
    for (const name of askedNames) this.follow(name, entries);
  }

  /** A halted instrument keeps its last price; what another provider said is nobody's price any more. */
  private endPrices({ symbol, status, provider }: RosterEntry): void {
    if (status === 'active' && provider === 'simulated') return; // it begins by itself, from its stored path
    this.market.leave(symbol);
    this.histories.forget(symbol);
    this.ticks.forget(symbol);
    if (status === 'active') this.quotes.end(symbol);
  }

  private async beginPrices(entries: readonly RosterEntry[]): Promise<void> {
    const closes = await this.open(entries);
    for (const entry of entries) this.ticks.begin(entry, closes.get(entry.symbol));
  }

  /** Until the first tick, instruments are worth what they were at the newest stored close. Answers the closes before today. */
  private async open(entries: readonly RosterEntry[]): Promise<ReadonlyMap<string, PriceLevel>> {
    const closes = new Map<string, PriceLevel>();
    if (entries.length === 0) return closes;
    const today = dayOf(this.clock.now());
    const starts = await this.roster.readStarts(entries, this.clock.now());
    for (const [index, { symbol, currency }] of entries.entries()) {
      const { close, newest, day } = starts[index] ?? {};
      const previousClose = close ? storedPrice(close, today) : null;
      this.quotes.open(symbol, { currency, day, previousClose }, newest && storedPrice(newest, today));
      if (!close || !previousClose) continue;
      // A price of fewer, larger shares would make the first tick look impossible.
      const days = { after: close.day, until: today, source: close.source };
      closes.set(symbol, { ...previousClose, price: this.splits.adjust(symbol, previousClose.price, days) });
    }
    return closes;
  }

  private follow(name: AskedProviderName, entries: readonly RosterEntry[]): void {
    const instruments = entries
      .filter(({ provider, status }) => provider === name && status === 'active')
      .map(({ symbol, providerSymbol, class: ofClass, currency }) => ({
        symbol,
        providerSymbol: providerSymbol ?? symbol,
        class: ofClass,
        currency,
      }));
    const asText = JSON.stringify(instruments);
    if (asText === (this.followed.get(name) ?? '[]')) return;
    this.followed.set(name, asText);
    this.supervisor.follow(name, instruments);
    this.histories.want(name, instruments);
  }

  private awaitRefresh(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(
      () => void this.attempt().then(() => this.awaitRefresh()),
      this.patience.rosterMs,
    );
  }

  /** While the database is away prices go on. */
  private async attempt(): Promise<void> {
    try {
      await this.refresh();
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.logger.warn(`The instruments cannot be read, trying on: ${String(error)}`);
      this.isFailing = true;
    }
  }
}

/** At noon of its day; that of today may not have come yet. */
const storedPrice = ({ close, day, source }: DatedClose, today: Day): StoredPrice => ({
  price: parseDecimal(close),
  atMs: Date.parse(day) + (day < today ? dayMs / 2 : 0),
  source,
});
