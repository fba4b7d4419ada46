import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { sameRequest, type Command, type GroupPlan, type Outcome } from '@tradeyard/ledger';
import { DatabaseError } from 'pg';
import { Clock } from '../platform/clock.js';
import { isDatabaseOutage } from '../platform/outage.js';
import { Problem } from '../platform/problem.js';
import type { Call } from './call.dto.js';
import { LedgerReader } from './ledger-reader.service.js';
import { AheadFailed, CommitUncertain, LedgerWriter, type Flight } from './ledger-writer.service.js';

/** More in one group would make the first wait for the last. */
const groupSizeMax = 1024;
/** While Postgres writes one group and flushes another, the next is decided. More would only wait for each other. */
const flightsMax = 3;
/**
 * A group beside another is worth its transaction when it is half as large, or has so many commands at the most; fewer wait
 * until the other has landed. Where few are on their way at a time, one half of them is written while the other is answered.
 */
const [besideMin, besideEnough] = [8, 128];
/** How long groups take locks after another process was found to move the same accounts. */
const contentionMs = 1_000;
/** Beyond this the caller does better to come back later than to wait. */
const waitingMax = 20_000;
/** A command waits this long for a database that is restarting. */
const patienceMs = 20_000;
const conflictAttemptsMax = 10;

