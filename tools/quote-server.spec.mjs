import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { inRoot } from './paths.mjs';
import {
  fixedPriceCents,
  movingPriceCents,
  realDelayMs,
  startQuoteServer,
  verifyKey,
} from './quote-server.mjs';

const stops = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(options = {}) {
  const server = await startQuoteServer({ port: 0, ...options });
  stops.push(server.stop);
  return server;
}

/** Sends a text and answers with all that comes back until the other side closes. */
async function ask({ port }, text) {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let heard = '';
  socket.on('data', (part) => (heard += part)).on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  return heard;
}

/** Sends a text and reads so many lines of a connection that stays open. */
async function converse({ port }, text, count) {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  stops.push(() => socket.destroy());
  let heard = '';
  socket.write(text);
  while (heard.split('\n').length <= count) heard += (await once(socket, 'data'))[0];
  return { socket, lines: heard.trimEnd().split('\n') };
}

function read(line) {
  const [priceText, symbol, user, quotedAtMs, cryptoKey] = line.trimEnd().split(',');
  return { priceText, symbol, user, quotedAtMs, cryptoKey };
}

describe('the protocol', () => {
  it('is a line in, a line out and the end of the connection', async () => {
    const server = await start({ now: () => 1_700_000_000_123 });

    const heard = await ask(server, 'S,oY01WVirLr\n');

    expect(heard).toMatch(/^359\.40,S,oY01WVirLr,1700000000123,[A-Za-z0-9+/]{43}=\n$/);
    expect(server.answers).toBe(1);
  });

  it('gives one answer to two lines, and takes a line in parts', async () => {
    const server = await start();
    expect((await ask(server, 'S,one\nABC,two\n')).trimEnd().split('\n')).toHaveLength(1);

    const socket = connect(server.port, '127.0.0.1').setEncoding('utf8');
    socket.write('AB');
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.write('C,us');
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.write('er\r\n');
    expect((await once(socket, 'data'))[0]).toMatch(/^230\.12,ABC,user,\d+,\S+=\n$/);
  });

  it('keeps the connection open where it is told to, and answers in order', async () => {
    const server = await start({ keepAlive: true });

    const { socket, lines } = await converse(server, 'S,one\nABC,two\n', 2);
    expect(lines.map((line) => read(line).symbol)).toEqual(['S', 'ABC']);

    socket.write('A,three\n');
    expect((await once(socket, 'data'))[0]).toMatch(/^154\.35,A,three,/);
  });

  it.each([
    ['no comma', 'S\n'],
    ['no name', 'S,\n'],
    ['no symbol', ',user\n'],
    ['small letters', 's,user\n'],
    ['four letters', 'ABCD,user\n'],
    ['three parts', 'S,user,more\n'],
    ['an empty line', '\n'],
    ['a control character', 'S,us\u0000er\n'],
    ['a line too long', `S,${'u'.repeat(1_100)}\n`],
    ['a line too long without an end', `S,${'u'.repeat(1_100)}`],
  ])('closes the connection for %s', async (_, text) => {
    const server = await start({ keepAlive: true });

    expect(await ask(server, text)).toBe('');
    expect(await ask(await start(), text)).toBe('');
    expect((await converse(server, 'S,user\n', 1)).lines).toHaveLength(1);
  });

  it('closes a connection that says nothing, and one that never ends its line', async () => {
    const server = await start({ idleMs: 50 });

    expect(await ask(server, '')).toBe('');
    expect(await ask(server, 'S,us')).toBe('');
  });

  it('stops although connections are open and answers are due', async () => {
    const server = await startQuoteServer({ port: 0, delays: 'real', random: () => 0.999_9 });
    const answer = ask(server, 'S,user\n');
    await new Promise((resolve) => setTimeout(resolve, 50));

    await server.stop();

    expect(await answer).toBe('');
  });
});

describe('prices', () => {
  it.each([
    ['S', 35_940],
    ['ABC', 23_012],
    ['A', 15_435],
    ['ZUL', 30_127],
    ['AAA', 42_876],
    ['IIO', 41_666],
  ])('%s is always %i cents', (symbol, cents) => expect(fixedPriceCents(symbol)).toBe(cents));

  it('writes two decimals', async () => {
    const server = await start({ keepAlive: true });
    const symbols = Array.from({ length: 26 * 26 }, (_, index) =>
      String.fromCharCode(65 + (index % 26), 65 + Math.floor(index / 26)),
    );

    const { lines } = await converse(server, symbols.map((each) => `${each},u\n`).join(''), symbols.length);

    for (const { priceText, symbol } of lines.map(read)) {
      expect(priceText).toMatch(/^[1-9]\d*\.\d\d$/);
      expect(Number(priceText.replace('.', ''))).toBe(fixedPriceCents(symbol));
    }
  });

  it('move by seed, symbol and second alone', async () => {
    let nowMs = 1_700_000_000_000;
    const options = { prices: 'moving', seed: 'lesson', now: () => nowMs };
    const priceOf = async (server) => read(await ask(server, 'S,u\n')).priceText.replace('.', '');

    const at = movingPriceCents('lesson', 'S', 1_700_000_000);
    expect(await priceOf(await start(options))).toBe(String(at));
    nowMs += 999;
    expect(await priceOf(await start(options))).toBe(String(at));
    nowMs += 1;
    expect(await priceOf(await start(options))).toBe(String(movingPriceCents('lesson', 'S', 1_700_000_001)));
    expect(movingPriceCents('other', 'S', 1_700_000_000)).not.toBe(at);
  });

  it('move in small steps, far in an hour, and stay above zero', () => {
    const walk = (symbol, stepSeconds, count) =>
      Array.from({ length: count }, (_, index) =>
        movingPriceCents('x', symbol, 1_700_000_000 + index * stepSeconds),
      );
    const minute = walk('S', 1, 120);
    const steps = minute.slice(1).map((cents, index) => Math.abs(cents / minute[index] - 1));
    const day = walk('S', 600, 144);

    expect(Math.max(...steps)).toBeLessThan(0.005);
    expect(new Set(minute).size).toBeGreaterThan(30);
    expect(Math.max(...day) / Math.min(...day)).toBeGreaterThan(1.02);
    const fixed = fixedPriceCents('S');
    expect(day.every((cents) => cents > fixed / 1.6 && cents < fixed * 1.6)).toBe(true);
  });
});

