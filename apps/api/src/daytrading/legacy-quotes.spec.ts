import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startQuoteServer, verifyKey } from '../../../../tools/quote-server.mjs';
import { eventually } from '../../test/eventually.js';
import { LineServer, type LinePlay } from '../../test/line-server.js';
import { Config } from '../platform/config.js';
import { LegacyQuotePatience, LegacyQuotes, readLegacyAnswer } from './legacy-quotes.provider.js';

class Patience extends LegacyQuotePatience {
  override readonly answerMs: number = 2_000;
  override readonly firstRetryMs: number = 1;
  override readonly connectionsMax: number = 4;
}

/** For servers that are silent: nobody waits for long. */
class Impatience extends Patience {
  override readonly answerMs: number = 60;
}

const atMs = 1_700_000_000_000;
const answerTo = (line: string, price = '12.34') => `${price},${line},${atMs},a2V5\n`;
const answer: LinePlay = (socket, line) => socket.end(answerTo(line));
const say =
  (text: string): LinePlay =>
  (socket) =>
    socket.write(text);
const quote = {
  ...{ symbol: 'ABC', price: 1_234n, priceText: '12.34' },
  ...{ user: 'user', quotedAtMs: atMs, cryptoKey: 'a2V5' },
};
const message = (why: string) => `The quote server has no quote of ABC: ${why}`;

let server: LineServer;
let clients: LegacyQuotes[];

beforeEach(async () => {
  clients = [];
  server = new LineServer();
  await server.start();
});
afterEach(async () => {
  for (const client of clients) client.onModuleDestroy();
  await server.close();
});

function connect(patience: LegacyQuotePatience = new Patience(), address?: string): LegacyQuotes {
  const env = { DATABASE_URL: 'postgres://me@localhost/x', AUTH_SECRET: 'x'.repeat(32) };
  const client = new LegacyQuotes(new Config({ ...env, QUOTE_SERVER: address ?? server.address }), patience);
  clients.push(client);
  return client;
}

const unavailable = (why: string) =>
  expect.objectContaining({ code: 'quote_unavailable', message: message(why) }) as Error;

describe('an answer', () => {
  it.each([
    ['12.34,ABC,user,1700000000000,a2V5', 1_234n],
    ['12.3,ABC,user,1700000000000,a2V5', 1_230n],
    ['12,ABC,user,1700000000000,a2V5', 1_200n],
    ['0.01,ABC,user,1700000000000,a2V5', 1n],
    ['999999999999.99,ABC,user,1700000000000,a2V5', 99_999_999_999_999n],
    ['12.34, ABC, user, 1700000000000, a2V5 \r', 1_234n],
    ['12.34,ABC,USER,1700000000000,+/=', 1_234n],
  ])('is read: %j', (line, price) => {
    const priceText = line.split(',')[0];
    expect(readLegacyAnswer(line, 'ABC')).toMatchObject({
      symbol: 'ABC',
      price,
      priceText,
      quotedAtMs: atMs,
    });
  });

  it.each([
    ['nothing', ''],
    ['no key', '12.34,ABC,user,1700000000000'],
    ['an empty key', '12.34,ABC,user,1700000000000,'],
    ['a key in two parts', '12.34,ABC,user,1700000000000,a2 V5'],
    ['a key that cannot be logged', '12.34,ABC,user,1700000000000,a\u0001'],
    ['more fields', '12.34,ABC,user,1700000000000,a2V5,x'],
    ['no user', '12.34,ABC,,1700000000000,a2V5'],
    ['no time', '12.34,ABC,user,,a2V5'],
    ['a time with a fraction', '12.34,ABC,user,1700000000000.5,a2V5'],
    ['a time that no date holds', '12.34,ABC,user,1700000000000000,a2V5'],
    ['a price with three decimals', '12.340,ABC,user,1700000000000,a2V5'],
    ['a price without its decimals', '12.,ABC,user,1700000000000,a2V5'],
    ['a price without its dollars', '.34,ABC,user,1700000000000,a2V5'],
    ['a price below zero', '-12.34,ABC,user,1700000000000,a2V5'],
    ['a price in powers of ten', '1e3,ABC,user,1700000000000,a2V5'],
    ['a price beyond all shares', '1234567890123,ABC,user,1700000000000,a2V5'],
    ['no number', 'NaN,ABC,user,1700000000000,a2V5'],
    ['an apology', '<html><body>503</body></html>'],
  ])('cannot be read with %s', (_, line) => {
    expect(() => readLegacyAnswer(line, 'ABC')).toThrow('its answer cannot be read');
  });

  it.each([
    ['0,ABC,user,1700000000000,a2V5', 'it answered with a price of nothing'],
    ['0.00,ABC,user,1700000000000,a2V5', 'it answered with a price of nothing'],
    ['12.34,ABD,user,1700000000000,a2V5', 'it answered for another symbol'],
    ['12.34,abc,user,1700000000000,a2V5', 'it answered for another symbol'],
    ['12.34,,user,1700000000000,a2V5', 'it answered for another symbol'],
  ])('is none: %s', (line, why) => {
    expect(() => readLegacyAnswer(line, 'ABC')).toThrow(why);
  });
});

