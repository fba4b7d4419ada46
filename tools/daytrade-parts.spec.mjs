import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AnswerReader } from './daytrade/answer.mjs';
import { describe as describeBar } from './daytrade/bar.mjs';
import { readTarget } from './daytrade/connection.mjs';
import { Histogram } from './daytrade/histogram.mjs';
import { readLines } from './daytrade/lines.mjs';
import { readOptions } from './daytrade/options.mjs';
import { Player } from './daytrade/player.mjs';
import { inRoot } from './paths.mjs';

let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradeyard-spec-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (name) => join(folder, name);

function write(lines) {
  writeFileSync(path('some.txt'), lines.join('\n'));
  return path('some.txt');
}

it('reads a file piece by piece, and cuts lines that never end', async () => {
  writeFileSync(path('long.txt'), `ADD,a,1\n${'x'.repeat(3_000_000)}\nADD,ä,2\r\n\nADD,b,3`);
  const lines = [];
  let bytes;
  for await (const some of readLines(path('long.txt'), (now) => (bytes = now))) lines.push(...some);

  expect(lines.map((line) => line.slice(0, 10))).toEqual([
    'ADD,a,1',
    'x'.repeat(10),
    'ADD,ä,2\r',
    '',
    'ADD,b,3',
  ]);
  expect(lines[1].length).toBeLessThan(10_000);
  expect(bytes).toBe(3_000_000 + 27);
});

it('reads ahead no more than a part of a long file', async () => {
  let read = 0;
  async function* parts() {
    for (let first = 1; first < 3_000_000; first += 1_000) {
      read += 1_000;
      yield {
        lines: Array.from({ length: 1_000 }, (_, index) => ({ transaction: first + index, user: 'a' })),
      };
    }
  }
  const player = new Player({
    target: readTarget('http://127.0.0.1:9'),
    requests: {},
    connections: 0,
    batch: 1,
  });
  const stop = new AbortController();
  const playing = player.play(parts(), { signal: stop.signal });
  setTimeout(() => stop.abort(), 500);

  await expect(playing).rejects.toMatchObject({ name: 'AbortError' });
  expect(read).toBeLessThan(500_000);
});

describe('an answer', () => {
  const read = (texts, onPart) => {
    const reader = new AnswerReader(onPart);
    const isDone = texts.map((text) => reader.take(Buffer.from(text)));
    return { status: reader.status, text: reader.body.toString(), closes: reader.closes, isDone };
  };
  const chunked =
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=1\r\n0123456789\r\n0\r\nT: 1\r\n\r\n';
  const known = 'HTTP/1.1 422 No\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello';

  it.each([
    ['of a known length', known, { status: 422, text: 'hello', closes: true }],
    ['in chunks', chunked, { status: 200, text: 'abc0123456789', closes: false }],
    [
      'after a word before',
      `HTTP/1.1 100 Continue\r\n\r\n${known}`,
      { status: 422, text: 'hello', closes: true },
    ],
  ])('%s is read, whole and byte by byte', (_, text, wanted) => {
    expect(read([text])).toEqual({ ...wanted, isDone: [true] });
    const { isDone, ...found } = read([...text]);
    expect(found).toEqual(wanted);
    expect(isDone.indexOf(true)).toBe(text.length - 1);
  });

  it.each([
    ['SSH-2.0\r\n\r\n'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    [`${known}more`],
  ])('that makes no sense is refused: %s', (text) => expect(() => read([text])).toThrow(/The server/));
});

it('counts durations closely enough', () => {
  const histogram = new Histogram();
  expect(histogram.quantile(0.5)).toBe(null);
  for (let each = 1; each <= 1000; each++) histogram.add(each);

  for (const [fraction, wanted] of [
    [0.5, 500],
    [0.99, 990],
    [1, 1000],
  ])
    expect(Math.abs(histogram.quantile(fraction) / wanted - 1)).toBeLessThan(0.017);
  histogram.add(1e9, 2000);
  expect(histogram.quantile(0.9)).toBeGreaterThan(2_000_000);
});

it('shows how far it is', () => {
  expect(describeBar({ answered: 500, failed: 1200, total: 1000 }, 100)).toBe(
    '  [############------------]  50 %      100/s  failed 1,200  0:05 left',
  );
});

describe('the command line', () => {
  const files = () => ['--workload', write(['ADD,a,1']), '--state', path('o.json'), '--log', path('o.xml')];
  const read = (args, env = {}) => readOptions(args, { env, cwd: folder });

  it('is read with paths from where the person stands', () => {
    write(['ADD,a,1']);
    expect(read(['--workload', 'some.txt', '--state', 'o.json', '--log', 'o.xml'])).toMatchObject({
      ...{ workload: path('some.txt'), state: path('o.json'), log: path('o.xml'), name: 'some.txt' },
      ...{ connections: 64, batch: 1, quotes: 'fixed', resume: false, url: undefined, data: undefined },
    });
    expect(read(['--help'])).toBe(undefined);
  });

  it.each([
    [['--workload', 'missing.txt', '--state', 'a', '--log', 'b'], /--workload .*missing.txt cannot be read/],
    [['--state', 'a', '--log', 'b'], /--workload is missing/],
    [['--state', 'no/where.json'], /--state .* cannot be written \(ENOENT\)/],
    [['--batch', '0'], /--batch must be a whole number from 1/],
    [['--connections', 'many'], /--connections must be a whole number/],
    [['--quotes', 'free'], /--quotes must be fixed or server/],
    [['--quotes', 'server'], /--quotes server needs QUOTE_SERVER/],
    [['--url', 'ftp://x'], /--url must look like/],
    [['--url', 'http://x', '--data', 'd'], /--data is for/],
    [['--resume'], /--resume needs the --data/],
    [['--url', 'http://x', '--resume'], /--resume needs TRADEYARD_EMAIL/],
    [['--nonsense'], /Unknown option '--nonsense'/],
    [['--log', 'some.txt'], /three different files/],
  ])('%j is refused with a sentence', (args, sentence) => {
    const given = args.filter((each) => typeof each === 'string');
    const base = args.includes('missing.txt') || sentence.source.includes('is missing') ? [] : files();
    expect(() => read([...base, ...given])).toThrow(sentence);
  });

  it('ends the program with code 1 when it is wrong', () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [inRoot('tools', 'daytrade.mjs')], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^\n--workload is missing: it names a file\.\n\nUsage: npm run daytrade/);
  });
});
