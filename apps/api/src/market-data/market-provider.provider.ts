import { Injectable } from '@nestjs/common';
import type { Candle, InstrumentClass, ProviderName, RawTick } from '@tradeyard/market';
import type { Day } from '@tradeyard/kernel';

/** Who is asked for prices; the simulated market is asked by nobody, it is computed. */
export type AskedProviderName = Exclude<ProviderName, 'simulated'>;

/** An instrument as its provider has to know it. */
export type FollowedInstrument = {
  readonly symbol: string;
  /** How the provider calls it. */
  readonly providerSymbol: string;
  readonly class: InstrumentClass;
  /** What its price is in. */
  readonly currency: string;
};

/** One connection to a provider, from its beginning to its end. */
export type ProviderSession = {
  readonly instruments: readonly FollowedInstrument[];
  /** Says a price. Quick, and throws nothing; after the end nobody listens. */
  readonly emit: (tick: RawTick) => void;
  /** The other side showed that it lives, with whatever it sent. Who shows nothing for `silenceMsMax` is cut off. */
  readonly heard: () => void;
  /** Something came that could not be read, such as a frame that is no JSON. */
  readonly countMalformed: () => void;
  /** Ends the session: connections are closed and nothing is said any more. */
  readonly signal: AbortSignal;
};

/**
 * A source of prices. It knows how to hold one connection, and nothing of what
 * happens when that fails: whoever runs it begins it again.
 */
export type MarketProvider = {
  readonly name: AskedProviderName;
  /** Longer than the provider ever is silent while it works. */
  readonly silenceMsMax: number;
  /** Holds a connection until it fails, which rejects with a `ProviderError`, or until the signal. */
  run(session: ProviderSession): Promise<void>;
  /** Daily candles from a day on, oldest first, where the provider has such. Throws `ProviderError`. */
  readHistory?(instrument: FollowedInstrument, from: Day, signal: AbortSignal): Promise<Candle[]>;
};

/** Why a provider has no prices at the moment; the message is shown to administrators and holds no key and no address. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';

  constructor(
    message: string,
    /** How long it asked to be left alone. */
    readonly retryAfterMs = 0,
  ) {
    super(message);
  }
}

/** How patient we are with providers. A class, so that tests can be less patient. */
@Injectable()
export class ProviderPatience {
  readonly firstRetryMs: number = 1_000;
  readonly retryMsMax: number = 60_000;
  /** A connection that lasted so long was a good one: its end is no sign that the next would fail. */
  readonly goodSessionMs: number = 30_000;
  /** After so many bad ones in a row the provider is left alone for `restMs`. */
  readonly failuresMax: number = 6;
  readonly restMs: number = 120_000;
  /** Whoever wants to be left alone for a day is asked again after this. */
  readonly retryAfterMsMax: number = 15 * 60_000;
  /** Until a connection stands, or an answer is there. */
  readonly connectMs: number = 15_000;
  /** Between two questions to a provider that has to be asked. */
  readonly pollMs: number = 10_000;
  /** How soon an administrator's change of an instrument shows. */
  readonly rosterMs: number = 2_000;
  /** How soon another process takes over from one that has died, and how soon one learns that it is cut off. */
  readonly ownerMs: number = 2_000;
  /** Instead of a provider's own limit; for tests. */
  readonly silenceMsMax: number = Infinity;
}
