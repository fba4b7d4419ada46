import type { Told } from '@tradeyard/daytrading';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { explain } from '../../test/paper.js';
import type { FiguresDto } from './figures.dto.js';
import { FiguresJob } from './figures.job.js';
import { newestSeconds } from './figures-reader.service.js';
import { FiguresService } from './figures.service.js';
import { WorkloadsService } from './workloads.service.js';

// Two processes on one database, whose clock stands still between calls.
const clock = new TestClock();
const start = '2026-06-15T12:00:00.000Z';

let app: TestApp;
let other: TestApp;
let ada: TestPerson;
let bob: TestPerson;
let id: string;

beforeAll(async () => {
  clock.set(start);
  app = await createTestApp({ clock });
  other = await createTestApp({ clock, databaseUrl: app.databaseUrl });
  ada = await app.register();
  bob = await app.register();
});
afterAll(async () => {
  await other.close();
  await app.close();
});
beforeEach(async () => {
  clock.set(start);
  id = await begin();
});

const begin = async (): Promise<string> =>
  (await app.get(WorkloadsService).create(ada.user.id, { name: 'Ten users', quotes: 'fixed' })).id;

const told = (given: Partial<Told> = {}): Told => ({
  command: 'BUY',
  symbol: 'S',
  code: null,
  ms: 2,
  ...given,
});

function note(count: number, given: Partial<Told> = {}, at = app, workload = id): void {
  for (let index = 0; index < count; index += 1) at.get(FiguresService).note(workload, told(given));
}

/** As both jobs do once a second. */
const write = (): Promise<unknown> =>
  Promise.all([app, other].map((each) => each.get(FiguresService).write()));

const read = async (person = ada, workload = id): Promise<FiguresDto> =>
  (await person.get(`/daytrading/workloads/${workload}/figures`)).body;

const secondOf = (second: number): string => new Date(Date.parse(start) + second * 1_000).toISOString();

