import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { entriesOf, logBegin, logEnd, xmlOf, type Happening } from '@tradeyard/daytrading';
import { DataSource, type EntityManager } from 'typeorm';
import { highestId } from '../ledger/ledger-ids.service.js';
import { noJournal } from '@tradeyard/ledger';
import type { WorkloadEntity } from './workload.entity.js';

/** What happened in one turn of a trader. */
export type LoggedTurn = {
  readonly id: string;
  readonly traderId: string;
  readonly name: string;
  readonly transaction: string;
  readonly happenings: string;
};

// Both bounds are of the workload: that is said so that rows are found by its own index, and not by passing over those of all
// others, which are as well in order.
const ofWorkload = `
  select l.id, l.trader_id as "traderId", t.name, l.happenings, l.transaction
  from daytrading_log l join daytrading_trader t on t.id = l.trader_id
  where (l.workload_id, l.id) > ($1, $2) and (l.workload_id, l.id) <= ($1, $3)
  order by l.workload_id, l.id limit $4`;

const ofTrader = `
  select l.id, l.trader_id as "traderId", t.name, l.happenings, l.transaction
  from daytrading_trader t join daytrading_log l on l.trader_id = t.id
  where t.workload_id = $1 and t.name = $5 and (l.transaction, l.id) > ($6, $2) and l.id <= $3
  order by l.transaction, l.id limit $4`;

/** Where the log ends now. Other processes may be ahead of this one's clock, so that only storage knows. */
const newest = `
  select id from daytrading_log
  where (workload_id, id) > ($1, '${noJournal}') and (workload_id, id) <= ($1, '${highestId}')
  order by workload_id desc, id desc limit 1`;

/** As many as are in memory at a time. A turn of many commands is some hundred kilobytes. */
const turnsPerRead = 100;

const server = 'tradeyard';

/** The log of a workload, which can be of any size: it is read and written in small pieces. */
@Injectable()
export class DayLog {
  constructor(private readonly dataSource: DataSource) {}

  /** XML of all that has happened so far, or to one user; the first piece is read before anything is answered. */
  async stream(workload: WorkloadEntity, user?: string): Promise<Readable> {
    const [last] = await this.dataSource.query<{ id: string }[]>(newest, [workload.id]);
    const read: ReadPage = (statement, parameters) =>
      this.dataSource.transaction((manager) => readInOrder(manager)(statement, parameters));
    const turns = this.turns(read, workload, last?.id ?? noJournal, user);
    const first = await turns.next();
    return Readable.from(xml(first.done ? [] : first.value, turns));
  }

  /** Of a workload, in the transaction of whoever asks, in the order in which they were written. */
  all(manager: EntityManager, workload: WorkloadEntity): AsyncGenerator<readonly LoggedTurn[]> {
    return this.turns(readInOrder(manager), workload, highestId);
  }

  /** Of a workload in the order in which they were written, of a user in the order of their commands. */
  async *turns(
    read: ReadPage,
    { id: workloadId }: WorkloadEntity,
    upTo: string,
    user?: string,
  ): AsyncGenerator<readonly LoggedTurn[]> {
    let after = noJournal;
    let transaction = '0';
    for (;;) {
      const common = [workloadId, after, upTo, turnsPerRead];
      const turns = await (user === undefined
        ? read(ofWorkload, common)
        : read(ofTrader, [...common, user, transaction]));
      const last = turns.at(-1);
      if (!last) return;
      yield turns;
      after = last.id;
      transaction = last.transaction;
    }
  }
}

type ReadPage = (statement: string, parameters: readonly unknown[]) => Promise<readonly LoggedTurn[]>;

/** Before Postgres has counted a table that grew fast it takes it for tiny, and sorts all of it for each page. */
export const readInOrder =
  (manager: EntityManager): ReadPage =>
  async (statement, parameters) => {
    await manager.query('set local enable_sort = off');
    return manager.query<LoggedTurn[]>(statement, [...parameters]);
  };

async function* xml(
  first: readonly LoggedTurn[],
  others: AsyncIterable<readonly LoggedTurn[]>,
): AsyncGenerator<Buffer> {
  yield Buffer.from(logBegin);
  if (first.length > 0) yield* pieces(first);
  for await (const turns of others) yield* pieces(turns);
  yield Buffer.from(logEnd);
}

/** One for each turn: as text the largest is some hundred kilobytes. */
function* pieces(turns: readonly LoggedTurn[]): Generator<Buffer> {
  for (const { name, happenings } of turns) {
    const entries = (JSON.parse(happenings) as Happening[]).flatMap((each) =>
      entriesOf(each, { user: name, server }),
    );
    yield Buffer.from(entries.map(xmlOf).join(''));
  }
}
