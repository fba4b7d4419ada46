import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CommandTally, type CountedSecond, type Happening, type Told } from '@tradeyard/daytrading';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Clock } from '../platform/clock.js';
import { isDatabaseOutage } from '../platform/outage.js';

/** Whoever is silent for so long is forgotten here, and counted on in a row of its own. */
const idleMs = 600_000;

// One statement for all workloads of this process. Values are whole and not what was added to them, so that one that was
// written without an answer can be written again.
const write = `
  with totals as (
    insert into daytrading_total
      (workload_id, counter_id, commands, failed, by_command, failures, symbols, last_at)
    select * from jsonb_to_recordset($1) as total (workload_id uuid, counter_id uuid, commands bigint, failed bigint,
      by_command jsonb, failures jsonb, symbols jsonb, last_at timestamptz)
    on conflict (workload_id, counter_id) do update set
      commands = excluded.commands, failed = excluded.failed, by_command = excluded.by_command,
      failures = excluded.failures, symbols = excluded.symbols, last_at = excluded.last_at)
  insert into daytrading_second
    (workload_id, at, counter_id, commands, failed, latency_from, latencies)
  select * from jsonb_to_recordset($2) as second (workload_id uuid, at timestamptz, counter_id uuid, commands integer,
    failed integer, latency_from smallint, latencies integer[])
  on conflict (workload_id, at, counter_id) do update set
    commands = excluded.commands, failed = excluded.failed, latency_from = excluded.latency_from,
    latencies = excluded.latencies`;

type Counter = {
  readonly id: string;
  readonly workloadId: string;
  readonly tally: CommandTally;
  written: number;
};

/** Counts what becomes of the commands of workloads, in memory; see `FiguresJob` for when it is written. */
@Injectable()
export class FiguresService implements OnApplicationShutdown {
  private readonly logger = new Logger(FiguresService.name);
  private readonly counters = new Map<string, Counter>();
  private writing: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Of a command that was committed: costs less than a microsecond, and never throws or waits. */
  note(workloadId: string, told: Told): void {
    const counter = this.counters.get(workloadId) ?? this.begin(workloadId);
    counter.tally.note(told, this.clock.now().getTime());
  }

  /** The same of a command as it is logged, which took `ms` milliseconds. */
  noteHappening(workloadId: string, happening: Happening, ms: number): void {
    const { command, name = '', symbol = '', refusal } = happening;
    this.note(workloadId, { command: command ?? name, symbol, code: refusal?.code ?? null, ms });
  }

  /** When nothing is carried out any more, and the database is still there. */
  async onApplicationShutdown(): Promise<void> {
    await this.writing;
    await this.write(Infinity);
  }

  /** Writes what is over by now. Never throws: what could not be written is there the next time. */
  write(untilMs = this.clock.now().getTime()): Promise<void> {
    this.writing ??= this.writeAll(untilMs)
      .catch((error: unknown) => {
        if (isDatabaseOutage(error)) this.logger.warn(`Figures wait for the database: ${String(error)}`);
        else this.logger.error(error instanceof Error ? error.stack : error);
      })
      .finally(() => (this.writing = undefined));
    return this.writing;
  }

  private begin(workloadId: string): Counter {
    const counter = { id: uuid(), workloadId, tally: new CommandTally(), written: 0 };
    this.counters.set(workloadId, counter);
    return counter;
  }

  private async writeAll(untilMs: number): Promise<void> {
    const due = [...this.counters.values()].map((counter) => {
      const { tally } = counter;
      return { counter, size: tally.size, seconds: tally.seconds(untilMs) };
    });
    const changed = due.filter(({ counter, size }) => size > counter.written);
    const over = due.flatMap(({ counter, seconds }) => seconds.map((second) => secondRow(counter, second)));
    if (changed.length > 0 || over.length > 0) {
      const totals = changed.map(({ counter }) => totalRow(counter));
      await this.dataSource.query(write, [JSON.stringify(totals), JSON.stringify(over)]);
    }
    for (const { counter, size, seconds } of due) {
      counter.written = size;
      counter.tally.kept(seconds);
      const isOver = counter.tally.lastMs < untilMs - idleMs && counter.tally.size === size;
      if (isOver) this.counters.delete(counter.workloadId);
    }
  }
}

function totalRow({ id, workloadId, tally }: Counter) {
  const { commands, failed, byCommand, failures, symbols, lastAtMs } = tally.totals();
  return {
    ...{ workload_id: workloadId, counter_id: id, commands, failed },
    ...{ by_command: byCommand, failures, symbols, last_at: new Date(lastAtMs) },
  };
}

function secondRow({ id, workloadId }: Counter, { at, commands, failed, latencies }: CountedSecond) {
  const from = latencies.findIndex((count) => count > 0);
  const end = latencies.findLastIndex((count) => count > 0) + 1;
  return {
    ...{ workload_id: workloadId, at: new Date(at * 1_000), counter_id: id, commands, failed },
    ...{ latency_from: from, latencies: [...latencies.subarray(from, end)] },
  };
}