it('speaks the protocol of the real server, whether it closes or keeps connections', async () => {
  for (const keepAlive of [false, true]) {
    const real = await startQuoteServer({ port: 0, keepAlive });
    const client = connect(new Patience(), `localhost:${real.port}`);

    const symbols = ['S', 'ABC', 'A', 'ZUL', 'AAA', 'IIO', 'S', 'ABC', 'A', 'ZUL'];
    const quotes = await Promise.all(symbols.map((symbol) => client.fetch(symbol, 'oY01WVirLr')));

    expect(quotes.map(({ price }) => price)).toEqual(
      [35_940, 23_012, 15_435, 30_127, 42_876, 41_666, 35_940, 23_012, 15_435, 30_127].map(BigInt),
    );
    expect(quotes.every((each) => verifyKey(each))).toBe(true);
    expect(real.answers).toBe(symbols.length);
    await real.stop();
  }
});

describe('a fault costs an attempt, and the next one has the answer', () => {
  const half = (socket: Parameters<LinePlay>[0], line: string) => socket.write(answerTo(line).slice(0, 20));
  it.each<[string, LinePlay]>([
    ['a connection that ends without a word', (socket) => socket.end()],
    ['a reset', (socket) => socket.resetAndDestroy()],
    ['half a line and the end', (socket, line) => half(socket, line) && socket.end()],
    [
      'half a line and a reset',
      (socket, line) => half(socket, line) && setTimeout(() => socket.resetAndDestroy(), 20),
    ],
    ['a whole answer without its line end', (socket, line) => socket.end(answerTo(line).trimEnd())],
    ['garbage', say('\u0000\u0001\u0002\n')],
    ['an empty line', say('\n')],
    ['bytes that are no text', (socket) => socket.write(Buffer.from([0xff, 0xfe, 0xc3, 0x0a]))],
    ['another symbol', say('12.34,XYZ,user,1700000000000,a2V5\n')],
    ['a price of nothing', say(answerTo('ABC,user', '0.00'))],
    ['a line too long', say(`${'9'.repeat(1_100)}\n`)],
    ['a line without an end', say('9'.repeat(1_100))],
  ])('%s', async (_, fault) => {
    server.plays = [fault, answer];

    expect(await connect().fetch('ABC', 'user')).toEqual(quote);
    expect(server.lines).toEqual(['ABC,user', 'ABC,user']);
    expect(server.connections).toBe(2);
  });

  it.each<[string, LinePlay]>([
    ['silence', () => undefined],
    ['half a line and silence', half],
    ['an answer too late', (socket, line) => setTimeout(() => answer(socket, line), 200)],
  ])('%s', async (_, fault) => {
    server.plays = [fault, fault, answer];

    expect(await connect(new Impatience()).fetch('ABC', 'user')).toEqual(quote);
    expect(server.lines).toHaveLength(3);
  });
});

