import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { dayNumber, DomainError, isDay } from '@tradeyard/kernel';
import { calculationOf, type CalculationRequest, type Snapshot } from '@tradeyard/portfolio';
import { Problem } from '../platform/problem.js';

const activitiesMax = 20_000;
const assetsMax = 1_000;
/** A thousand assets for five years: each day of each takes some hundred bytes, and a tenth of a microsecond, at least. */
const assetDaysMax = 2_000_000;
/** Each waits with all that it is about in memory. */
const waitingMax = 10;

/** Calculates portfolios that are sent as a whole. */
@Injectable()
export class CalculationsService {
  private before: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /**
   * As `calculationOf`, one at a time and others in between, since each takes the processor for itself. Throws
   * `calculation_too_large` at what there is too much of, `too_many_requests`, and what `calculationOf` throws.
   */
  async calculate(body: unknown): Promise<Snapshot> {
    requireBounded(body);
    if (this.waiting >= waitingMax)
      throw new Problem('too_many_requests', 'Many calculations are waiting. Try again in a moment.');
    this.waiting += 1;
    const calculating = this.before.then(async () => {
      await nextTurn();
      // Whatever it is, the calculation says what is wrong with it.
      return calculationOf(body as CalculationRequest);
    });
    this.before = calculating.catch(() => undefined).then(() => (this.waiting -= 1));
    return calculating;
  }
}

function requireBounded(body: unknown): void {
  const { activities, assets, today } = (body ?? {}) as Record<string, unknown>;
  const [activityCount, assetCount] = [lengthOf(activities), lengthOf(assets)];
  if (activityCount > activitiesMax) throw tooLarge('activities', `at most ${activitiesMax} activities`);
  if (assetCount > assetsMax) throw tooLarge('assets', `at most ${assetsMax} assets`);
  const days = daysOf(activities, today);
  if (assetCount * days > assetDaysMax) {
    throw tooLarge('assets', `at most ${assetDaysMax} days of assets, and these are ${assetCount * days}`);
  }
}

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

/** From the oldest activity to the last day; what is no day is told later. */
function daysOf(activities: unknown, today: unknown): number {
  if (!Array.isArray(activities) || typeof today !== 'string' || !isDay(today)) return 0;
  let oldest = today;
  for (const each of activities as ({ day?: unknown } | null)[]) {
    const day = each?.day;
    if (typeof day === 'string' && day < oldest) oldest = day;
  }
  return isDay(oldest) ? dayNumber(today) - dayNumber(oldest) : 0;
}

const tooLarge = (field: string, most: string): DomainError =>
  new DomainError('calculation_too_large', `A calculation takes ${most}`, field);
