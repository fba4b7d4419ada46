import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { argumentsOf, readCommand, splitLine } from '../libs/daytrading/src/command.ts';
import { startFakeTradeyard } from './daytrade/fake-tradeyard.mjs';
import { readOptions } from './daytrade/options.mjs';
import { formatSorted } from './daytrade/outputs.mjs';
import { runWorkload } from './daytrade/run.mjs';

let folder;
let server;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradeyard-spec-'));
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const path = (name) => join(folder, name);
const silent = { isTTY: false, write: () => true };

function write(lines, name = 'some.txt') {
  writeFileSync(path(name), lines.join('\n'));
  return path(name);
}

/** `count` lines of so many users, in turn, as the files have them. */
const linesOf = (users, count) =>
  Array.from({ length: count }, (_, index) => `[${index + 1}] ADD,user${index % users},${index + 1}.00 `);

/** Runs the lines against a fake server with these ways. */
async function play(lines, { more = [], ways = {}, end = new AbortController().signal, patience } = {}) {
  server ??= await startFakeTradeyard({ readCommand, ...ways });
  const files = ['--workload', write(lines), '--state', path('out.json'), '--log', path('out.xml')];
  const options = readOptions([...files, '--url', server.origin, ...more], { env: {}, cwd: folder });
  const grammar = { argumentsOf, readCommand, splitLine };
  const place = { origin: server.origin, account: options.account, durable: null };
  return runWorkload({ ...options, patience }, place, grammar, { stderr: silent, end });
}

const numbersOf = (user) =>
  server.state.done.filter((each) => each.user === user).map(({ transaction }) => transaction);
const isAscending = (numbers) => numbers.every((number, index) => index === 0 || number > numbers[index - 1]);