describe('three faults are the end of it', () => {
  it.each<[string, LinePlay, string]>([
    ['nothing', (socket) => socket.end(), 'it closed the connection without an answer'],
    ['resets', (socket) => socket.resetAndDestroy(), 'the connection to it failed (ECONNRESET)'],
    ['garbage', say('what?\n'), 'its answer cannot be read'],
    ['another symbol', say(answerTo('XYZ,user')), 'it answered for another symbol'],
    ['no end', say('9'.repeat(2_000)), 'it answered with a line of more than 1024 characters'],
    ['silence', () => undefined, 'it did not answer within 60 ms'],
  ])('%s', async (_, fault, why) => {
    server.plays = [fault];

    await expect(connect(new Impatience()).fetch('ABC', 'user')).rejects.toEqual(unavailable(why));
    expect(server.lines).toHaveLength(3);
    await eventually(() => expect(server.sockets.size).toBe(0));
  });

  it('nobody there', async () => {
    const client = connect();
    await server.close();

    await expect(client.fetch('ABC', 'user')).rejects.toEqual(
      unavailable('the connection to it failed (ECONNREFUSED)'),
    );
  });

  it('an endless answer, of which no more is read than has to be', async () => {
    server.plays = [
      (socket) => {
        const more = (): void => {
          while (socket.writable && socket.write('9'.repeat(100_000)));
          if (socket.writable) socket.once('drain', more);
        };
        more();
      },
    ];

    await expect(connect().fetch('ABC', 'user')).rejects.toMatchObject({ code: 'quote_unavailable' });
    await eventually(() => expect(server.sockets.size).toBe(0));
  });
});

it('waits longer before each further attempt, and not beyond its time', async () => {
  const times: number[] = [];
  server.plays = [
    (socket) => {
      times.push(performance.now());
      socket.end();
    },
  ];
  const patience = Object.assign(new Patience(), { firstRetryMs: 150, attemptsMax: 10, totalMs: 2_000 });

  await expect(connect(patience).fetch('ABC', 'user')).rejects.toMatchObject({ code: 'quote_unavailable' });

  // Another 1,200 ms later would be more than 2,000 after the first.
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(gaps.map((gapMs, index) => gapMs > 145 * 2 ** index)).toEqual([true, true, true]);
});

it('waits for no answer beyond its time', async () => {
  // A timer may be a millisecond early: what is left then is too little to wait for.
  const patience = Object.assign(new Patience(), { totalMs: 80, firstRetryMs: 20 });
  const begin = performance.now();

  await expect(connect(patience).fetch('ABC', 'user')).rejects.toMatchObject({
    message: expect.stringMatching(/it did not answer within \d+ ms$/),
  });
  expect(performance.now() - begin).toBeLessThan(1_500);
  expect(server.lines).toHaveLength(1);
});

it.each([
  ['abc', 'user'],
  ['ABCD', 'user'],
  ['', 'user'],
  ['A,B', 'user'],
  ['ABC', ''],
  ['ABC', 'us,er'],
  ['ABC', 'user\nXYZ,user'],
  ['ABC', 'u'.repeat(257)],
])('sends nothing that is no question: %j of %j', async (symbol, user) => {
  await expect(connect().fetch(symbol, user)).rejects.toMatchObject({ code: 'quote_unavailable' });
  expect(server.connections).toBe(0);
});

it('says that it does not know a server', async () => {
  await expect(connect(new Patience(), '').fetch('ABC', 'user')).rejects.toEqual(
    unavailable('QUOTE_SERVER is not set'),
  );
});

it('gives up at once when the process ends', async () => {
  const client = connect(Object.assign(new Patience(), { firstRetryMs: 8_000 }));
  const begin = performance.now();
  const questions = [client.fetch('ABC', 'user'), client.fetch('ABC', 'user')];
  await eventually(() => expect(server.lines).toHaveLength(2));

  client.onModuleDestroy();

  const ended = unavailable('it is not asked any more, this process ends');
  for (const question of [...questions, client.fetch('ABC', 'user')])
    await expect(question).rejects.toEqual(ended);
  expect(performance.now() - begin).toBeLessThan(5_000);
  expect(server.lines).toHaveLength(2);
});
