import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const data = process.env['TRADEYARD_REAL_DATA'];
if (!data) throw new Error('TRADEYARD_REAL_DATA must name the folder of the real files; see the README');
const shared = join(dirname(data), 'daytrading');

const runMs = 300_000;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradeyard-daytrading-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the workload as a person would, on a server that is started for it and gone afterwards. */
async function run(file: string, ...options: string[]) {
  const [state, log] = ['json', 'xml'].map((kind) =>
    join(mkdtempSync(join(folder, 'run-')), `out.${kind}`),
  ) as [string, string];
  const args = ['--workload', file, '--state', state, '--log', log, ...options];
  const { stdout } = await promisify(execFile)('npm', ['run', 'daytrade', '--', ...args], {
    cwd: join(import.meta.dirname, '..', '..', '..'),
    env: { ...process.env, NODE_ENV: 'production' },
    shell: process.platform === 'win32',
  });
  const lastLine = stdout.trim().split('\n').at(-1) ?? '';
  return { result: JSON.parse(lastLine), state: readFileSync(state, 'utf8'), log: readFileSync(log) };
}

/** Throws what the schema says is wrong. Its timestamps have to lie in a semester of 2021, so these two bounds are replaced. */
function validate(log: Buffer): void {
  const schemaText = readFileSync(join(shared, 'logfile.xsd'), 'utf8');
  const open = schemaText.replace('"1609459200000"', '"0"').replace('"1619827200000"', '"9999999999999"');
  const schema = XmlDocument.fromString(open);
  const validator = XsdValidator.fromDoc(schema);
  const document = XmlDocument.fromBuffer(log);
  try {
    validator.validate(document);
  } finally {
    document.dispose();
    validator.dispose();
    schema.dispose();
  }
}

const entries = (log: Buffer, kind: string): number => log.toString().split(`<${kind}>`).length - 1;

type Workload = [name: string, lines: number, failed: number, transactions: number, fired: number];

const workloads: Workload[] = [
  ['1user', 100, 53, 21, 0],
  ['2user', 10_000, 3_641, 2_763, 40 + 81],
  ['10user', 10_000, 4_875, 2_367, 17 + 37],
  ['100user', 100_000, 42_966, 29_418, 40 + 33],
];
const large = workloads.filter(([, lines]) => lines > 10_000);
const small = workloads.filter((workload) => !large.includes(workload));

async function check([name, lines, failed, transactions, fired]: Workload, ...options: string[]) {
  const { result, state, log } = await run(join(shared, 'workloads', `${name}.txt`), ...options);
  const published = readFileSync(join(shared, 'results', `${name}.json`), 'utf8');
  const { totals } = JSON.parse(published);

  // All of it, byte by byte; a difference of two long texts would take minutes to print, so it is found first.
  if (state !== published) expect(JSON.parse(state)).toEqual(JSON.parse(published));
  expect(result).toMatchObject({ commands: lines, ok: lines - failed, failed, quotes: 'fixed' });
  expect(result.stateSha256).toBe(totals.state_sha256);
  expect(result.durable).toEqual({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
  expect({
    userCommand: entries(log, 'userCommand'),
    errorEvent: entries(log, 'errorEvent'),
    accountTransaction: entries(log, 'accountTransaction'),
    systemEvent: entries(log, 'systemEvent'),
  }).toEqual({
    userCommand: lines,
    errorEvent: failed,
    accountTransaction: transactions,
    systemEvent: fired,
  });
  expect(() => validate(log)).not.toThrow();
}

// With few users the time is that of their commits, one after the other: side by side they take no longer.
describe.concurrent('a workload of few users', () => {
  it.each(small)(
    '%s.txt comes to the published end, one command at a time',
    { timeout: runMs },
    (...workload) => check(workload),
  );

  it('with dirty lines fails in these alone', { timeout: runMs }, async () => {
    const dirty: [line: string, code: string | null][] = [
      ['[1] ADD,ann,1000.00 ', null],
      ['[2] ADD,bob,500', null],
      ['[3] FLY,ann,S,5.00', 'unknown_command'],
      ['[4] BUY,ann,ABC,500.00', null],
      ['[5] BUY,ann,ABC', 'wrong_argument_count'],
      ['', null],
      ['[7] COMMIT_BUY,ann,now', 'wrong_argument_count'],
      ['[8] ADD,bob,-5.00', 'amount_malformed'],
      ['[9] ADD,bob,1.005', 'amount_malformed'],
      ['[10] ADD,bob,1e5', 'amount_malformed'],
      ['[11] ADD,bob,0.00', 'amount_malformed'],
      ['[12] QUOTE,bob,ABCD', 'symbol_malformed'],
      ['[13] BUY,bob,<&>,10.00', 'symbol_malformed'],
      ['[14] ADD,,10.00', 'user_missing'],
      ['[15] SELL,nobody,ABC,10.00', 'trader_unknown'],
      ['[16] COMMIT_BUY,ann', null],
      ['  "}],bob,ä\u0007', 'unknown_command'],
      ['[18] DUMPLOG,./one,./two,./three', 'wrong_argument_count'],
      ['[19] DUMPLOG,ann,./annLOG', null],
      ['[20] DISPLAY_SUMMARY,bob', null],
      ['[21] DUMPLOG,./testLOG', null],
    ];
    const file = join(folder, 'dirty.txt');
    writeFileSync(file, dirty.map(([line]) => line).join('\n'));
    const { result, state, log } = await run(file);

    const failed = dirty.filter(([, code]) => code !== null);
    const lines = dirty.filter(([line]) => line !== '');
    const unknown = failed.filter(([, code]) => code === 'unknown_command'); // the schema has no name for these
    expect(result).toMatchObject({
      commands: lines.length,
      ok: lines.length - failed.length,
      failed: failed.length,
    });
    expect(entries(log, 'errorEvent')).toBe(failed.length);
    expect(entries(log, 'userCommand')).toBe(lines.length - unknown.length);
    expect(() => validate(log)).not.toThrow();
    const { users, totals } = JSON.parse(state);
    expect(totals).toMatchObject({ commands: lines.length, failed: failed.length, users: 2 });
    expect(users.ann).toMatchObject({ balance: 100_000 - 2 * 23_012, holdings: { ABC: 2 } });
    expect(users.bob).toMatchObject({ balance: 50_000, holdings: {} });
  });
});

describe.each([
  ['one command at a time', []],
  ['in batches', ['--batch', '100']],
])('a workload of many users, %s', (_, options) => {
  it.each(large)('%s.txt comes to the published end', { timeout: runMs }, (...workload) =>
    check(workload, ...options),
  );
});
