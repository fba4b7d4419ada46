import { ApiProperty } from '@nestjs/swagger';
import { latencyBins, latencyPercentile } from '@tradeyard/daytrading';
import type { SecondRow, WorkloadTotalEntity } from './figures.entity.js';
import type { WorkloadEntity } from './workload.entity.js';
import { WorkloadDto } from './workloads.dto.js';

const symbolsMax = 20;
/** Somebody who thinks for so long is not running a workload. */
const isRunningMs = 5_000;
/** A process writes a second until the next one is over. */
const writtenSeconds = 1;
const rateSeconds = 5;
const latencySeconds = 60;

export class CommandCountDto {
  @ApiProperty({ example: 'BUY', description: 'One of the sixteen, or `OTHER`' }) command!: string;
  @ApiProperty({ type: 'integer' }) ok!: number;
  @ApiProperty({ type: 'integer' }) failed!: number;
}

export class FailureCountDto {
  @ApiProperty({ example: 'insufficient_funds' }) code!: string;
  @ApiProperty({ type: 'integer' }) count!: number;
}

export class SymbolCountDto {
  @ApiProperty({ example: 'ABC' }) symbol!: string;
  @ApiProperty({ type: 'integer' }) count!: number;
}

export class SecondDto {
  @ApiProperty({ format: 'date-time', description: 'Its beginning' }) at!: string;
  @ApiProperty({ type: 'integer' }) commands!: number;
  @ApiProperty({ type: 'integer' }) failed!: number;
  @ApiProperty({ type: Number, nullable: true }) p50Ms!: number | null;
  @ApiProperty({ type: Number, nullable: true }) p99Ms!: number | null;
}

/** What was counted of a workload, by all processes together. */
type Counted = {
  readonly workload: WorkloadEntity;
  readonly totals: readonly WorkloadTotalEntity[];
  /** Oldest first. */
  readonly seconds: readonly SecondRow[];
};

/** Latencies are from the arrival of a command to its commit, in milliseconds, and within 5 % of what they were. */
export class FiguresDto {
  @ApiProperty() workload!: WorkloadDto;
  @ApiProperty({ format: 'date-time', description: 'When this was' }) at!: string;
  @ApiProperty({ description: 'That a command came within the last five seconds' }) isRunning!: boolean;
  @ApiProperty({ type: 'integer', description: 'Carried out or refused, repeated ones not counted' })
  commands!: number;
  @ApiProperty({ type: 'integer' }) ok!: number;
  @ApiProperty({ type: 'integer' }) failed!: number;
  @ApiProperty({ description: 'Mean of the last five whole seconds that are written', example: 1234.6 })
  commandsPerSecond!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Of the last minute; null without commands' })
  p50Ms!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Of the last minute; null without commands' })
  p99Ms!: number | null;
  @ApiProperty({ type: [CommandCountDto] }) byCommand!: CommandCountDto[];
  @ApiProperty({ type: [FailureCountDto], description: 'Most frequent first' }) failures!: FailureCountDto[];
  @ApiProperty({ type: [SymbolCountDto], description: `The ${symbolsMax} most frequent ones` })
  topSymbols!: SymbolCountDto[];
  @ApiProperty({ type: [SecondDto], description: 'The last 300 that had commands, oldest first' })
  seconds!: SecondDto[];

  static from({ workload, totals, seconds }: Counted, now: Date): FiguresDto {
    const commands = sum(totals.map((total) => Number(total.commands)));
    const failed = sum(totals.map((total) => Number(total.failed)));
    // The last second that all processes have written begins here.
    const newest = Math.floor(now.getTime() / 1_000) - 1 - writtenSeconds;
    const within = (count: number) => seconds.filter(({ at }) => at.getTime() / 1_000 > newest - count);
    const minute = latenciesOf(within(latencySeconds));
    const recent = within(rateSeconds).filter(({ at }) => at.getTime() / 1_000 <= newest);
    return {
      workload: WorkloadDto.from(workload),
      at: now.toISOString(),
      isRunning: totals.some(({ lastAt }) => now.getTime() - lastAt.getTime() < isRunningMs),
      commands,
      ok: commands - failed,
      failed,
      commandsPerSecond: sum(recent.map((second) => second.commands)) / rateSeconds,
      ...percentiles(minute),
      byCommand: commandCounts(totals),
      failures: added(totals.map(({ failures }) => failures)).map(([code, count]) => ({ code, count })),
      topSymbols: added(totals.map(({ symbols }) => symbols))
        .slice(0, symbolsMax)
        .map(([symbol, count]) => ({ symbol, count })),
      seconds: secondCounts(seconds),
    };
  }
}

function commandCounts(totals: readonly WorkloadTotalEntity[]): CommandCountDto[] {
  const counts = new Map<string, CommandCountDto>();
  for (const { byCommand } of totals)
    for (const [command, [ok, failed]] of Object.entries(byCommand)) {
      const before = counts.get(command);
      counts.set(command, { command, ok: ok + (before?.ok ?? 0), failed: failed + (before?.failed ?? 0) });
    }
  return [...counts.values()].sort(
    (a, b) => b.ok + b.failed - a.ok - a.failed || (a.command < b.command ? -1 : 1),
  );
}

function secondCounts(rows: readonly SecondRow[]): SecondDto[] {
  return [...Map.groupBy(rows, ({ at }) => at.getTime())].map(([at, same]) => ({
    at: new Date(at).toISOString(),
    commands: sum(same.map(({ commands }) => commands)),
    failed: sum(same.map(({ failed }) => failed)),
    ...percentiles(latenciesOf(same)),
  }));
}

const percentiles = (bins: ArrayLike<number>): Pick<SecondDto, 'p50Ms' | 'p99Ms'> => ({
  p50Ms: latencyPercentile(bins, 0.5),
  p99Ms: latencyPercentile(bins, 0.99),
});

function latenciesOf(rows: readonly SecondRow[]): Float64Array {
  const bins = new Float64Array(latencyBins);
  for (const { latencyFrom, latencies } of rows)
    latencies.forEach((count, index) => {
      bins[latencyFrom + index] = (bins[latencyFrom + index] ?? 0) + count;
    });
  return bins;
}

/** The largest first, and those that are alike by name. */
function added(counts: readonly Readonly<Record<string, number>>[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const [key, count] of counts.flatMap((each) => Object.entries(each)))
    sums.set(key, (sums.get(key) ?? 0) + count);
  return [...sums].sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
