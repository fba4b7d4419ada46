import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Tables whose rows are numbered here: they have the columns `id` (grows), `user_id` and `stream_seq`. */
export type EventTable = 'order';

/**
 * Gives events their numbers. A transaction that began earlier may be committed
 * later, so a number from within it could come to light behind a larger one that
 * a client has seen, and be missed for ever. Events are therefore written without
 * one and numbered once they are there, by whoever looks first, one at a time for
 * each user: the numbers of a user grow in the order in which their rows could be seen.
 */
@Injectable()
export class SequencesService {
  constructor(private readonly dataSource: DataSource) {}

  /** Numbers what the user has that is new, and says how the newest is numbered; 0 when there is nothing. */
  async number(table: EventTable, userId: string): Promise<number> {
    await this.numberNew(table, userId);
    const [{ newest }] = await this.dataSource.query<[{ newest: string }]>(
      `select coalesce(max(stream_seq), 0) as newest from "${table}" where user_id = $1`,
      [userId],
    );
    return Number(newest);
  }

  /** Which of the users have events without a number. */
  async findUnnumbered(table: EventTable, userIds: readonly string[]): Promise<string[]> {
    const rows = await this.dataSource.query<{ userId: string }[]>(
      `select distinct user_id as "userId" from "${table}" where stream_seq is null and user_id = any ($1::uuid[])`,
      [userIds],
    );
    return rows.map(({ userId }) => userId);
  }

  private async numberNew(table: EventTable, userId: string): Promise<void> {
    if ((await this.findUnnumbered(table, [userId])).length === 0) return;
    await this.dataSource.transaction(async (manager) => {
      // The lock has a statement of its own: the next one sees all that the one who held it has done.
      await manager.query('select pg_advisory_xact_lock(hashtextextended($1, $2))', [userId, numberingLock]);
      await manager.query(
        `with numbered as (
           select id, nextval('stream_seq') as seq from (
             select id from "${table}" where user_id = $1 and stream_seq is null order by id
           ) as unnumbered
         )
         update "${table}" as t set stream_seq = numbered.seq from numbered where t.id = numbered.id`,
        [userId],
      );
    });
  }
}

/** Any number that nothing else is hashed with. */
const numberingLock = 7_270_018;
