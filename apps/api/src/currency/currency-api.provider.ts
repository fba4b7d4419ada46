import type { Day } from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { parseExactJson, plainRates } from './json-rates.provider.js';
import {
  everyDay,
  fetchDayByDay,
  readRateDay,
  unreadable,
  type RateDay,
  type RateSource,
} from './rate-source.provider.js';
import { SourceClient, SourcePatience } from './source-client.provider.js';

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
  return readRateDay(date, plainRates(eur));
}

function readFile(text: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(parseExactJson(text));
  } catch {
    throw unreadable('a list of rates');
  }
}
