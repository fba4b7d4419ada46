import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import {
  fillAt,
  takeTurn,
  type Done,
  type Errand,
  type Happening,
  type Quoted,
  type TurnTaken,
} from '@tradeyard/daytrading';
import type { Call } from '../ledger/call.dto.js';
import { Clock } from '../platform/clock.js';
import { DayPrices, type Asked } from './day-prices.service.js';
import { FiguresService } from './figures.service.js';
import { TraderReader, type Loaded } from './trader-reader.service.js';
import { TurnBooking } from './turn-booking.service.js';
import type { WorkloadEntity } from './workload.entity.js';

/** The answer to a command; `isReplayed` when it came before, and was not carried out again. */
export type Answer = Done & { readonly isReplayed: boolean };

export type Waiting = {
  readonly errand: Errand;
  /** When it came, by the clock that only runs forward. */
  readonly sinceMs: number;
  readonly origin: string;
  readonly call: Call | undefined;
  readonly resolve: (answer: Answer | undefined) => void;
  readonly reject: (error: unknown) => void;
};

/** Where one trader's errands are done, one turn after the other. `loaded` is what the last turn left. */
export type Desk = {
  readonly key: string;
  readonly workload: WorkloadEntity;
  readonly name: string;
  waiting: Waiting[];
  loaded: Loaded | undefined;
  /** Answers of the quote server that were paid for and not yet logged. */
  asked: readonly Asked[];
  /** The quote that the first who waits has asked for, or why there is none. */
  found: { readonly symbol: string; readonly quoted: Quoted } | undefined;
  isBusy: boolean;
};

/** The turns of traders: decided by the rules, written by the ledger, and answered. */
@Injectable()
export class TurnsService {
  constructor(
    private readonly reader: TraderReader,
    private readonly booking: TurnBooking,
    private readonly prices: DayPrices,
    private readonly figures: FiguresService,
    private readonly clock: Clock,
  ) {}

  /** Does of `next`, the first who wait, as many as can be done now, or what the first has to wait for. Throws what storage does. */
  async take(desk: Desk, next: readonly Waiting[]): Promise<void> {
    desk.loaded ??= await this.reader.load(desk.workload.id, desk.name);
    const { loaded, workload, name } = desk;
    const errands = next.map(({ errand }) => errand);
    const { asked } = desk; // more may come while the turn is written
    const { taken, told } = this.decide(desk, loaded, errands);
    if (taken.happenings.length > 0 || told.length > 0) {
      const [{ origin, call: named } = { origin: name, call: undefined }] = next;
      // The key stands for the command: what expired before it, while it has to wait, is none of its doing.
      const call = taken.taken > 0 ? named : undefined;
      const booked = await this.booking.book({ workload, name, loaded, taken, told, origin, call });
      if (booked.isReplayed) {
        leave(desk, 1);
        next[0]?.resolve(await this.recall(loaded, booked.transaction));
        return;
      }
      desk.loaded = booked.loaded;
      if (taken.taken > 0) desk.asked = desk.asked.slice(asked.length);
    }
    if (taken.taken > 0) {
      leave(desk, taken.taken);
      this.answer(workload, next, taken);
      this.meetWhatCame(desk, taken);
    } else if (taken.isRepeated) {
      leave(desk, 1);
      await this.repeat(loaded, next[0]);
    } else if (taken.waitsFor !== undefined) {
      await this.ask(desk, loaded, next[0], taken.waitsFor);
    }
  }

  private answer(workload: WorkloadEntity, next: readonly Waiting[], { done }: TurnTaken): void {
    const nowMs = performance.now();
    for (const [index, each] of done.entries()) {
      const waiting = next[index];
      waiting?.resolve(each && { ...each, isReplayed: false });
      if (waiting && each) this.figures.noteHappening(workload.id, each.happening, nowMs - waiting.sinceMs);
    }
  }

  /**
   * A quote that came while a trigger was being written did not see it there, nor was it seen: where it reaches the
   * trigger they meet now.
   */
  private meetWhatCame(desk: Desk, { changes }: TurnTaken): void {
    if (this.prices.windowMs(desk.workload) === null) return; // prices do not move
    for (const change of changes) {
      if (!('by' in change) || change.by.trigger === null) continue;
      const { symbol } = change.by;
      const price = this.prices.current(desk.workload, symbol);
      if (price === undefined || !fillAt(change.by, price)) continue;
      const errand = { quote: { symbol, price } };
      const nobody = { call: undefined, resolve: () => undefined, reject: () => undefined };
      desk.waiting = [{ errand, sinceMs: performance.now(), origin: 'quotes', ...nobody }, ...desk.waiting];
    }
  }

  private decide(
    desk: Desk,
    { trader }: Loaded,
    errands: readonly Errand[],
  ): { taken: TurnTaken; told: Happening[] } {
    const unused = new Set(desk.asked);
    const atMs = this.clock.now().getTime();
    const taken = takeTurn(trader, errands, {
      atMs,
      windowMs: this.prices.windowMs(desk.workload),
      newId: this.booking.newId,
      quote: (symbol) => {
        const found = desk.found?.symbol === symbol ? desk.found.quoted : undefined;
        if (found && 'refusal' in found) return found;
        // The quote server's clock may call old what it has just said.
        const price = this.prices.current(desk.workload, symbol) ?? found?.price;
        if (price === undefined) return undefined;
        const asked = [...unused].find(({ hit }) => hit.symbol === symbol);
        if (!asked) return { price };
        unused.delete(asked);
        return { price, hit: asked.hit };
      },
    });
    // What was paid for is logged, whoever made use of it in the end.
    const told = [...unused].map(({ transaction, hit }) => quoted(transaction, hit, atMs));
    return { taken, told: taken.taken > 0 ? told : [] };
  }

  private async ask(
    desk: Desk,
    { trader }: Loaded,
    waiting: Waiting | undefined,
    symbol: string,
  ): Promise<void> {
    const number = waiting && 'command' in waiting.errand ? waiting.errand.command.transaction : 0;
    const quoted = await this.prices.ask(symbol, desk.name);
    desk.found = { symbol, quoted };
    if ('hit' in quoted && quoted.hit)
      desk.asked = [...desk.asked, { transaction: number || trader.transaction + 1, hit: quoted.hit }];
  }

  private async repeat(loaded: Loaded, waiting: Waiting | undefined): Promise<void> {
    if (!waiting || !('command' in waiting.errand)) return;
    const { transaction } = waiting.errand.command;
    try {
      waiting.resolve(await this.recall(loaded, transaction));
    } catch (error) {
      waiting.reject(error);
    }
  }

  /** The answer that a command got when it came first. */
  private async recall({ id, trader }: Loaded, transaction: number): Promise<Answer> {
    const happening = await this.reader.findHappening(id, transaction);
    if (happening) return { happening, trader, isReplayed: true };
    throw new DomainError(
      'transaction_out_of_order',
      `The newest command of this user is ${trader.transaction}: ${transaction} never came, and is too late`,
      'transaction',
    );
  }
}

/** So many are done. What the first of them had asked for is not for the others, who may come much later. */
function leave(desk: Desk, count: number): void {
  desk.found = undefined;
  desk.waiting = desk.waiting.slice(count);
}

const quoted = (transaction: number, hit: Asked['hit'], atMs: number): Happening => ({
  kind: 'quoted',
  transaction,
  atMs,
  command: 'QUOTE',
  symbol: hit.symbol,
  hits: [hit],
});
