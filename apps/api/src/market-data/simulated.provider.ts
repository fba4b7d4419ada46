import { Injectable } from '@nestjs/common';
import { formatMinor, parseDecimal } from '@tradeyard/kernel';
import {
  createSimulation,
  isOpen,
  nextPoint,
  pathPrice,
  pathScale,
  stepAt,
  tickOf,
  type PathPoint,
  type Simulation,
} from '@tradeyard/market';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { LiveCandlesService } from './live-candles.service.js';
import { QuotesService } from './quotes.service.js';
import {
  SimulationProgressService,
  type Progress,
  type StoredProgress,
} from './simulation-progress.service.js';
import { SimulationsService, type StoredCourse } from './simulations.service.js';
import { TicksService } from './ticks.service.js';

/** The path of one instrument, and how far this process has walked it. */
type Walk = {
  readonly simulation: Simulation;
  readonly generation: number;
  /** Outside of its sessions the price stands still; undefined for one that ticks all the time. */
  readonly calendar: string | undefined;
  point: PathPoint;
};

/**
 * After a pause so short every step is walked, and a restart does not show. After
 * a longer one the price goes on from where it was: nobody saw what happened
 * meanwhile, and walking all of a night would hold up the start.
 */
const missedStepsMax = 3_600;
const missedMsMax = 6 * 60 * 60 * 1000;

/** Source of the ticks of the simulated market. Steps are counted by the clock: see SimulationsService for why processes agree. */
@Injectable()
export class SimulatedProvider {
  private readonly walks = new Map<string, Walk>();
  private readonly stepMs: number;
  private readonly pauseMsMax: number;

  constructor(
    private readonly simulations: SimulationsService,
    private readonly progress: SimulationProgressService,
    private readonly ticks: TicksService,
    private readonly quotes: QuotesService,
    private readonly candles: LiveCandlesService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    this.stepMs = config.marketTickMs;
    this.pauseMsMax = Math.min(missedStepsMax * this.stepMs, missedMsMax);
  }

  /** Begins to walk all instruments from where the market stands, and walks up to now. */
  async start(): Promise<void> {
    const now = this.clock.now();
    const earliest = new Date(now.getTime() - this.pauseMsMax);
    await this.simulations.prepare({ now, earliest, seed: this.config.marketSeed });
    this.begin(await this.simulations.read());
    this.walk();
  }

  /** Publishes a tick for each step since the last call. False when that would be too many: start again then. */
  advance(): boolean {
    const earliestMs = this.clock.now().getTime() - this.pauseMsMax;
    for (const { point } of this.walks.values()) {
      if (point.step * this.stepMs < earliestMs) return false;
    }
    this.walk();
    return true;
  }

  /** These are simulated from now on, after a provider had priced them, or after a halt. */
  async takeOver(symbols: readonly string[]): Promise<void> {
    await this.simulations.takeOver(symbols, this.clock.now());
    await this.start();
  }

  countInstruments(): number {
    return this.walks.size;
  }

  /** The instrument is not simulated any more, or not now. */
  leave(symbol: string): void {
    this.walks.delete(symbol);
  }

  /** Makes up a history for those that have none, where there are many: they tick meanwhile. */
  async writeHistories(stop: AbortSignal): Promise<void> {
    await this.simulations.writeHistories({ now: this.clock.now(), seed: this.config.marketSeed, stop });
  }

  /** Stores how far the market has come; goes over to the new path of an instrument that was begun anew elsewhere. */
  async save(): Promise<void> {
    const progress = this.listProgress();
    const stored = await this.progress.save(progress);
    this.noteStored(progress, stored);
    const known = new Set(stored.map(({ symbol }) => symbol));
    for (const symbol of this.walks.keys()) if (!known.has(symbol)) this.leave(symbol);
    const changed = stored
      .filter(({ symbol, generation }) => this.walks.get(symbol)?.generation !== generation)
      .map(({ symbol }) => symbol);
    if (changed.length === 0) return;
    this.begin(await this.simulations.read(changed));
    this.advance();
  }

  /** Minutes that are stored, by this process or by the one that is further, need not be stored again. */
  private noteStored(progress: readonly Progress[], stored: readonly StoredProgress[]): void {
    const minutes = new Map(progress.map((each) => [each.symbol, each.minutes]));
    for (const { symbol, generation, at, isWritten } of stored) {
      const written = minutes.get(symbol);
      if (isWritten && written) this.candles.markSaved(written);
      else if (this.walks.get(symbol)?.generation === generation) this.candles.forgetUnsaved(symbol, at);
    }
  }

  private begin(courses: readonly StoredCourse[]): void {
    for (const { instrument, generation, at, price, day, previousClose, minutes } of courses) {
      const { symbol, currency } = instrument;
      const point = { step: stepAt(at.getTime(), this.stepMs), price: pathPrice(parseDecimal(price)) };
      const walk = this.walks.get(symbol);
      // What was read may be older than what another call has begun meanwhile.
      if (walk && walk.generation > generation) continue;
      if (walk?.generation === generation && walk.point.step >= point.step) continue;
      const simulation = createSimulation(instrument, {
        seed: this.config.marketSeed,
        stepMs: this.stepMs,
        speed: this.config.marketSpeed,
      });
      const calendar = instrument.simulatedSessions === 'calendar' ? instrument.calendar : undefined;
      this.walks.set(symbol, { simulation, generation, calendar, point });
      this.ticks.begin(instrument);
      this.candles.begin(symbol, minutes);
      this.quotes.begin(tickOf(simulation, point), {
        currency,
        day,
        previousClose,
        tickSize: simulation.tickSize,
      });
    }
  }

  private walk(): void {
    const step = stepAt(this.clock.now().getTime(), this.stepMs);
    for (const walk of this.walks.values()) {
      while (walk.point.step < step) {
        const next = walk.point.step + 1;
        if (walk.calendar !== undefined && !isOpen(walk.calendar, new Date(next * this.stepMs))) {
          walk.point = { step: next, price: walk.point.price };
          continue;
        }
        walk.point = nextPoint(walk.simulation, walk.point);
        this.ticks.publish(tickOf(walk.simulation, walk.point));
      }
    }
  }

  private listProgress(): Progress[] {
    const minutes = new Map(
      this.candles.listUnsaved(this.walks.keys(), this.clock.now()).map((each) => [each.symbol, each]),
    );
    return [...this.walks].map(([symbol, { generation, point }]) => ({
      symbol,
      generation,
      at: new Date(point.step * this.stepMs),
      price: formatMinor(point.price, pathScale),
      days: this.quotes.listDays(symbol),
      minutes: minutes.get(symbol),
    }));
  }
}