describe.each([
  ['one by one', []],
  ['in batches', ['--batch', '7']],
])('%s', (_, more) => {
  it('sends the commands of each user in order and one at a time, over so many connections', async () => {
    const result = await play([...linesOf(10, 203), '[204] DUMPLOG,./log'], {
      more: [...more, '--connections', '4'],
      ways: { delayMs: 1 },
    });

    const { state } = server;
    expect(result).toMatchObject({ commands: 204, ok: 204, failed: 0, connections: 4, stateSha256: 'abc' });
    expect(state.done).toHaveLength(204);
    for (let user = 0; user < 10; user++) expect(isAscending(numbersOf(`user${user}`))).toBe(true);
    expect(state.overlaps).toEqual([]);
    expect(state.mostAtOnce).toBe(4);
    expect(readFileSync(path('out.xml'), 'utf8')).toBe('<log>204</log>');
  });

  it.each([
    ['a connection that breaks before the work', { lose: 'before' }],
    ['a connection that breaks after it', { lose: 'after' }],
    ['a 503', { status: 503, code: 'service_unavailable' }],
    ['a 502', { status: 502 }],
    ['a command that is not available', { status: 422, code: 'service_unavailable' }],
    ['answers that end in the middle', { loseFrom: 3 }],
    ['answers that are not available from the middle on', { unavailableFrom: 3 }],
  ])('sends again after %s', async (what, disturbance) => {
    if (disturbance.status === 422 && more.length > 0) return; // a batch answers so by the line
    let count = 0;
    const disturb = ({ path: where }) =>
      /\/(add|commands)$/.test(where) && (count += 1) % 5 === 2 ? disturbance : undefined;
    const result = await play([...linesOf(3, 60), 'DUMPLOG,./log'], { more, ways: { disturb } });

    expect(result).toMatchObject({ commands: 61, ok: 61, failed: 0 });
    expect(server.state.done.map(({ transaction }) => transaction).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 61 }, (__, index) => index + 1),
    );
    for (let user = 0; user < 3; user++) expect(isAscending(numbersOf(`user${user}`))).toBe(true);
  });

  it('holds everything back until a DUMPLOG before the end is answered', async () => {
    const lines = [
      ...linesOf(5, 20),
      '[21] DUMPLOG,user1,./log',
      '',
      ...linesOf(5, 10).map((l) => l.slice(4)),
    ];
    await play(lines, { more, ways: { delayMs: 1 } });

    const { done, requests } = server.state;
    expect(done.findIndex(({ name }) => name === 'DUMPLOG')).toBe(20);
    expect(done).toHaveLength(31);
    expect(requests.some(({ path: where }) => where === '/dumplog')).toBe(false);
    expect(requests.filter(({ path: where }) => where === '/workloads/w0/log')).toHaveLength(1);
  });

  it('sends dirty lines as they are, and counts those that fail', async () => {
    const lines = [
      '[1] ADD,a,10.00 ',
      '[2] NONSENSE,a,5',
      '',
      '[4] BUY,a,S',
      '  ADD,"ä\\,-3  ',
      '[9] BUY,b,TOOLONG,1.00',
      '[8] ADD',
      'DUMPLOG,./one,./two,./three',
    ];
    const result = await play(lines, { more });

    expect(result).toMatchObject({ commands: 7, ok: 1, failed: 6 });
    expect(server.state.done).toEqual(
      expect.arrayContaining([
        { transaction: 1, user: 'a', name: 'ADD', args: ['a', '10.00'] },
        { transaction: 2, user: 'a', name: 'NONSENSE', args: ['a', '5'] },
        { transaction: 4, user: 'a', name: 'BUY', args: ['a', 'S'] },
        { transaction: 5, user: '"ä\\', name: 'ADD', args: ['"ä\\', '-3'] },
        { transaction: 9, user: 'b', name: 'BUY', args: ['b', 'TOOLONG', '1.00'] },
        { transaction: 10, user: '', name: 'ADD', args: [] },
      ]),
    );
  });

  it('goes on behind what was done before', async () => {
    const lines = [...linesOf(4, 80), '[81] DUMPLOG,./log'];
    let isDown = true;
    let count = 0;
    const disturb = ({ path: where }) =>
      isDown && /\/(add|commands)$/.test(where) && (count += 1) > 6 ? { lose: 'before' } : undefined;
    await expect(play(lines, { more, ways: { disturb }, patience: 300 })).rejects.toThrow(
      /Nothing was answered/,
    );
    await sleep(100); // what was under way when it gave up has come
    const before = server.state.done.length;
    expect(before).toBeGreaterThan(0);
    isDown = false;
    server.state.accounts.set('me@example.org', 'secret');
    const env = { TRADEYARD_EMAIL: 'me@example.org', TRADEYARD_PASSWORD: 'secret' };
    const files = ['--workload', path('some.txt'), '--state', path('out.json'), '--log', path('out.xml')];
    const options = readOptions([...files, '--url', server.origin, '--resume', ...more], { env });
    const place = { origin: server.origin, account: options.account };
    const result = await runWorkload(
      options,
      place,
      { argumentsOf, readCommand, splitLine },
      {
        stderr: silent,
        end: new AbortController().signal,
      },
    );

    expect(result).toMatchObject({ commands: 81 - before, passedOver: before });
    expect(server.state.workloads).toHaveLength(1);
    expect(server.state.done).toHaveLength(81);
    for (let user = 0; user < 4; user++) expect(isAscending(numbersOf(`user${user}`))).toBe(true);
  });
});

it('lets the user go first whose next line is the earliest', async () => {
  const lines = ['ADD,a,1', 'ADD,a,1', 'ADD,b,1', 'ADD,a,1', 'ADD,c,1', 'ADD,b,1'];
  await play(lines, { more: ['--connections', '1'] });

  expect(server.state.done.map(({ transaction }) => transaction)).toEqual([1, 2, 3, 4, 5, 6]);
});

