import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleAll,
  isBrokenCircuitError,
} from 'cockatiel';
import type { Clock } from '../platform/clock.js';
import {
  ProviderError,
  type FollowedInstrument,
  type MarketProvider,
  type ProviderPatience,
  type ProviderSession,
} from './market-provider.provider.js';
import type { TicksService } from './ticks.service.js';

/**
 * `off`: no instrument uses it. `connecting`: nothing has come yet. `live`: it
 * works. `waiting`: it failed and is tried again soon. `resting`: it failed so
 * often that it is left alone for a while. `elsewhere`: another process asks it.
 */
export const providerStates = ['off', 'connecting', 'live', 'waiting', 'resting', 'elsewhere'] as const;
export type ProviderState = (typeof providerStates)[number];

/** Where prices go. */
export type TickSink = Pick<TicksService, 'publish' | 'countMalformed'>;

export type ProviderHealth = {
  readonly state: ProviderState;
  /** Since when it is in that state. */
  readonly since: Date;
  readonly instruments: number;
  /** How often a connection was begun again after it had failed. */
  readonly reconnects: number;
  readonly lastError: string | null;
  readonly lastErrorAt: Date | null;
};

/** Ends a session to begin another one at once, or none. */
const changed = new ProviderError('the instruments have changed');

/**
 * Keeps one provider going: begins its session anew when it fails, after growing
 * pauses, and cuts it off when it shows no sign of life. Whatever the provider
 * does, hang or throw or talk nonsense, harms nobody but its own prices.
 */
export class Supervision {
  private readonly logger: Logger;
  private readonly breaker;
  private instruments: readonly FollowedInstrument[] = [];
  private ending = new AbortController();
  private running: Promise<void> | undefined;
  private state: ProviderState = 'off';
  private since: Date;
  private reconnects = 0;
  private lastError: string | null = null;
  private lastErrorAt: Date | null = null;

  constructor(
    private readonly provider: MarketProvider,
    private readonly patience: ProviderPatience,
    private readonly clock: Clock,
    private readonly ticks: TickSink,
  ) {
    this.logger = new Logger(provider.name);
    this.since = clock.now();
    this.breaker = circuitBreaker(handleAll, {
      halfOpenAfter: patience.restMs,
      breaker: new ConsecutiveBreaker(patience.failuresMax),
    });
  }

  /** Follows these instruments from now on; none ends it. */
  follow(instruments: readonly FollowedInstrument[]): void {
    this.instruments = instruments;
    this.ending.abort(changed);
    if (instruments.length > 0) this.running ??= this.keepGoing().finally(() => this.rest());
  }

  async stop(): Promise<void> {
    this.follow([]);
    await this.running;
  }

  health(): ProviderHealth {
    const { state, since, instruments, reconnects, lastError, lastErrorAt } = this;
    return { state, since, instruments: instruments.length, reconnects, lastError, lastErrorAt };
  }

  private async keepGoing(): Promise<void> {
    let wait = this.firstWait();
    while (this.instruments.length > 0) {
      this.ending = new AbortController();
      const beganMs = performance.now();
      const error = await this.attempt();
      if (error === changed) continue;
      this.report(error);
      if (performance.now() - beganMs >= this.patience.goodSessionMs) wait = this.firstWait();
      await this.pause(Math.max(wait.duration, this.retryAfterOf(error)));
      wait = wait.next(undefined);
      this.reconnects += 1;
    }
    this.enter('off');
  }

  /** Ended; somebody may have asked for more while it did. */
  private rest(): void {
    this.running = undefined;
    if (this.instruments.length > 0) this.follow(this.instruments);
  }

  private firstWait() {
    const { firstRetryMs, retryMsMax } = this.patience;
    return new ExponentialBackoff({ initialDelay: firstRetryMs, maxDelay: retryMsMax }).next();
  }

  /** One session, and why it ended. A session that lasted is no failure to the breaker, however it ended. */
  private async attempt(): Promise<unknown> {
    const beganMs = performance.now();
    try {
      return await this.breaker.execute(async () => {
        try {
          return await this.hold();
        } catch (error) {
          if (error === changed || performance.now() - beganMs >= this.patience.goodSessionMs) return error;
          throw error;
        }
      });
    } catch (error) {
      return error;
    }
  }

  /** Runs a session until it ends, and never longer than until it is told to: what hangs is left behind. */
  private async hold(): Promise<never> {
    const { signal } = this.ending;
    const { ending, provider } = this;
    let heardMs = performance.now();
    const hear = (): void => {
      heardMs = performance.now();
      if (this.state !== 'live' && !signal.aborted) this.enter('live');
    };
    const session: ProviderSession = {
      instruments: this.instruments,
      emit: (tick) => {
        if (signal.aborted) return;
        hear();
        this.ticks.publish(tick);
      },
      heard: hear,
      countMalformed: () => this.ticks.countMalformed(provider.name),
      signal,
    };
    const silenceMsMax = Math.min(provider.silenceMsMax, this.patience.silenceMsMax);
    const watchdog = setInterval(() => {
      if (performance.now() - heardMs < silenceMsMax) return;
      ending.abort(
        new ProviderError(`showed no sign of life for ${Math.round(silenceMsMax / 1000)} seconds`),
      );
    }, silenceMsMax / 4);
    this.enter('connecting');
    try {
      await Promise.race([begin(provider, session), untilAborted(signal)]);
      throw new ProviderError('ended the connection');
    } finally {
      clearInterval(watchdog);
      ending.abort(changed);
    }
  }

  private report(error: unknown): void {
    if (!isBrokenCircuitError(error)) {
      this.lastError = error instanceof ProviderError ? error.message : 'failed in a way that nobody foresaw';
      this.lastErrorAt = this.clock.now();
      // A mistake of ours is told with its place; what an error of a library says may hold an address and its key.
      if (error instanceof ProviderError) this.logger.warn(`The provider ${error.message}`);
      else this.logger.error(placeOf(error));
    }
    this.enter(this.breaker.state === CircuitState.Open ? 'resting' : 'waiting');
  }

  /** Ends early when the instruments change, so that a new one need not wait for an old failure. */
  private async pause(ms: number): Promise<void> {
    this.ending = new AbortController();
    const restMs = this.state === 'resting' ? this.patience.restMs : 0;
    await sleep(Math.max(ms, restMs), undefined, { signal: this.ending.signal, ref: false }).catch(
      () => undefined,
    );
  }

  private retryAfterOf(error: unknown): number {
    return error instanceof ProviderError ? Math.min(error.retryAfterMs, this.patience.retryAfterMsMax) : 0;
  }

  private enter(state: ProviderState): void {
    if (state === this.state) return;
    if (state === 'live') this.logger.log('Prices come');
    this.state = state;
    this.since = this.clock.now();
  }
}

/** Also what is thrown before a promise is there is a rejection. */
const begin = async (provider: MarketProvider, session: ProviderSession): Promise<void> =>
  provider.run(session);

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const refuse = () => reject(signal.reason as Error);
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse, { once: true });
  });
}

/** The frames of a stack, without the message. */
const placeOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name}\n${(error.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .join('\n')}`
    : 'Something that is no error was thrown';