type Waiting = {
  readonly command: Command;
  readonly sinceMs: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * The one way into the ledger. Commands that arrive while a group is being
 * written wait and form the next, which is decided on what the one before it
 * leaves: an idle system answers at once, a busy one shares each commit among
 * hundreds. A reply means that the money has moved, durably.
 */
@Injectable()
export class LedgerService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(LedgerService.name);
  private waiting: Waiting[] = [];
  private readonly writing = new Set<Promise<void>>();
  /** Groups that are decided and on their way to storage, in order. */
  private flights: readonly Flight[] = [];
  /** Groups are decided one after the other. */
  private isDeciding = false;
  /** Groups that failed, and are written with nobody beside them. */
  private recovering = 0;
  private contendedUntilMs = 0;
  private stopping = false;

  constructor(
    private readonly writer: LedgerWriter,
    private readonly reader: LedgerReader,
    private readonly clock: Clock,
  ) {}

  /** Throws what `decide` or the ledger's rules threw, or `service_unavailable` when storage is away for long. */
  async submit<Answer>(
    command: Command<Answer>,
    call?: Pick<Call, 'idempotency' | 'onReplay'>,
  ): Promise<Answer> {
    const keyed = call?.idempotency ? { ...command, idempotency: call.idempotency } : command;
    const outcome = await this.enqueue(keyed);
    if (outcome.status === 'refused') throw outcome.error;
    if (outcome.status === 'replayed') call?.onReplay();
    return outcome.answer as Answer;
  }

  /** What a command would come to as balances stand now. Writes nothing. */
  async preview(command: Command): Promise<Outcome> {
    return this.writer.preview(command);
  }

  /**
   * The first answer to a request that was sent before under its key, or
   * undefined. For commands that need more than the ledger to be decided: what
   * they need (a quote, a rate) may be gone when the request is repeated.
   * Throws `idempotency_key_reused`.
   */
  async recall<Answer>(userId: string, call: Call): Promise<Answer | undefined> {
    const { idempotency } = call;
    const first = idempotency && (await this.reader.findAnswer(userId, idempotency));
    if (!first) return undefined;
    const answer = sameRequest(first, idempotency) as Answer;
    call.onReplay();
    return answer;
  }

  /** Answers everybody who waits before the process ends, and waits for no database that is away. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    while (this.writing.size > 0) await Promise.all(this.writing);
  }

  private enqueue(command: Command): Promise<Outcome> {
    if (this.waiting.length >= waitingMax) throw unavailable('Too much is going on at once');
    return new Promise((resolve, reject) => {
      this.waiting.push({ command, sinceMs: this.clock.now().getTime(), resolve, reject });
      this.writeNext();
    });
  }

  /** Begins a group if there is one to write and room for it. */
  private writeNext(): void {
    const isContended = this.clock.now().getTime() < this.contendedUntilMs;
    const flightsAllowed = isContended ? 1 : flightsMax;
    if (this.waiting.length === 0 || this.isDeciding || this.recovering > 0) return;
    if (this.writing.size >= flightsAllowed) return;
    if (this.writing.size > 0 && this.waiting.length < this.worthBeside()) return;
    this.isDeciding = true;
    const writing = this.writeGroup(isContended).finally(() => {
      this.writing.delete(writing);
      this.writeNext();
    });
    this.writing.add(writing);
  }

  /** How many commands have to wait for a group of theirs beside the last that is on its way. */
  private worthBeside(): number {
    const half = (this.flights.at(-1)?.plan.outcomes.length ?? 0) / 2;
    return Math.min(Math.max(half, besideMin), besideEnough);
  }

  private async writeGroup(lock: boolean): Promise<void> {
    // Requests of the same turn of the event loop join the group.
    await new Promise(setImmediate);
    const group = this.waiting.slice(0, groupSizeMax);
    this.waiting = this.waiting.slice(groupSizeMax);
    const landing = Promise.withResolvers<undefined>();
    landing.promise.catch(() => undefined); // for when nobody is behind it
    let flight: Flight | undefined;
    const onDecided = (plan: GroupPlan): void => {
      flight = { plan, landed: landing.promise };
      this.flights = [...this.flights, flight];
      this.isDeciding = false;
      this.writeNext();
    };
    try {
      const commands = group.map(({ command }) => command);
      const outcomes = await this.writer.write(commands, { ahead: this.flights, lock, onDecided });
      landing.resolve(undefined);
      this.leave(flight);
      answer(group, outcomes);
    } catch (error) {
      landing.reject(new AheadFailed());
      this.leave(flight);
      if (!flight) this.isDeciding = false;
      await this.recover(group, error);
    }
  }

  private leave(flight: Flight | undefined): void {
    this.flights = this.flights.filter((other) => other !== flight);
  }

  /** What failed together with others, or because of those ahead of it, is tried again by itself. */
  private async recover(group: readonly Waiting[], error: unknown): Promise<void> {
    if (isContention(error)) this.contendedUntilMs = this.clock.now().getTime() + contentionMs;
    this.recovering += 1;
    try {
      await this.writeAlone(group, error instanceof CommitUncertain ? error.plan : undefined);
    } finally {
      this.recovering -= 1;
    }
  }

  private async writeAlone(group: readonly Waiting[], uncertain?: GroupPlan): Promise<void> {
    try {
      answer(group, await this.writePatiently(group, uncertain));
    } catch (error) {
      if (group.length > 1 && !isOutage(error)) {
        // Something in this group cannot be written. Halving finds it in a few steps, and it fails alone.
        const middle = Math.ceil(group.length / 2);
        await this.writeAlone(group.slice(0, middle));
        await this.writeAlone(group.slice(middle));
        return;
      }
      // Other errors belong to whoever sent the command.
      if (isOutage(error)) this.logger.error(error instanceof Error ? error.stack : error);
      const reason = isOutage(error) ? unavailable('The database does not answer') : error;
      for (const { reject } of group) reject(reason);
    }
  }

  private async writePatiently(
    group: readonly Waiting[],
    uncertainPlan?: GroupPlan,
  ): Promise<readonly Outcome[]> {
    const commands = group.map(({ command }) => command);
    const givingUpAtMs = (group[0]?.sinceMs ?? 0) + patienceMs;
    let uncertain = uncertainPlan;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const written = uncertain && (await this.writer.writeAgain(uncertain));
        uncertain = undefined;
        return written ?? (await this.writer.write(commands, { lock: true }));
      } catch (error) {
        if (error instanceof CommitUncertain) uncertain = error.plan;
        const again = isConflict(error)
          ? attempt < conflictAttemptsMax
          : isOutage(error) && !this.stopping && this.clock.now().getTime() < givingUpAtMs;
        if (!again) throw error;
        await sleep(isConflict(error) ? attempt : Math.min(50 * attempt, 1000));
      }
    }
  }
}

function answer(group: readonly Waiting[], outcomes: readonly Outcome[]): void {
  group.forEach(({ resolve }, index) => resolve(outcomes[index] as Outcome));
}

/** Another process was faster to move an account, and may be again. */
const isContention = (error: unknown): boolean =>
  error instanceof DatabaseError && (error.code === '40001' || error.code === '40P01');

/** Another process was faster (to open an account or use a key, too); the same group, decided anew, will fit. */
const isConflict = (error: unknown): boolean =>
  isContention(error) || (error instanceof DatabaseError && conflictConstraints.has(error.constraint ?? ''));

const conflictConstraints = new Set(['account_book_id_asset_kind_key', 'idempotency_pkey']);

const isOutage = (error: unknown): boolean => error instanceof CommitUncertain || isDatabaseOutage(error);

const unavailable = (why: string): Problem =>
  new Problem('service_unavailable', `${why}. Try again in a moment, with the same Idempotency-Key.`);
