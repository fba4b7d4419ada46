import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A longer request is none of ours: a symbol and a name are far below it. */
const lineLengthMax = 1_024;
const connectionsMax = 1_024;
/** Longer than the longest delay, so that nobody is cut off while an answer is on its way. */
const idleMsMax = 30_000;
/** How long a connection may outlive its end, for the other side to read what was said. */
const lingerMsMax = 1_000;
/** Everybody may know it: the key shows that a log holds what was answered, and guards no money. */
const publicSecret = 'the quote server of Tradeyard';

const atOnceMs = 10;
/**
 * How often, of 10,000 answers, each delay comes. As was measured of the real server: 65.75 % at once,
 * and whole seconds up to four so that all together take 563 ms on average.
 */
const delayShares = [
  [atOnceMs, 6_575],
  [1_000, 2_036],
  [2_000, 814],
  [3_000, 400],
  [4_000, 175],
];

/** How long the real server takes for an answer, in ms. `random` gives numbers from 0 to below 1. */
export function realDelayMs(random) {
  let left = random() * 10_000;
  for (const [delayMs, share] of delayShares) {
    if (left < share) return delayMs;
    left -= share;
  }
  return delayShares.at(-1)[0];
}

const hash = (text) => createHash('sha256').update(text).digest();

/** The price of a symbol in cents that never changes: `100 + (first 32 bits of SHA-256(symbol)) mod 49901`. */
export const fixedPriceCents = (symbol) => 100 + (hash(symbol).readUInt32BE(0) % 49_901);

/** Steps of a second, two, four and so on, up to 18 hours: each octave is one of the walk's time scales. */
const octaves = 17;
/** About how far a price goes in a second, as a part of itself. */
const stepPerSecond = 0.000_5;

/**
 * The price of a symbol in cents in one second: a pure function of its three arguments, so that any second is
 * found without the ones before it. The walk is fractal noise: for each time scale, chance pulls up or down at the
 * scale's own marks and the way between two marks is straight; a scale four times as long pulls twice as far, as a
 * random walk does. All scales together stay within a factor of 1.6 around the fixed price, thus above zero.
 */
export function movingPriceCents(seed, symbol, second) {
  let logarithm = 0;
  for (let octave = 0; octave < octaves; octave += 1) {
    const length = 2 ** octave;
    const mark = Math.floor(second / length);
    const part = second / length - mark;
    const pull =
      chance(seed, symbol, octave, mark) * (1 - part) + chance(seed, symbol, octave, mark + 1) * part;
    logarithm += pull * stepPerSecond * Math.sqrt(length);
  }
  return Math.max(1, Math.round(fixedPriceCents(symbol) * Math.exp(logarithm)));
}

/** From -1 to 1. */
const chance = (seed, symbol, octave, mark) =>
  hash(JSON.stringify([seed, symbol, octave, mark])).readUInt32BE(0) / 2 ** 31 - 1;

const formatCents = (cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

const keyOf = ({ priceText, symbol, user, quotedAtMs }, secret) =>
  createHmac('sha256', secret).update([priceText, symbol, user, quotedAtMs].join()).digest('base64');

/** Whether the key of an answer belongs to the rest of it. `priceText` is the price as it was written, `quotedAtMs` may be text. */
export function verifyKey({ priceText, symbol, user, quotedAtMs, cryptoKey }, secret = publicSecret) {
  const right = Buffer.from(keyOf({ priceText, symbol, user, quotedAtMs }, secret));
  const given = Buffer.from(String(cryptoKey));
  return right.length === given.length && timingSafeEqual(right, given);
}

/**
 * Starts a server that speaks the legacy quote server's protocol: `SYM,user` in, `price,SYM,user,ms,key` out, then
 * the end of the connection unless `keepAlive`. Answers with where it listens, how many answers it gave, and `stop`.
 * Rejects where it cannot listen. Port 0 takes a free one; `now` gives ms since 1970, `sleep(ms, value, { signal })`
 * is the one of timers/promises.
 */
export async function startQuoteServer({
  port = 4444,
  host = '127.0.0.1',
  delays = 'none',
  prices = 'fixed',
  seed = 'tradeyard',
  keepAlive = false,
  random = Math.random,
  now = Date.now,
  sleep = wait,
  idleMs = idleMsMax,
} = {}) {
  const end = new AbortController();
  const sockets = new Set();
  let answers = 0;
  const answer = async ({ symbol, user }) => {
    if (delays === 'real') await sleep(realDelayMs(random), undefined, { signal: end.signal });
    // Of the moment at which it leaves: the time that it is valid begins now.
    const quotedAtMs = now();
    const cents =
      prices === 'moving'
        ? movingPriceCents(seed, symbol, Math.floor(quotedAtMs / 1_000))
        : fixedPriceCents(symbol);
    const priceText = formatCents(cents);
    const cryptoKey = keyOf({ priceText, symbol, user, quotedAtMs }, publicSecret);
    answers += 1;
    return `${[priceText, symbol, user, quotedAtMs, cryptoKey].join()}\n`;
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {}); // who asked has gone; it is closed by itself
    socket.setNoDelay(true);
    socket.setTimeout(idleMs, () => socket.destroy());
    void converse(socket, answer, keepAlive);
  });
  server.maxConnections = connectionsMax;
  await new Promise((resolve, reject) => server.on('error', reject).listen(port, host, resolve));
  return {
    host,
    port: server.address().port,
    get answers() {
      return answers;
    },
    async stop() {
      end.abort();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers the lines of one connection, one after the other; while an answer waits, nothing more is read. */
async function converse(socket, answer, keepAlive) {
  try {
    for await (const line of readLines(socket)) {
      const request = readRequest(line);
      if (!request) break;
      socket.write(await answer(request));
      if (!keepAlive) break;
    }
    hangUp(socket);
  } catch {
    socket.destroy(); // a line too long, a reset, or the end of the server
  }
}

/** To close while something unread waits would be a reset, which can overtake the answer: the other side closes first. */
function hangUp(socket) {
  socket.end();
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), lingerMsMax);
  socket.once('close', () => clearTimeout(timer));
}

/** Throws for a line that is too long. What stands after the last line end is no line. */
async function* readLines(socket) {
  socket.setEncoding('utf8');
  let text = '';
  // An answer may still have to leave when nobody reads any more.
  for await (const part of socket.iterator({ destroyOnReturn: false })) {
    const lines = (text + part).split('\n');
    text = lines.pop();
    if ([...lines, text].some(({ length }) => length > lineLengthMax)) throw new Error('a line too long');
    yield* lines;
  }
}

/** Undefined for anything but a symbol and a name. */
function readRequest(line) {
  const match = /^([A-Z]{1,3}),([^,\p{Cc}]+)\r?$/u.exec(line);
  return match ? { symbol: match[1], user: match[2] } : undefined;
}
