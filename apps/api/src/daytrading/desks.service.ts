import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Command, Errand } from '@tradeyard/daytrading';
import { DomainError } from '@tradeyard/kernel';
import type { Call } from '../ledger/call.dto.js';
import { Clock } from '../platform/clock.js';
import { isDatabaseOutage } from '../platform/outage.js';
import { Problem } from '../platform/problem.js';
import type { Asked } from './day-prices.service.js';
import { StaleTrader } from './turn-booking.service.js';
import { TurnsService, type Answer, type Desk, type Waiting } from './turns.service.js';
import type { WorkloadEntity } from './workload.entity.js';

/** More in one turn would make the first wait for the last. */
const errandsMax = 512;
/** Another process moves the same trader: who reads and tries so often in vain has met something else. */
const attemptsMax = 20;
/** Traders that are remembered while they have nothing to do; another one is read anew. */
const desksMax = 5_000;
/** Of one trader. Beyond this the caller does better to come back later. */
const errandsWaitingMax = 20_000;

/**
 * The day-trading system at work. Each trader has a desk with a queue: commands of one are carried out in the order in
 * which they come, those of different ones side by side. All that can be done at once is one turn, and one command of the
 * ledger, which writes money, reservations and log together; only then is it answered. What a desk remembers of its trader
 * holds as long as the trader's row has not moved on: else it is read again.
 */
@Injectable()
export class DesksService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(DesksService.name);
  private readonly desks = new Map<string, Desk>();
  private readonly working = new Set<Promise<void>>();
  private isStopping = false;

  constructor(
    private readonly turns: TurnsService,
    private readonly clock: Clock,
  ) {}

  /** Resolves when what the command did is durable. A refusal by a rule is an answer as well. */
  execute(workload: WorkloadEntity, command: Command, call: Call): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const settle = { resolve: (answer?: Answer) => answer && resolve(answer), reject };
      this.submit(workload, command, { origin: call.origin, call: call.idempotency && call }, settle);
    });
  }

  /** As `execute`, for callers that have too many for a promise each. */
  submit(
    workload: WorkloadEntity,
    command: Command,
    { origin, call }: { readonly origin: string; readonly call?: Call | undefined },
    { resolve, reject }: Pick<Waiting, 'resolve' | 'reject'>,
  ): void {
    const errand = { command, receivedAtMs: this.clock.now().getTime() };
    this.enqueue(this.deskOf(workload, command.user), {
      errand,
      sinceMs: performance.now(),
      origin,
      call,
      resolve,
      reject,
    });
  }

  /** Lets a fresh quote meet what the trader has armed. */
  async meet(
    workload: WorkloadEntity,
    name: string,
    quote: { symbol: string; price: bigint },
  ): Promise<void> {
    await this.run(this.deskOf(workload, name), { quote }, 'quotes');
  }

  /** Gives the trader a turn, so that what is over ends; `asked` are hits to be logged as theirs. */
  async wake(workload: WorkloadEntity, name: string, asked: readonly Asked[] = []): Promise<void> {
    const desk = this.deskOf(workload, name);
    desk.asked = [...desk.asked, ...asked];
    await this.run(desk, { wake: true }, 'expiry');
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    while (this.working.size > 0) await Promise.all(this.working);
  }

  private run(desk: Desk, errand: Errand, origin: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.enqueue(desk, {
        errand,
        sinceMs: performance.now(),
        origin,
        call: undefined,
        resolve,
        reject,
      });
    });
  }

  private enqueue(desk: Desk, waiting: Waiting): void {
    const why = this.isStopping
      ? 'The server is stopping'
      : desk.waiting.length >= errandsWaitingMax && 'Too much waits for this user';
    if (why) {
      waiting.reject(unavailable(why));
      return;
    }
    desk.waiting.push(waiting);
    if (!desk.isBusy) this.open(desk);
  }

  private deskOf(workload: WorkloadEntity, name: string): Desk {
    const key = `${workload.id} ${name}`;
    const found = this.desks.get(key);
    if (found) return found;
    const desk: Desk = {
      key,
      workload,
      name,
      waiting: [],
      loaded: undefined,
      asked: [],
      isBusy: false,
      found: undefined,
    };
    this.desks.set(key, desk);
    if (this.desks.size > desksMax) this.forgetOldest();
    return desk;
  }

  private forgetOldest(): void {
    for (const [key, desk] of this.desks) {
      if (desk.isBusy || desk.waiting.length > 0 || desk.asked.length > 0) continue;
      this.desks.delete(key);
      return;
    }
  }

  private open(desk: Desk): void {
    desk.isBusy = true;
    // The one that was used last is the last to be forgotten.
    this.desks.delete(desk.key);
    this.desks.set(desk.key, desk);
    const work = this.work(desk).finally(() => this.working.delete(work));
    this.working.add(work);
  }

  /** Goes on until nothing waits. Never throws: each error is that of those whose errand met it. */
  private async work(desk: Desk): Promise<void> {
    let attempts = 0;
    await Promise.resolve(); // what comes with the first errand has the same turn
    while (desk.waiting.length > 0) {
      const next = nextOf(desk.waiting);
      try {
        await this.turns.take(desk, next);
        attempts = 0;
      } catch (error) {
        desk.loaded = undefined; // whatever it is now, storage knows
        attempts += 1;
        if (error instanceof StaleTrader && attempts < attemptsMax) continue;
        if (!isForeseen(error)) this.logger.error(error instanceof Error ? error.stack : error);
        // Those behind may not overtake what is to be sent again: its number would be too low then.
        const failed = error instanceof DomainError ? next : desk.waiting;
        desk.found = undefined;
        desk.waiting = desk.waiting.slice(failed.length);
        for (const { reject } of failed) reject(error);
        attempts = 0;
      }
    }
    desk.isBusy = false; // before anybody else can come in between
  }
}

/** One that has a key of its own has a turn of its own, since it is repeated by itself. */
function nextOf(waiting: readonly Waiting[]): readonly Waiting[] {
  if (waiting[0]?.call) return waiting.slice(0, 1);
  const keyed = waiting.findIndex(({ call }) => call !== undefined);
  return waiting.slice(0, Math.min(keyed < 0 ? errandsMax : keyed, errandsMax));
}

const isForeseen = (error: unknown): boolean =>
  error instanceof DomainError || error instanceof Problem || isDatabaseOutage(error);

const unavailable = (why: string): Problem =>
  new Problem('service_unavailable', `${why}. Send it again in a moment.`);
