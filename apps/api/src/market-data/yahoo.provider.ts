import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import {
  addDays,
  compareDecimals,
  dayOf,
  parseDecimal,
  roundToMinor,
  type Day,
  type Decimal,
} from '@tradeyard/kernel';
import { numberText, type Candle } from '@tradeyard/market';
import createYahooFinance from 'yahoo-finance2/createYahooFinance';
import { ExtendedCookieJar } from 'yahoo-finance2/lib/cookieJar';
import chart from 'yahoo-finance2/modules/chart';
import quote from 'yahoo-finance2/modules/quote';
import { Clock } from '../platform/clock.js';
import { Config, yahooUrlDefault } from '../platform/config.js';
import { asProviderError, readBody, statusError } from './json-client.provider.js';
import {
  ProviderError,
  ProviderPatience,
  type FollowedInstrument,
  type MarketProvider,
  type ProviderSession,
} from './market-provider.provider.js';
import { inGroups } from './socket-session.provider.js';

const symbolsPerQuestion = 100;
/** Its history is in single precision: `232.55999755859375`. What is beyond these places is noise. */
const historyPlaces = 6;
/** It tells the prices of some exchanges in hundredths of their currency, under names of its own. */
const hundredths: Readonly<Record<string, string>> = { GBp: 'GBP', ILA: 'ILS', ZAc: 'ZAR' };

const YahooFinance = createYahooFinance({ modules: { chart, quote } });
type Client = InstanceType<typeof YahooFinance>;

/** What the last answer said of an instrument: mostly the next one says the same. */
type Known = { readonly asText: string; readonly day: Day; readonly traded: number | undefined };

/**
 * Quotes and daily history of Yahoo Finance, through yahoo-finance2. It is polled:
 * each answer is the last trade, with its time, and bid and ask while there are
 * such. Exchanges that Yahoo tells of with a delay are told of with a delay.
 */
@Injectable()
export class YahooProvider implements MarketProvider {
  readonly name = 'yahoo';
  /** A few unanswered questions. */
  readonly silenceMsMax = 90_000;
  private readonly logger = new Logger(YahooProvider.name);

  constructor(
    private readonly config: Config,
    private readonly patience: ProviderPatience,
    private readonly clock: Clock,
  ) {}

