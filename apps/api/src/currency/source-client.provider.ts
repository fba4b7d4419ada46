import { Injectable } from '@nestjs/common';
import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
  isTaskCancelledError,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
  type IRetryBackoffContext,
} from 'cockatiel';
import { Clock } from '../platform/clock.js';
import { SourceError } from './rate-source.provider.js';

/** How patient we are with a source. A class, so that tests can be less patient. */
@Injectable()
export class SourcePatience {
  /** An answer comes within a second or two; this is for a bad line. */
  readonly timeoutMs: number = 15_000;
  readonly retriesMax: number = 2;
  readonly firstRetryMs: number = 1_000;
  readonly retryMsMax: number = 10_000;
  /** Who wants to be left alone for longer is left alone until the next refresh. */
  readonly retryAfterMsMax: number = 30_000;
  /** After so many failures in a row it is not asked for a while: a catch-up of a month would wait for each of its days. */
  readonly failuresMax: number = 5;
  readonly restMs: number = 20 * 60_000;
}

export type SourceRequest<T> = {
  /** The first that answers is taken. */
  readonly urls: readonly URL[];
  readonly accept: string;
  readonly bytesMax: number;
  /** Throws `SourceError` for what cannot be read. */
  readonly read: (text: string) => T;
};

const isTransient = (error: unknown): boolean =>
  error instanceof SourceError && error.details.isTransient === true;

/** Speaks to one source: gives up in time, tries again, and leaves alone what fails too often. */
export class SourceClient {
  private readonly breaker;
  private readonly policy;

  constructor(
    private readonly patience: SourcePatience,
    private readonly clock: Clock,
  ) {
    const { firstRetryMs, retryMsMax, retriesMax, failuresMax, restMs, retryAfterMsMax } = patience;
    const waits = new ExponentialBackoff({ initialDelay: firstRetryMs, maxDelay: retryMsMax });
    const backoff = new DelegateBackoff(
      ({ result }: IRetryBackoffContext<unknown>, wait: ReturnType<typeof waits.next> = waits.next()) => ({
        delay: Math.max(wait.duration, 'error' in result ? retryAfterOf(result.error) : 0),
        state: wait.next(undefined),
      }),
    );
    const isWorthRetrying = handleWhen(
      (error) => isTransient(error) && retryAfterOf(error) <= retryAfterMsMax,
    );
    this.breaker = circuitBreaker(handleWhen(isTransient), {
      halfOpenAfter: restMs,
      breaker: new ConsecutiveBreaker(failuresMax),
    });
    // Each try counts for the breaker, and an open breaker is not tried again.
    this.policy = wrap(
      retry(isWorthRetrying, { maxAttempts: retriesMax, backoff }).dangerouslyUnref(),
      this.breaker,
    );
  }

  get isResting(): boolean {
    return this.breaker.state === CircuitState.Open;
  }

  /** Throws `SourceError`, and the reason of `stop` as soon as that is asked for. */
  async fetch<T>(request: SourceRequest<T>, stop: AbortSignal): Promise<T> {
    stop.throwIfAborted();
    let refuse: () => void = () => undefined;
    const stopped = new Promise<never>((_, reject) => {
      refuse = () => reject(stop.reason as Error);
      stop.addEventListener('abort', refuse, { once: true }); // the library sleeps through it
    });
    try {
      return await Promise.race([this.policy.execute(() => this.fetchFirst(request, stop), stop), stopped]);
    } catch (error) {
      if (!isBrokenCircuitError(error)) throw error;
      throw new SourceError('failed', 'is left alone for a while, since it failed too often');
    } finally {
      stop.removeEventListener('abort', refuse);
    }
  }

  private async fetchFirst<T>({ urls, ...request }: SourceRequest<T>, stop: AbortSignal): Promise<T> {
    const errors: unknown[] = [];
    for (const url of urls) {
      try {
        return request.read(await this.fetchText(url, request, stop));
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        errors.push(error);
      }
    }
    throw errors.find(isTransient) ?? errors.at(-1);
  }

  private async fetchText(
    url: URL,
    { accept, bytesMax }: Pick<SourceRequest<unknown>, 'accept' | 'bytesMax'>,
    stop: AbortSignal,
  ): Promise<string> {
    try {
      return await timeout(this.patience.timeoutMs, TimeoutStrategy.Aggressive).execute(
        async ({ signal }) => {
          const response = await fetch(url, { signal, headers: { accept } });
          if (response.ok) return await readBody(response, bytesMax);
          await response.body?.cancel();
          throw statusError(response, this.clock.now());
        },
        stop,
      );
    } catch (error) {
      stop.throwIfAborted();
      if (error instanceof SourceError) throw error;
      // What went wrong below may name the address, and the address may hold a key: none of it is kept.
      const message = isTaskCancelledError(error) ? 'did not answer in time' : 'cannot be reached';
      throw new SourceError('failed', message, { isTransient: true });
    }
  }
}

const retryAfterOf = (error: unknown): number =>
  error instanceof SourceError ? (error.details.retryAfterMs ?? 0) : 0;

function statusError({ status, headers }: Response, now: Date): SourceError {
  const retryAfterMs = readRetryAfter(headers.get('retry-after'), now);
  return new SourceError('failed', `answered with status ${status}`, {
    status,
    isTransient: status >= 500 || status === 408 || status === 429,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** Seconds, or a date as HTTP writes it: RFC 9110, 10.2.3. */
function readRetryAfter(text: string | null, now: Date): number | undefined {
  if (text === null) return undefined;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

async function readBody({ body }: Response, bytesMax: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new SourceError('refused', `answered with more than ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
