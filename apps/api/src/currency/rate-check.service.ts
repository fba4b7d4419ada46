import {
  getCurrency,
  isPlausibleMove,
  isSwapped,
  latestDay,
  majorCurrencies,
  parseDecimal,
  type Day,
  type RateMove,
} from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import type { QuarantineReason } from './rate-quarantine.entity.js';
import { refused, type RateDay } from './rate-source.provider.js';
import { ReferenceRatesService, type NewRate } from './reference-rates.service.js';

/** A rate that cannot have come from the last known one. */
export type Suspicion = NewRate & {
  readonly lastPerEuro: string;
  readonly lastDate: Day;
  readonly reason: QuarantineReason;
};

export type Checked = { readonly believed: readonly NewRate[]; readonly suspected: readonly Suspicion[] };

/** A market can do one absurd thing on a day; a file with more of them than this is broken. */
const suspectedMax = 3;
const suspectedPercentMax = 5;

type Known = { readonly perEuro: string; readonly date: Day };
type Judged = {
  readonly rate: NewRate;
  readonly last: Known | undefined;
  readonly move: RateMove | undefined;
};

/** Asks of rates that came whether they can be true. */
@Injectable()
export class RateCheckService {
  constructor(private readonly references: ReferenceRatesService) {}

  /** The newest of the days. Throws `SourceError` when it has not come yet, or is older than `due`. */
  requireDate(days: readonly RateDay[], due: Day, now: Date): Day {
    const newest = days.map(({ date }) => date).reduce((a, b) => (a > b ? a : b), '');
    if (newest > latestDay(now)) throw refused(`answered with rates of ${newest}, which has not come yet`);
    if (newest < due) throw refused(`answered with rates of ${newest} when those of ${due} were due`);
    return newest;
  }

  /**
   * Tells the rates that can have come from the last known ones from those that
   * cannot. Days are in order. Throws `SourceError` when too many cannot.
   */
  async check(days: readonly RateDay[]): Promise<Checked> {
    const ratesByDay = days.map(({ date, rates }) => rates.map((rate): NewRate => ({ ...rate, date })));
    const rates = ratesByDay.flat();
    const stored = await this.references.findRates(
      rates.map(({ currency, date }) => ({ currency, on: date })),
    );
    const storedOf = new Map(rates.map((rate, place) => [rate, stored[place]]));
    const believedOf = new Map<string, Known>();
    const believed: NewRate[] = [];
    const suspected: Suspicion[] = [];
    for (const ofDay of ratesByDay) {
      const judged = ofDay.map((rate) =>
        judge(rate, later(storedOf.get(rate), believedOf.get(rate.currency))),
      );
      const reasons = reasonsToSuspect(judged);
      requireFew(judged, reasons);
      for (const { rate, last } of judged) {
        const reason = reasons.get(rate.currency);
        if (reason && last)
          suspected.push({ ...rate, lastPerEuro: last.perEuro, lastDate: last.date, reason });
        else {
          believed.push(rate);
          believedOf.set(rate.currency, rate);
        }
      }
    }
    return { believed, suspected };
  }
}

const later = (a: Known | undefined, b: Known | undefined): Known | undefined =>
  a && b ? (a.date >= b.date ? a : b) : (a ?? b);

const judge = (rate: NewRate, last: Known | undefined): Judged => ({
  rate,
  last,
  move: last && {
    before: { perEuro: parseDecimal(last.perEuro), date: last.date },
    after: { perEuro: parseDecimal(rate.perEuro), date: rate.date },
  },
});

/** By currency. */
function reasonsToSuspect(judged: readonly Judged[]): ReadonlyMap<string, QuarantineReason> {
  const reasons = new Map<string, QuarantineReason>();
  for (const { rate, move } of judged)
    if (move && !isPlausibleMove(getCurrency(rate.currency), move)) reasons.set(rate.currency, 'jump');
  const majors = judged.filter(({ rate }) => majorCurrencies.includes(rate.currency));
  for (const one of majors) {
    for (const other of majors) {
      if (one === other || !one.move || !other.move || !isSwapped(one.move, other.move)) continue;
      reasons.set(one.rate.currency, 'swapped');
    }
  }
  return reasons;
}

function requireFew(judged: readonly Judged[], reasons: ReadonlyMap<string, QuarantineReason>): void {
  const most = Math.max(suspectedMax, Math.floor((judged.length * suspectedPercentMax) / 100));
  if (reasons.size <= most) return;
  const example = judged.find(({ rate }) => reasons.has(rate.currency));
  if (!example?.last) return;
  const { rate, last } = example;
  throw refused(
    `answered with ${reasons.size} rates of ${rate.date} that cannot be true, such as ` +
      `${rate.perEuro} ${rate.currency} for one euro, after ${last.perEuro} on ${last.date}`,
  );
}
