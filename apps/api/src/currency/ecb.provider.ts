import { addDays, isTargetDay, lastTargetDay, type Day } from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import {
  readRateDay,
  refused,
  unreadable,
  type PublishingCalendar,
  type RateDay,
  type RateSource,
} from './rate-source.provider.js';
import { SourceClient, SourcePatience } from './source-client.provider.js';

/** The bank says "around 16:00"; it is late only after this. */
const graceMs = 2 * 3_600_000;

/** Each file has the days of the ones before it, and is read where those do not reach back far enough. */
const files = {
  daily: { name: 'eurofxref-daily.xml', bytesMax: 256 * 1024 },
  months: { name: 'eurofxref-hist-90d.xml', bytesMax: 4 * 1024 * 1024 },
  // It had 7 MB in 2026.
  whole: { name: 'eurofxref-hist.xml', bytesMax: 32 * 1024 * 1024 },
};

/** The file of months has the working days of 90 days; some are left for the days on which it is not there yet. */
const monthsDays = 80;

const workingDays: PublishingCalendar = {
  gapDaysMax: monthsDays,
  catchUpDaysMax: Infinity,
  publishes: isTargetDay,
  newestDay: lastTargetDay,
  dueDay: (now) => lastTargetDay(new Date(now.getTime() - graceMs)),
};

/** An envelope with a cube (the list) of cubes (the days) of cubes (the rates). */
const envelopeSchema = z.object({
  Envelope: z.object({
    Cube: z.object({
      Cube: z
        .array(
          z.object({
            time: z.string(),
            Cube: z.array(z.object({ currency: z.string(), rate: z.string() })).min(1),
          }),
        )
        .min(1),
    }),
  }),
});

/** The parser takes what there is of a document that was cut off. */
const wholeDocument = /<\/(\w+:)?Envelope>\s*$/;

const arrays = ['Envelope.Cube.Cube', 'Envelope.Cube.Cube.Cube'];

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  removeNSPrefix: true,
  processEntities: false,
  isArray: (_, path) => arrays.some((each) => each === path),
});

/** The European Central Bank's reference rates: some thirty currencies, on the working days of TARGET. */
@Injectable()
export class EcbProvider implements RateSource {
  readonly name = 'ecb';
  readonly label = 'ECB';
  readonly calendar = workingDays;
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
    const [first = '', newest = first] = [days[0], days.at(-1)];
    const { name, bytesMax } =
      days.length <= 1 ? files.daily : first >= addDays(newest, -monthsDays) ? files.months : files.whole;
    return this.client.fetch(
      {
        urls: [new URL(name, this.config.ecbUrl)],
        accept: 'application/xml, text/xml',
        bytesMax,
        read: (xml) => readEcbDays(xml, days),
      },
      stop,
    );
  }
}

/**
 * Reads any of the bank's documents: its newest day and those of `days` that are
 * in it, in order. Throws `SourceError` for whatever cannot be reference rates.
 */
export function readEcbDays(xml: string, days: readonly Day[]): RateDay[] {
  const cubes = readDocument(withoutDaysBefore(xml, days[0] ?? '')).Envelope.Cube.Cube;
  const newest = cubes.map(({ time }) => time).reduce((a, b) => (a > b ? a : b));
  const asked = new Set([...days, newest]);
  const wanted = cubes.filter(({ time }) => asked.has(time));
  const found = wanted
    .map(({ time, Cube }) =>
      readRateDay(
        time,
        Cube.map(({ currency, rate }) => [currency, rate]),
      ),
    )
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  if (new Set(found.map(({ date }) => date)).size < found.length)
    throw refused('answered with one day twice');
  return found;
}

/** Newest days come first in the bank's files: what is older is cut off, since seven megabytes take a second to parse. */
function withoutDaysBefore(xml: string, first: Day): string {
  if (!wholeDocument.test(xml.slice(-100))) throw unreadable('a list of reference rates');
  let last = '';
  for (const { 1: day = '', index } of xml.matchAll(/<Cube\s+time=["']([\d-]{10})["']/g)) {
    if (last !== '' && day >= last) return xml; // in another order than theirs
    if (last !== '' && day < first) {
      const prefix = /<(\w+:)?Envelope\b/.exec(xml)?.[1] ?? '';
      return `${xml.slice(0, index)}</Cube></${prefix}Envelope>`;
    }
    last = day;
  }
  return xml;
}

function readDocument(xml: string): z.infer<typeof envelopeSchema> {
  try {
    return envelopeSchema.parse(parser.parse(xml));
  } catch {
    throw unreadable('a list of reference rates');
  }
}
