import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  comparedState,
  count,
  emptyTally,
  totalState,
  userState,
  type Happening,
  type Tally,
  type UserState,
} from '@tradeyard/daytrading';
import { DataSource, MoreThan, type EntityManager } from 'typeorm';
import { DayLog } from './day-log.service.js';
import { readTraders } from './trader-reader.service.js';
import { TraderEntity } from './trader.entity.js';
import type { WorkloadEntity } from './workload.entity.js';
import type { DayStateDto } from './workloads.dto.js';

/** Which of the readings of the specification the rules follow (its section 9). */
const readings = { buy_check: 'amount', pending: 'stack', sell_check: 'value' };
const tradersPerRead = 200;

/** How a workload stands, counted from its log and read from the ledger, all of one moment. */
@Injectable()
export class DayState {
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: DayLog,
  ) {}

  async read(workload: WorkloadEntity): Promise<DayStateDto> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const tallies = await this.countTurns(manager, workload);
      // Somebody may be called `__proto__`.
      const users = Object.create(null) as Record<string, UserState>;
      const known = new Set<string>();
      for await (const rows of listTraders(manager, workload)) {
        const traders = await readTraders(manager, rows);
        rows.forEach(({ id, name, isKnown }, index) => {
          const trader = traders[index];
          if (trader) users[name] = userState(trader, tallies.get(id) ?? emptyTally());
          if (isKnown) known.add(name);
        });
      }
      const digest = createHash('sha256').update(comparedState(users, known)).digest('hex');
      const totals = { ...totalState(users, known), state_sha256: digest };
      return { readings, totals, users, workload: workload.name };
    });
  }

  private async countTurns(
    manager: EntityManager,
    workload: WorkloadEntity,
  ): Promise<ReadonlyMap<string, Tally>> {
    const tallies = new Map<string, Tally>();
    for await (const turns of this.log.all(manager, workload)) {
      for (const { traderId, happenings } of turns) {
        const tally = tallies.get(traderId) ?? emptyTally();
        tallies.set(traderId, tally);
        for (const happening of JSON.parse(happenings) as Happening[]) count(tally, happening);
      }
    }
    return tallies;
  }
}

async function* listTraders(
  manager: EntityManager,
  { id: workloadId }: WorkloadEntity,
): AsyncGenerator<TraderEntity[]> {
  let after: string | undefined;
  for (;;) {
    const rows = await manager.find(TraderEntity, {
      where: { workloadId, ...(after !== undefined && { name: MoreThan(after) }) },
      order: { name: 'ASC' },
      take: tradersPerRead,
    });
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.name;
  }
}
