import { dayOf, type Day } from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { parseExactJson, plainDecimal } from './json-rates.provider.js';
import {
  fetchDayByDay,
  readRateDay,
  unreadable,
  type RateDay,
  type RateSource,
} from './rate-source.provider.js';
import { SourceClient, SourcePatience } from './source-client.provider.js';

/** Published once a day, soon after midnight in UTC; it is late only after this. */
const graceMs = 24 * 3_600_000;

/** One file for one day has some ten kilobytes. */
const bytesMax = 512 * 1024;

const fileSchema = z.object({ date: z.string(), eur: z.record(z.string(), z.unknown()) });

/**
 * The open data set of https://github.com/fawazahmed0/exchange-api: most currencies
 * of the world and many coins, every day, from a network that serves npm packages.
 */
@Injectable()
export class CurrencyApiProvider implements RateSource {
  readonly name = 'currency-api';
  readonly label = 'currency-api';
  readonly gapDaysMax = 30;
  readonly catchUpDaysMax = 30;
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

  publishes(): boolean {
    return true;
  }

  newestDay(now: Date): Day {
    return dayOf(now);
  }

  dueDay(now: Date): Day {
    return dayOf(new Date(now.getTime() - graceMs));
  }

  fetchDays(days: readonly Day[], stop: AbortSignal): Promise<RateDay[]> {
    const fetchFile = (date: string) =>
      this.client.fetch(
        {
          urls: this.config.currencyApiUrls.map(
            (each) => new URL('eur.min.json', each.replaceAll('{date}', date)),
          ),
          accept: 'application/json',
          bytesMax,
          read: readCurrencyApiDay,
        },
        stop,
      );
    return fetchDayByDay(days, () => fetchFile('latest'), fetchFile);
  }
}

/** Reads one file; throws `SourceError` for whatever cannot be the rates of a day. */
export function readCurrencyApiDay(text: string): RateDay {
  const { date, eur } = readFile(text);
  const entries = Object.entries(eur).map(([code, rate]): [string, string] => [
    code.toUpperCase(),
    (typeof rate === 'string' ? plainDecimal(rate) : undefined) ?? '',
  ]);
  return readRateDay(date, entries);
}

function readFile(text: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(parseExactJson(text));
  } catch {
    throw unreadable('a list of rates');
  }
}
