import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { dayOf } from '@tradeyard/kernel';
import { positionAt, replayedTick, type HistoricPrice, type RawTick, type Replay } from '@tradeyard/market';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { ProviderError, type MarketProvider, type ProviderSession } from './market-provider.provider.js';
import { ReplaysService } from './replays.service.js';

/** How often it looks whether something is due. */
const lookEveryMs = 100;
const noHistoryMs = 30_000;

/** An instrument's history, and how much of it was told in this round. */
type Course = { readonly symbol: string; readonly prices: readonly HistoricPrice[]; told: number };

/**
 * Tells stored history again, faster than it was: the same history, the same
 * ticks. Where it stands follows from the clock and from when it began, so all
 * processes are at the same place, and one that starts later joins there.
 */
@Injectable()
export class ReplayProvider implements MarketProvider {
  readonly name = 'replay';
  readonly silenceMsMax = 30_000;

  constructor(
    private readonly replays: ReplaysService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async run(session: ProviderSession): Promise<void> {
    const replay = await this.replays.begin(
      session.instruments.map(({ symbol }) => symbol),
      { from: this.config.marketReplayFrom, speed: this.config.marketReplaySpeed, now: this.clock.now() },
    );
    if (!replay) throw new ProviderError('has no history to tell: import prices first', noHistoryMs);
    const courses: Course[] = [];
    const today = dayOf(this.clock.now());
    for (const { symbol } of session.instruments) {
      courses.push({ symbol, prices: await this.replays.readPrices(symbol, replay, today), told: 0 });
    }
    let round: number | undefined;
    while (!session.signal.aborted) {
      session.heard();
      const position = positionAt(replay, this.clock.now().getTime());
      if (round === undefined) for (const course of courses) course.told = join(course, position.historyMs);
      else if (position.round !== round) {
        // What was still to come of the round that has ended.
        const roundStartMs = position.roundStartMs - (replay.toMs - replay.fromMs) / replay.speed;
        const end = { historyMs: replay.toMs, roundStartMs };
        for (const tick of listDue(courses, replay, end)) session.emit(tick);
        for (const course of courses) course.told = 0;
      }
      round = position.round;
      for (const tick of listDue(courses, replay, position)) session.emit(tick);
      await sleep(lookEveryMs, undefined, { signal: session.signal, ref: false }).catch(() => undefined);
    }
  }
}

/** Who joins later begins with the newest price of each instrument, not with all that was told before. */
function join({ prices }: Course, historyMs: number): number {
  const due = prices.findIndex(({ atMs }) => atMs > historyMs);
  return Math.max(0, (due < 0 ? prices.length : due) - 1);
}

/** What is to be told now, in the order in which it happened. */
function listDue(
  courses: readonly Course[],
  replay: Replay,
  { historyMs, roundStartMs }: { historyMs: number; roundStartMs: number },
): RawTick[] {
  const due: { readonly atMs: number; readonly tick: RawTick }[] = [];
  for (const course of courses) {
    for (let price = course.prices[course.told]; price && price.atMs <= historyMs;) {
      due.push({ atMs: price.atMs, tick: replayedTick(course.symbol, price, replay, roundStartMs) });
      course.told += 1;
      price = course.prices[course.told];
    }
  }
  return due.sort((a, b) => a.atMs - b.atMs).map(({ tick }) => tick);
}