  async run(session: ProviderSession): Promise<void> {
    const { signal, instruments } = session;
    const client = this.connect(signal); // with cookies of its own: those of the session before may be what failed
    const known = new Map<string, Known>();
    const refused = new Set<string>();
    while (!signal.aborted) {
      for (const group of inGroups(instruments, symbolsPerQuestion))
        await this.ask(client, session, group, { known, refused });
      await sleep(this.patience.pollMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async readHistory(instrument: FollowedInstrument, from: Day, signal: AbortSignal): Promise<Candle[]> {
    const today = dayOf(this.clock.now());
    const answer = (await attempt(() =>
      this.connect(signal).chart(
        instrument.providerSymbol,
        { period1: from, period2: addDays(today, 1), interval: '1d', includePrePost: false, events: '' },
        { validateResult: false },
      ),
    )) as { readonly meta?: { readonly currency?: unknown }; readonly quotes: readonly Row[] };
    const places = placesOf(answer.meta?.currency, instrument.currency);
    if (places === undefined)
      throw new ProviderError(`tells it in another currency than ${instrument.currency}`);
    // The day that is not over is told by the ticks; a day without prices is a holiday.
    return answer.quotes.flatMap((row) => readDay(row, places) ?? []).filter(({ at }) => dayOf(at) < today);
  }

  private connect(signal: AbortSignal): Client {
    const nothing = (): void => undefined;
    return new YahooFinance({
      fetch: (input, init) => this.fetch(input, init, signal),
      cookieJar: new ExtendedCookieJar(),
      suppressNotices: ['yahooSurvey', 'ripHistorical'],
      versionCheck: false, // it would ask the registry of packages
      validation: { logErrors: false, logOptionsErrors: false },
      logger: { info: nothing, warn: nothing, error: nothing, debug: nothing, dir: nothing },
    });
  }

  /** Refuses what is no answer here, since the library would write the address to the console. */
  private async fetch(
    input: string | URL | Request,
    init: RequestInit | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    const url = this.addressOf(new URL(input instanceof Request ? input.url : input));
    try {
      const response = await fetch(url, {
        ...init,
        signal: AbortSignal.any([signal, AbortSignal.timeout(this.patience.connectMs)]),
      });
      if (response.status >= 400) {
        await response.body?.cancel();
        throw statusError(response, this.clock.now());
      }
      const text = await readBody(response);
      const { status, headers } = response;
      return new Response(status === 204 || status === 304 ? null : text, { status, headers });
    } catch (error) {
      throw asProviderError(error);
    }
  }

  /** The library knows several hosts of Yahoo; another address stands for all of them. */
  private addressOf(url: URL): URL {
    const { yahooUrl } = this.config;
    return yahooUrl === yahooUrlDefault ? url : new URL(`.${url.pathname}${url.search}`, yahooUrl);
  }

  private async ask(
    client: Client,
    session: ProviderSession,
    group: readonly FollowedInstrument[],
    { known, refused }: { known: Map<string, Known>; refused: Set<string> },
  ): Promise<void> {
    const instruments = new Map(group.map((instrument) => [instrument.providerSymbol, instrument]));
    const answers: unknown = await attempt(() =>
      client.quote([...instruments.keys()], {}, { validateResult: false }),
    );
    session.heard();
    for (const answer of answers as (YahooQuote | null)[]) {
      const instrument = instruments.get(String(answer?.symbol));
      if (!instrument || !answer) {
        session.countMalformed();
        continue;
      }
      const { symbol, currency } = instrument;
      const places = placesOf(answer.currency, currency);
      if (places !== undefined) takeQuote(session, symbol, answer, { known, places });
      else {
        session.countMalformed();
        if (!refused.has(symbol))
          this.logger.warn(`${symbol} is not in ${currency} there: its prices are left out`);
        refused.add(symbol);
      }
    }
  }
}

/** By how many places a price has to be moved to be one in `currency`; undefined where it is in another one. */
function placesOf(said: unknown, currency: string): number | undefined {
  if (said === currency) return 0;
  return typeof said === 'string' && hundredths[said] === currency ? 2 : undefined;
}

/** What it says as a number, moved by so many places: exact. */
function priceOf(value: unknown, places: number): Decimal | undefined {
  const text = numberText(value);
  if (text === undefined) return undefined;
  const { digits, scale } = parseDecimal(text);
  return { digits, scale: scale + places };
}

/** What is read of an answer. The types of the library are what it hopes for. */
type YahooQuote = Partial<
  Record<
    | 'symbol'
    | 'currency'
    | 'regularMarketPrice'
    | 'regularMarketTime'
    | 'regularMarketVolume'
    | 'bid'
    | 'ask',
    unknown
  >
>;

function takeQuote(
  session: ProviderSession,
  symbol: string,
  answer: YahooQuote,
  { known, places }: { known: Map<string, Known>; places: number },
): void {
  const price = priceOf(answer.regularMarketPrice, places);
  const atMs = momentOf(answer.regularMarketTime);
  if (price === undefined || atMs === undefined) {
    session.countMalformed();
    return;
  }
  // While the exchange is closed there are no offers, and it says 0.
  const [bid, ask] = [answer.bid, answer.ask].map((side) => (side === 0 ? undefined : priceOf(side, places)));
  const before = known.get(symbol);
  const now = knownOf(answer, atMs);
  if (now.asText === before?.asText) return;
  known.set(symbol, now);
  const sides = bid !== undefined && ask !== undefined ? { bid, ask } : {};
  session.emit({ symbol, price, ...sides, volume: volumeBetween(before, now), atMs, source: 'yahoo' });
}

function knownOf({ regularMarketPrice, regularMarketVolume, bid, ask }: YahooQuote, atMs: number): Known {
  const traded = Number.isSafeInteger(regularMarketVolume) ? (regularMarketVolume as number) : undefined;
  return {
    asText: JSON.stringify([regularMarketPrice, bid, ask, atMs, traded]),
    day: dayOf(new Date(atMs)),
    traded,
  };
}

/** It tells what was traded since the day began: the first answer of a day says nothing of the moment before it. */
function volumeBetween(before: Known | undefined, { day, traded }: Known): string | undefined {
  if (before?.day !== day || before.traded === undefined || traded === undefined) return undefined;
  return traded > before.traded ? numberText(traded - before.traded) : undefined;
}

function momentOf(value: unknown): number | undefined {
  const ms = value instanceof Date ? value.getTime() : typeof value === 'number' ? value * 1_000 : Number.NaN;
  return Number.isNaN(ms) || Math.abs(ms) > 8.64e15 ? undefined : ms;
}

/** A day of its history, by the same hope. */
type Row = Partial<Record<'date' | 'open' | 'high' | 'low' | 'close' | 'volume', unknown>>;

/** Undefined for a day without prices. */
function readDay(row: Row, places: number): Candle | undefined {
  const ms = momentOf(row.date);
  const [open, high, low, close] = [row.open, row.high, row.low, row.close].map((value) =>
    historicPrice(value, places),
  );
  if (ms === undefined || !open || !high || !low || !close) return undefined;
  const top = [open, close, high].reduce((a, b) => (compareDecimals(a, b) > 0 ? a : b));
  const bottom = [open, close, low].reduce((a, b) => (compareDecimals(a, b) < 0 ? a : b));
  const volume = parseDecimal(numberText(row.volume) ?? '0');
  return { at: new Date(dayOf(new Date(ms))), open, high: top, low: bottom, close, volume };
}

function historicPrice(value: unknown, places: number): Decimal | undefined {
  const price = priceOf(value, places);
  if (price === undefined) return undefined;
  let digits = roundToMinor(price, historyPlaces, 'halfEven');
  let scale = historyPlaces;
  for (; scale > 2 && digits % 10n === 0n; scale -= 1) digits /= 10n;
  return digits > 0n ? { digits, scale } : undefined;
}

/** The library wraps what goes wrong in errors of its own, which may quote an answer. */
async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    const cause = error instanceof Error ? error.cause : undefined;
    throw cause instanceof ProviderError
      ? cause
      : new ProviderError('answered with what could not be understood');
  }
}
