import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { sameRequest, type Command, type GroupPlan, type Outcome } from '@tradeyard/ledger';
import { DatabaseError } from 'pg';
import { Clock } from '../platform/clock.js';
import { isDatabaseOutage } from '../platform/outage.js';
import { Problem } from '../platform/problem.js';
import { CommitUncertain, LedgerWriter } from './ledger-writer.service.js';
import type { Retry } from './idempotency.dto.js';

/** More in one group would make the first wait for the last. */
const groupSizeMax = 512;
/** While Postgres works on one group, the next is decided. More would only wait for each other's locks. */
const writersMax = 2;
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
 * committed wait and form the next: an idle system answers at once, a busy one
 * shares each commit among hundreds. A reply means that the money has moved,
 * durably.
 */
@Injectable()
export class LedgerService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(LedgerService.name);
  private waiting: Waiting[] = [];
  private readonly writing = new Set<Promise<void>>();
  private stopping = false;

  constructor(
    private readonly writer: LedgerWriter,
    private readonly clock: Clock,
  ) {}

  /** Throws what `decide` or the ledger's rules threw, or `service_unavailable` when storage is away for long. */
  async submit<Answer>(command: Command<Answer>, retry?: Retry): Promise<Answer> {
    const keyed = retry?.idempotency ? { ...command, idempotency: retry.idempotency } : command;
    const outcome = await this.enqueue(keyed);
    if (outcome.status === 'refused') throw outcome.error;
    if (outcome.status === 'replayed') retry?.onReplay();
    return outcome.answer as Answer;
  }

  /**
   * The first answer to a request that was sent before under its key, or
   * undefined. For commands that need more than the ledger to be decided: what
   * they need (a quote, a rate) may be gone when the request is repeated.
   * Throws `idempotency_key_reused`.
   */
  async recall<Answer>(userId: string, retry: Retry): Promise<Answer | undefined> {
    const { idempotency } = retry;
    const first = idempotency && (await this.writer.findAnswer(userId, idempotency));
    if (!first) return undefined;
    const answer = sameRequest(first, idempotency) as Answer;
    retry.onReplay();
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
      if (this.writing.size < writersMax) this.startWriter();
    });
  }

  private startWriter(): void {
    const writer = this.writeWaiting().then(() => {
      this.writing.delete(writer);
      // Somebody may have come between the last look and now.
      if (this.waiting.length > 0) this.startWriter();
    });
    this.writing.add(writer);
  }

  private async writeWaiting(): Promise<void> {
    // Requests of the same turn of the event loop join the first group.
    await new Promise(setImmediate);
    while (this.waiting.length > 0) {
      const group = this.waiting.slice(0, groupSizeMax);
      this.waiting = this.waiting.slice(groupSizeMax);
      await this.writeTogether(group);
    }
  }

  private async writeTogether(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.writePatiently(group);
      group.forEach(({ resolve }, index) => resolve(outcomes[index] as Outcome));
    } catch (error) {
      if (group.length > 1 && !isOutage(error)) {
        // Something in this group cannot be written. Halving finds it in a few steps, and it fails alone.
        const middle = Math.ceil(group.length / 2);
        await this.writeTogether(group.slice(0, middle));
        await this.writeTogether(group.slice(middle));
        return;
      }
      // Other errors belong to whoever sent the command.
      if (isOutage(error)) this.logger.error(error instanceof Error ? error.stack : error);
      const reason = isOutage(error) ? unavailable('The database does not answer') : error;
      for (const { reject } of group) reject(reason);
    }
  }

  private async writePatiently(group: readonly Waiting[]): Promise<readonly Outcome[]> {
    const commands = group.map(({ command }) => command);
    const givingUpAtMs = (group[0]?.sinceMs ?? 0) + patienceMs;
    let uncertain: GroupPlan | undefined;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.writer.write(commands, uncertain);
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

/** Another process was faster (to lock, to open an account, to use a key); the same group, decided anew, will fit. */
const isConflict = (error: unknown): boolean =>
  error instanceof DatabaseError &&
  (error.code === '40001' || error.code === '40P01' || conflictConstraints.has(error.constraint ?? ''));

const conflictConstraints = new Set([
  'account_book_id_asset_kind_key',
  'posting_account_id_seq_key',
  'idempotency_pkey',
]);

const isOutage = (error: unknown): boolean => error instanceof CommitUncertain || isDatabaseOutage(error);

const unavailable = (why: string): Problem =>
  new Problem('service_unavailable', `${why}. Try again in a moment, with the same Idempotency-Key.`);