it('uses the endpoint of a command, and another way where that does not understand', async () => {
  const disturb = ({ path: where }) => (where === '/buy' ? { status: 400 } : undefined);
  await play(['ADD,a,1', 'BUY,a,S,5', 'SET_SELL_TRIGGER,a,S,7'], { ways: { disturb } });

  const sent = server.state.requests.filter(({ path: where }) => !where.startsWith('/workloads'));
  expect(sent.map(({ path: where, text }) => [where, JSON.parse(text)])).toEqual([
    ['/add', { transaction: 1, user: 'a', amount: '1' }],
    ['/buy', { transaction: 2, user: 'a', symbol: 'S', amount: '5' }],
    ['/commands', { transaction: 2, command: 'BUY', args: ['a', 'S', '5'] }],
    ['/set-sell-trigger', { transaction: 3, user: 'a', symbol: 'S', price: '7' }],
  ]);
});

it('signs in again when its token has ended', async () => {
  const ways = {
    disturb: ({ path: where, text }) => {
      if (where === '/add' && text.includes('"transaction":5,') && server.state.tokens.length === 1) {
        server.state.validToken = 'another';
        return { status: 401 };
      }
      return undefined;
    },
  };
  await play(linesOf(2, 10), { ways });

  expect(server.state.tokens).toHaveLength(2);
  expect(server.state.done).toHaveLength(10);
});

it('gives up a server that is silent, but not for one connection on which it is', async () => {
  let isSilent = true;
  const disturb = ({ path: where }) => (where === '/add' && isSilent ? { isSilent } : undefined);
  await expect(play(linesOf(2, 5), { ways: { disturb }, patience: 200 })).rejects.toThrow(
    /Nothing was answered/,
  );
  await server.stop();

  isSilent = true;
  const once = ({ path: where, text }) => {
    if (where !== '/add' || !isSilent || !text.includes('user1')) return undefined;
    isSilent = false;
    return { isSilent: true };
  };
  server = await startFakeTradeyard({ readCommand, delayMs: 10, disturb: once });
  expect(await play(linesOf(2, 100), { patience: 200 })).toMatchObject({ ok: 100 });
});

it('writes the state with its keys in order, and ends without a draft of the log', async () => {
  await play(['ADD,a,1']);

  expect(readFileSync(path('out.json'), 'utf8')).toBe(
    '{\n "totals": {\n  "state_sha256": "abc"\n },\n "users": {\n  "10": {\n   "a": {},\n   "b": 1\n  },\n' +
      '  "9": {}\n },\n "workload": "x"\n}',
  );
  expect(readdirSync(folder).sort()).toEqual(['out.json', 'out.xml', 'some.txt']);
  expect(formatSorted({ '\ud83d\ude00': 1, '\uffee': [2] })).toBe(
    '{\n "\\uffee": [\n  2\n ],\n "\\ud83d\\ude00": 1\n}',
  );
});

it('says what it found', async () => {
  const result = await play([...linesOf(2, 50), 'ADD,user1,-5', 'DUMPLOG,./x']);

  expect(result).toEqual({
    ...{ commands: 52, ok: 51, failed: 1, seconds: expect.any(Number) },
    ...{ commandsPerSecond: expect.any(Number), p50Ms: expect.any(Number), p99Ms: expect.any(Number) },
    ...{ durable: null, cores: expect.any(Number), connections: 64, batch: 1, quotes: 'fixed' },
    stateSha256: 'abc',
  });
  // Seconds are told in thousandths, of which so few commands take no more than some.
  expect(Math.abs(51 / result.commandsPerSecond - result.seconds)).toBeLessThan(0.001);
});

it('stops when it is told to, and when the server refuses for good', async () => {
  const stop = new AbortController();
  const running = play(linesOf(2, 500), { ways: { delayMs: 5 }, end: stop.signal });
  setTimeout(() => stop.abort(), 200);
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  await server.stop();

  server = await startFakeTradeyard({
    readCommand,
    disturb: ({ path: where }) => (where === '/add' ? { status: 409 } : undefined),
  });
  await expect(play(linesOf(2, 5))).rejects.toThrow(/answered 409 to line 1/);
});
