import { dayOf, formatDecimal, parseDecimal, ratio, ratioToSignificant, type Day } from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { parseExactJson, plainRates } from './json-rates.provider.js';
import {
  everyDay,
  fetchDayByDay,
  isRate,
  readRateDay,
  refused,
  unreadable,
  type RateDay,
  type RateSource,
} from './rate-source.provider.js';
import { SourceClient, SourcePatience } from './source-client.provider.js';

const bytesMax = 512 * 1024;

/** Theirs are for one dollar with six places or so: none of what they know is lost in units for one euro. */
const digitsKept = 20;

const answerSchema = z.object({
  timestamp: z.string().regex(/^\d{9,11}$/),
  base: z.literal('USD'),
  rates: z.record(z.string(), z.unknown()),
});

/** A service of the form of https://docs.openexchangerates.org, which wants a key. Its rates are for one dollar. */
@Injectable()
export class OpenExchangeRatesProvider implements RateSource {
  readonly name = 'open-exchange-rates';
  readonly label = 'Open Exchange Rates';
  readonly calendar = everyDay;
  private readonly client: SourceClient;

  constructor(
    private readonly config: Config,
    patience: SourcePatience,
    clock: Clock,
  ) {
    this.client = new SourceClient(patience, clock);
  }

  get isResting(): boolean {
    return this.client.isResting;
  }

  fetchDays(days: readonly Day[], stop: AbortSignal): Promise<RateDay[]> {
    const fetchFile = (name: string) =>
      this.client.fetch(
        { urls: [this.addressOf(name)], accept: 'application/json', bytesMax, read: readOpenExchangeRates },
        stop,
      );
    return fetchDayByDay(
      days,
      () => fetchFile('latest.json'),
      (day) => fetchFile(`historical/${day}.json`),
    );
  }

  private addressOf(name: string): URL {
    const url = new URL(name, this.config.openExchangeRatesUrl);
    url.searchParams.set('app_id', this.config.openExchangeRatesKey ?? '');
    return url;
  }
}

/** Reads one answer; throws `SourceError` for whatever cannot be the rates of a day. */
export function readOpenExchangeRates(text: string): RateDay {
  const { timestamp, rates } = readAnswer(text);
  const perDollar = plainRates(rates);
  const euros = perDollar.find(([code]) => code === 'EUR')?.[1] ?? '';
  if (!isRate(euros)) throw refused('answered without a rate for EUR');
  const perEuro = perDollar.map(([code, rate]): [string, string] => [
    code,
    isRate(rate)
      ? formatDecimal(ratioToSignificant(ratio(parseDecimal(rate), parseDecimal(euros)), digitsKept))
      : '',
  ]);
  // The last moment of a day is the first second of the next one.
  return readRateDay(dayOf(new Date((Number(timestamp) - 1) * 1_000)), perEuro);
}

function readAnswer(text: string): z.infer<typeof answerSchema> {
  try {
    return answerSchema.parse(parseExactJson(text));
  } catch {
    throw unreadable('a list of rates for one dollar');
  }
}
