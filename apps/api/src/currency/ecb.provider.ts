import { addDays, dayOf, findCurrency, isDay } from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { ratePattern, type RateDay } from './ecb-history.provider.js';

/** The bank's answer has two kilobytes and comes within a second. */
const timeoutMs = 10_000;
const bytesMax = 256 * 1024;

/** A day without one of these is not a day of reference rates. */
const majors = ['USD', 'JPY', 'GBP', 'CHF'];

/** An envelope with a cube (the list) of cubes (the days) of cubes (the rates). */
const envelopeSchema = z.object({
  Envelope: z.object({
    Cube: z.object({
      Cube: z.object({
        time: z.string().refine(isDay),
        Cube: z.array(z.object({ currency: z.string(), rate: z.string() })).min(1),
      }),
    }),
  }),
});

/** The parser takes what there is of a document that was cut off. */
const wholeDocument = /<\/(\w+:)?Envelope>\s*$/;

const isRateCube = (_: string, path: unknown): boolean => path === 'Envelope.Cube.Cube.Cube';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  removeNSPrefix: true,
  processEntities: false,
  isArray: isRateCube,
});

/** Why a source gave no rates, as a sentence that goes on after "the ECB". Nothing is wrong with us. */
export class SourceError extends Error {}

/** The European Central Bank's reference rates of the newest day. */
@Injectable()
export class EcbProvider {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Throws `SourceError` when the bank cannot be reached or its answer cannot be right. */
  async fetchDay(stop: AbortSignal, withinMs = timeoutMs): Promise<RateDay> {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(withinMs)]);
    return readEcbDay(await fetchText(this.config.ecbUrl, signal), this.clock.now());
  }
}

async function fetchText(url: string, signal: AbortSignal): Promise<string> {
  try {
    const response = await fetch(url, { signal, headers: { accept: 'application/xml, text/xml' } });
    if (!response.ok) {
      await response.body?.cancel();
      throw new SourceError(`answered with status ${response.status}`);
    }
    return await readBody(response);
  } catch (error) {
    if (error instanceof SourceError) throw error;
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    throw new SourceError(isLate ? 'did not answer in time' : 'cannot be reached', { cause: error });
  }
}

async function readBody({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new SourceError(`answered with more than ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Reads the bank's daily document; throws `SourceError` for whatever cannot be a day of reference rates. */
export function readEcbDay(xml: string, now: Date): RateDay {
  const { time: date, Cube: cubes } = readDocument(xml).Envelope.Cube.Cube;
  if (date > addDays(dayOf(now), 1)) {
    throw new SourceError(`answered with rates of ${date}, which has not come yet`);
  }
  const rates = cubes
    .filter(({ currency }) => findCurrency(currency)?.kind === 'fiat')
    .map(({ currency, rate }) => ({ currency, perEuro: rate }));
  for (const { currency, perEuro } of rates) {
    if (!ratePattern.test(perEuro) || !/[1-9]/.test(perEuro)) {
      throw new SourceError(`answered with "${perEuro.slice(0, 40)}" for ${currency}`);
    }
  }
  const codes = new Set(rates.map(({ currency }) => currency));
  if (codes.size !== rates.length) throw new SourceError('answered with two rates for one currency');
  const missing = majors.filter((code) => !codes.has(code));
  if (missing.length > 0) throw new SourceError(`answered without ${missing.join(', ')}`);
  return { date, rates };
}

function readDocument(xml: string): z.infer<typeof envelopeSchema> {
  try {
    if (wholeDocument.test(xml)) return envelopeSchema.parse(parser.parse(xml));
  } catch {
    // said below
  }
  throw new SourceError('answered with something that is not a list of reference rates');
}