describe('delays', () => {
  it('come as they were measured of the real server', () => {
    const count = 10_000;
    const delays = Array.from({ length: count }, (_, index) => realDelayMs(() => index / count));

    expect(delays.filter((delayMs) => delayMs === 10)).toHaveLength(6_575);
    expect([...new Set(delays)]).toEqual([10, 1_000, 2_000, 3_000, 4_000]);
    expect(delays.reduce((sum, delayMs) => sum + delayMs) / count).toBeCloseTo(563, 0);
    expect(realDelayMs(() => 1 - Number.EPSILON)).toBe(4_000);
  });

  it.each([
    ['real', 0, [10]],
    ['real', 0.7, [1_000]],
    ['none', 0.7, []],
  ])('%s: at chance %s an answer waits for %j ms', async (delays, chance, expected) => {
    const slept = [];
    const sleep = (ms) => Promise.resolve(slept.push(ms));

    await ask(await start({ delays, random: () => chance, sleep }), 'S,user\n');

    expect(slept).toEqual(expected);
  });

  it('are waited for, and the time of the quote is the one at which it leaves', async () => {
    const server = await start({ delays: 'real', random: () => 0.7 });
    const begin = Date.now();

    const { quotedAtMs } = read(await ask(server, 'S,user\n'));

    expect(Number(quotedAtMs)).toBeGreaterThanOrEqual(begin + 990);
  });
});

describe('keys', () => {
  it('belong to all that the answer says', async () => {
    const quote = read(await ask(await start(), 'S,user\n'));

    expect(verifyKey(quote)).toBe(true);
    expect(verifyKey({ ...quote, quotedAtMs: Number(quote.quotedAtMs) })).toBe(true);
    for (const change of [
      { priceText: '359.4' },
      { symbol: 'T' },
      { user: 'other' },
      { quotedAtMs: '1' },
      { cryptoKey: '' },
      { cryptoKey: undefined },
      { cryptoKey: `${quote.cryptoKey.startsWith('A') ? 'B' : 'A'}${quote.cryptoKey.slice(1)}` },
    ])
      expect([change, verifyKey({ ...quote, ...change })]).toEqual([change, false]);
    expect(verifyKey(quote, 'another secret')).toBe(false);
  });
});

describe('the program', () => {
  function run(...args) {
    const child = spawn(process.execPath, [inRoot('tools', 'quoteserver.mjs'), ...args]);
    stops.push(() => child.kill('SIGKILL'));
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'])
      child[name].setEncoding('utf8').on('data', (part) => (said[name] += part));
    const exited = once(child, 'close').then(([code]) => ({ code, ...said }));
    return { child, exited };
  }

  it('says in one line where it listens, serves, and ends on Ctrl-C', async () => {
    const { child, exited } = run('--port', '0', '--delays', 'none');
    const [line] = await once(child.stdout, 'data');
    const [, port] = /^The quote server listens on 127\.0\.0\.1:(\d+)\n$/.exec(line);

    expect(await ask({ port }, 'S,user\n')).toMatch(/^359\.40,S,user,/);
    await converseSilently(port);
    child.kill('SIGINT');
    expect(await exited).toEqual({ code: 0, stdout: line, stderr: '' });
  });

  const converseSilently = async (port) => {
    const socket = connect(port, '127.0.0.1');
    stops.push(() => socket.destroy());
    socket.on('error', () => {});
    await once(socket, 'connect');
  };

  it('explains itself', async () => {
    const { code, stdout, stderr } = await run('--help').exited;

    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: npm run quoteserver/);
  });

  it.each([
    ['a port that is none', ['--port', '65536'], '--port must be a whole number'],
    ['a port that is no number', ['--port', 'x'], '--port must be a whole number'],
    ['delays that it does not know', ['--delays', 'some'], '--delays must be real or none, not "some".'],
    ['prices that it does not know', ['--prices', ''], '--prices must be fixed or moving, not "".'],
    ['an option that it does not know', ['--speed', '2'], "Unknown option '--speed'"],
    ['an option without its value', ['--seed'], "Option '--seed <value>' argument missing"],
    ['more than options', ['4444'], "Unexpected argument '4444'"],
  ])('refuses %s without a stack', async (_, args, sentence) => {
    const { code, stdout, stderr } = await run(...args).exited;

    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trimStart().startsWith(sentence)).toBe(true);
    expect(stderr).toContain('Usage: ');
    expect(stderr).not.toContain('    at ');
  });

  it('says when its port is in use', async () => {
    const { port } = await start();

    const { code, stderr } = await run('--port', String(port)).exited;

    expect([code, stderr]).toEqual([
      1,
      `\nSomething listens on 127.0.0.1, port ${port} already: stop it, or choose another --port.\n`,
    ]);
  });
});