describe('the figures of a workload', () => {
  it('are empty before its first command', async () => {
    expect(await read()).toEqual({
      workload: { id, name: 'Ten users', quotes: 'fixed', createdAt: start },
      at: start,
      isRunning: false,
      commands: 0,
      ok: 0,
      failed: 0,
      commandsPerSecond: 0,
      p50Ms: null,
      p99Ms: null,
      byCommand: [],
      failures: [],
      topSymbols: [],
      seconds: [],
    });
  });

  it('add up what two processes counted in the same seconds', async () => {
    note(30, { ms: 1 });
    note(70, { ms: 100, symbol: 'ABC', command: 'SELL', code: 'insufficient_shares' }, other);
    note(2, { symbol: 'ABC', code: 'insufficient_funds' }, other);
    clock.advance(1_000);
    note(5, { command: 'ADD', symbol: '' }, other);
    clock.advance(1_000);
    await write();
    clock.advance(500);

    const figures = await read();
    expect(figures).toMatchObject({
      isRunning: true,
      commands: 107,
      ok: 35,
      failed: 72,
      byCommand: [
        { command: 'SELL', ok: 0, failed: 70 },
        { command: 'BUY', ok: 30, failed: 2 },
        { command: 'ADD', ok: 5, failed: 0 },
      ],
      failures: [
        { code: 'insufficient_shares', count: 70 },
        { code: 'insufficient_funds', count: 2 },
      ],
      topSymbols: [
        { symbol: 'ABC', count: 72 },
        { symbol: 'S', count: 30 },
      ],
      seconds: [
        { at: secondOf(0), commands: 102, failed: 72 },
        { at: secondOf(1), commands: 5, failed: 0 },
      ],
    });
    // Of the five seconds that everybody has written by now, the newest is the first one here.
    expect(figures.commandsPerSecond).toBe(102 / 5);
    expect(figures.seconds[0]?.p50Ms).toBeCloseTo(100, -1);
  });

  it('count the commands that are carried out or refused, each once', async () => {
    const lines = [
      { transaction: 1, command: 'ADD', args: ['oY01WVirLr', '1000.00'] },
      { transaction: 2, command: 'BUY', args: ['oY01WVirLr', 'S', '500.00'] },
      { transaction: 3, command: 'BUY', args: ['oY01WVirLr', 'S', '99999.00'] },
      { transaction: 4, command: 'FLY', args: ['oY01WVirLr'] },
      { transaction: 4, command: 'FLY', args: ['oY01WVirLr'] },
    ];
    const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const headers = { 'content-type': 'application/x-ndjson', authorization: `Bearer ${ada.accessToken}` };
    const url = `${app.origin}/api/v1/daytrading/commands?workload=${id}`;
    await (await fetch(url, { method: 'POST', body, headers })).text();
    clock.advance(1_000);
    await write();

    const figures = await read();
    expect(figures).toMatchObject({
      commands: 4,
      byCommand: [
        { command: 'BUY', ok: 1, failed: 1 },
        { command: 'ADD', ok: 1, failed: 0 },
        { command: 'OTHER', ok: 0, failed: 1 },
      ],
      failures: [
        { code: 'insufficient_funds', count: 1 },
        { code: 'unknown_command', count: 1 },
      ],
      topSymbols: [{ symbol: 'S', count: 2 }],
    });
    expect(figures.p50Ms).toBeGreaterThan(0.02);
  });

  it('have percentiles within 5 %', async () => {
    const latencies = Array.from({ length: 1_000 }, (_, index) => 0.5 * 1.008 ** index);
    latencies.forEach((ms, index) => note(1, { ms }, index % 2 === 0 ? app : other));
    clock.advance(1_000);
    await write();

    const { p50Ms, p99Ms, seconds } = await read();
    expect(Math.abs((p50Ms ?? 0) / (latencies[499] ?? 0) - 1)).toBeLessThan(0.05);
    expect(Math.abs((p99Ms ?? 0) / (latencies[989] ?? 0) - 1)).toBeLessThan(0.05);
    expect(seconds[0]).toMatchObject({ p50Ms, p99Ms });
    // A minute later nothing is new.
    clock.advance(70_000);
    expect(await read()).toMatchObject({
      isRunning: false,
      p50Ms: null,
      commandsPerSecond: 0,
      commands: 1_000,
    });
  });

  it('run until five seconds after the last command', async () => {
    note(1);
    await write();
    clock.advance(4_999);
    expect((await read()).isRunning).toBe(true);
    clock.advance(1);
    expect((await read()).isRunning).toBe(false);
  });

  it('show the last 300 seconds that had commands, and forget those of an hour ago', async () => {
    for (let second = 0; second < 310; second += 1) {
      note(1 + second);
      clock.advance(2_000);
    }
    await write();
    const { seconds } = await read();
    expect(seconds).toHaveLength(300);
    expect([seconds[0]?.commands, seconds.at(-1)?.commands]).toEqual([11, 310]);

    clock.set(secondOf(3_600 + 600));
    await app.get(FiguresJob).prune();
    expect((await read()).seconds.map(({ at }) => at)).toEqual(
      Array.from({ length: 10 }, (_, index) => secondOf(600 + 2 * index)),
    );
    expect((await read()).commands).toBe((310 * 311) / 2);
  });

  it('stay when a process ends, with what it had not written, and go on with the next', async () => {
    const third = await createTestApp({ clock, databaseUrl: app.databaseUrl });
    note(3, {}, third);
    await third.close();
    expect(await read()).toMatchObject({ commands: 3, seconds: [{ commands: 3 }] });

    const fourth = await createTestApp({ clock, databaseUrl: app.databaseUrl });
    note(4, {}, fourth);
    await fourth.close();
    expect(await read()).toMatchObject({ commands: 7, seconds: [{ commands: 7 }] });
  });

  it('are kept while the database does not take them', async () => {
    note(3);
    clock.advance(1_000);
    const query = vi
      .spyOn(app.get(DataSource), 'query')
      .mockRejectedValue(new Error('Connection terminated'));
    await app.get(FiguresService).write();
    query.mockRestore();
    note(4);
    clock.advance(1_000);
    await write();
    expect(await read()).toMatchObject({ commands: 7, seconds: [{ commands: 3 }, { commands: 4 }] });
  });

  it('are of one workload, and go on after a long pause', async () => {
    const second = await begin();
    note(3);
    note(2, {}, app, second);
    clock.advance(1_000);
    await write();
    clock.advance(3_600_000);
    await write();
    note(5);
    clock.advance(1_000);
    await write();
    expect(await read()).toMatchObject({ commands: 8 });
    expect(await read(ada, second)).toMatchObject({ commands: 2 });
    expect(await app.query('select 1 from daytrading_total where workload_id = $1', [id])).toHaveLength(2);
  });

  it.each([
    ['somebody else’s', () => id],
    ['of nobody', () => uuid()],
    ['none', () => 'x'],
  ])('are not there for a workload that is %s', async (_, workload) => {
    const answer = await bob.get(`/daytrading/workloads/${workload()}/figures`);
    expect(answer).toMatchObject({ status: 404, body: { code: 'workload_not_found' } });
  });

  it.each([
    ['totals', 'select * from daytrading_total where workload_id = $1', 'daytrading_total_pkey'],
    ['seconds', newestSeconds, 'daytrading_second_pkey'],
  ])('are read by an index: %s', async (_, statement, index) => {
    const plan = await explain(app, statement, [id]);
    expect(plan).toContain(index);
    expect(plan).not.toContain('Seq Scan');
  });

  it('are forgotten by an index', async () => {
    const plan = await explain(app, 'select ctid from daytrading_second where at < $1 limit 5000', [
      new Date(),
    ]);
    expect(plan).toContain('daytrading_second_at');
  });
});

it('counts a command in less than two microseconds', () => {
  const figures = app.get(FiguresService);
  const commands = ['BUY', 'SELL', 'ADD', 'QUOTE'].map((command, index) =>
    told({
      command,
      symbol: 'ABC'.slice(index % 3),
      ms: 0.5 + index,
      code: index === 3 ? 'nothing_set' : null,
    }),
  );
  const count = 200_000;
  const took = [1, 2, 3].map(() => {
    const before = performance.now();
    for (let index = 0; index < count; index += 1)
      figures.note(id, commands[index % commands.length] as Told);
    return performance.now() - before;
  });
  expect((Math.min(...took) / count) * 1_000).toBeLessThan(2);
});
