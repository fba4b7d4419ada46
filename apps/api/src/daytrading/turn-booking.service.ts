import { Injectable } from '@nestjs/common';
import {
  journalOf,
  type Change,
  type Happening,
  type Reservation,
  type TurnTaken,
} from '@tradeyard/daytrading';
import type { Command, Unit } from '@tradeyard/ledger';
import { DatabaseError } from 'pg';
import type { Call } from '../ledger/call.dto.js';
import { LedgerIds } from '../ledger/ledger-ids.service.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { DayPrices } from './day-prices.service.js';
import type { Loaded } from './trader-reader.service.js';
import type { LogEntity, ReservationEntity, TraderRow } from './trader.entity.js';
import type { WorkloadEntity } from './workload.entity.js';

/** The trader has had another turn since they were read: with another process, or in one whose end nobody heard of. */
export class StaleTrader extends Error {}

/** A turn to be written: what came of it, and hits that are `told` besides. */
export type BookedTurn = {
  readonly workload: WorkloadEntity;
  readonly name: string;
  readonly loaded: Loaded;
  readonly taken: TurnTaken;
  readonly told: readonly Happening[];
  readonly origin: string;
  readonly call?: Call | undefined;
};

/** `transaction` is the newest command of the turn, or of the one whose key came again. */
export type Booked = { readonly loaded: Loaded; readonly isReplayed: boolean; readonly transaction: number };

const traderTable = 'daytrading_trader';
const reservationTable = 'daytrading_reservation';
const logTable = 'daytrading_log';

/** Writes a turn as one command of the ledger: money, reservations, the trader's row and the log, or nothing of them. */
@Injectable()
export class TurnBooking {
  constructor(
    private readonly ledger: LedgerService,
    private readonly ids: LedgerIds,
    private readonly prices: DayPrices,
  ) {}

  readonly newId = (): string => this.ids.next();

  /** Throws `StaleTrader` when the turn was decided on what is no more, and what the ledger throws. */
  async book(turn: BookedTurn): Promise<Booked> {
    const { loaded, taken, call } = turn;
    const row = nextRow(turn);
    const command = this.commandOf(turn, row);
    let isReplayed = false;
    const onReplay = (): void => {
      isReplayed = true;
      call?.onReplay();
    };
    try {
      const answer = await this.ledger.submit(
        command,
        call?.idempotency && { idempotency: call.idempotency, onReplay },
      );
      const version = (loaded.row?.version ?? 0n) + 1n;
      const next = { id: loaded.id, row: { ...row, version }, trader: taken.trader };
      return { loaded: next, isReplayed, transaction: answer.transaction };
    } catch (error) {
      if (error instanceof DatabaseError && error.constraint === 'daytrading_trader_workload_id_name_key')
        throw new StaleTrader();
      throw error;
    }
  }

  private commandOf(
    { workload, loaded, taken, told, origin }: BookedTurn,
    row: TraderRow,
  ): Command<{ transaction: number }> {
    const { changes, happenings, trader } = taken;
    const books = { trader: loaded.id, house: workload.id };
    const journal = journalOf(books, changes, { transaction: String(trader.transaction) });
    const text = JSON.stringify([...happenings, ...told]);
    const ref = { table: traderTable, id: loaded.id };
    return {
      accounts: journal?.lines.map(({ account }) => account) ?? [],
      rows: [ref],
      actor: workload.ownerId,
      origin,
      decide: (unit) => {
        if (unit.row(ref)?.version !== loaded.row?.version) throw new StaleTrader();
        if (journal) unit.book(journal);
        for (const change of changes) this.keep(unit, workload, loaded.id, change);
        const entry: LogEntity = {
          id: unit.newId(),
          workloadId: workload.id,
          traderId: loaded.id,
          transaction: row.transaction,
          happenings: text,
        };
        unit.save(logTable, entry);
        unit.save(traderTable, row);
        return { transaction: trader.transaction };
      },
    };
  }

  private keep(unit: Unit, workload: WorkloadEntity, traderId: string, change: Change): void {
    if ('of' in change) unit.remove({ table: reservationTable, id: change.of.id });
    if ('by' in change) unit.save(reservationTable, this.rowOf(workload, traderId, change.by));
  }

  private rowOf(
    workload: WorkloadEntity,
    traderId: string,
    { transaction, atMs, ...rest }: Reservation,
  ): ReservationEntity {
    const windowMs = this.prices.windowMs(workload);
    return {
      ...rest,
      traderId,
      transaction: BigInt(transaction),
      at: new Date(atMs),
      expiresAt: windowMs !== null && rest.form === 'pending' ? new Date(atMs + windowMs) : null,
      isWatched: windowMs !== null && rest.trigger !== null,
    };
  }
}

/** The trader's row as the turn leaves it, but for the version, which the ledger counts. */
function nextRow({ workload, name, loaded: { id, row }, taken: { trader, done } }: BookedTurn): TraderRow {
  const commands = BigInt(done.filter((each) => each !== undefined).length);
  return {
    id,
    workloadId: workload.id,
    name,
    version: row?.version ?? 1n,
    transaction: BigInt(trader.transaction),
    commands: (row?.commands ?? 0n) + commands,
    isKnown: trader.isKnown,
  };
}
