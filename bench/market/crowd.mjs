import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../ledger/contender.mjs';
import { FrameCounter, FrameReader } from './frames.mjs';

// Many clients in one process, over plain sockets and one buffer: a client library would cost more than the server.

/** So many shake hands at the same time. */
const togetherMax = 400;
const opcodes = { text: 1, close: 8, ping: 9 };

/** A frame as a client sends it, masked with nothing: RFC 6455, 5.3, asks for a mask, and takes any. */
function clientFrame(opcode, text) {
  const data = Buffer.from(text);
  const long = data.length > 125;
  const header = Buffer.alloc(long ? 8 : 6);
  header[0] = 0x80 | opcode;
  header[1] = 0x80 | (long ? 126 : data.length);
  if (long) header.writeUInt16BE(data.length, 2);
  return Buffer.concat([header, data]);
}

const pong = clientFrame(10, '');

/** One buffer for all sockets: what is read is looked at at once. */
const buffer = Buffer.alloc(256 * 1024);
const counter = new FrameCounter();
let sockets = [];
/** They do not read, and are not counted. */
let paused = [];
let closed = 0;

/** Connects a client, and says `hello` as soon as it may. Rejects when the server closes instead. */
function connectOne({ port, path, token, hello }) {
  return new Promise((resolve, reject) => {
    const reader = new FrameReader();
    const client = { socket: undefined, isCounted: true };
    let isOpen = false;
    let head = '';
    const onFrame = (opcode, prefix, size, whole) => {
      if (opcode === opcodes.text && client.isCounted) counter.take(prefix, size, whole, Date.now());
      else if (opcode === opcodes.ping) client.socket.write(pong);
      else if (opcode === opcodes.close)
        reject(new Error(`The server closed: ${whole?.toString('utf8', 2)}`));
    };
    const callback = (bytes, chunk) => {
      if (isOpen) {
        reader.read(chunk, bytes, onFrame);
        return true;
      }
      head += chunk.latin1Slice(0, bytes);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return true;
      if (!head.startsWith('HTTP/1.1 101')) reject(new Error(head.slice(0, 200)));
      isOpen = true;
      const rest = Buffer.from(head.slice(end + 4), 'latin1');
      reader.read(rest, rest.length, onFrame);
      if (hello) client.socket.write(clientFrame(opcodes.text, hello));
      resolve(client);
      return true;
    };
    client.socket = connect({ port, host: '127.0.0.1', onread: { buffer, callback } });
    client.socket.once('error', reject);
    client.socket.once('close', () => (closed += 1));
    client.socket.write(handshake({ port, path, token }));
  });
}

const handshake = ({ port, path, token }) =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
  `${token ? `Authorization: Bearer ${token}\r\n` : ''}\r\n`;

/** Connects `count` clients more; `tokens` are taken by turns. */
async function open({ count, tokens = [], ...way }) {
  for (let first = 0; first < count; first += togetherMax) {
    const some = Array.from({ length: Math.min(togetherMax, count - first) }, (_, index) =>
      connectOne({ ...way, token: tokens[(first + index) % tokens.length] }),
    );
    sockets.push(...(await Promise.all(some)));
  }
}

/** What all of them got in these seconds. */
async function measure({ seconds }) {
  counter.reset();
  const cpu = process.cpuUsage();
  const beginMs = performance.now();
  await sleep(seconds * 1000);
  const took = (performance.now() - beginMs) / 1000;
  const used = process.cpuUsage(cpu);
  return {
    perSecond: counter.messages / took,
    framesPerSecond: counter.frames / took,
    megabytesPerSecond: counter.bytes / took / 1e6,
    p50Ms: counter.percentile(0.5),
    p99Ms: counter.percentile(0.99),
    mostMs: counter.percentile(1),
    cpuShare: (used.user + used.system) / 1e6 / took,
    closed,
  };
}

/** Some that have connected stop reading, and are not counted from now on. */
function pause({ count }) {
  paused = sockets.slice(0, count);
  for (const client of paused) {
    client.isCounted = false;
    client.socket.pause();
  }
}

const resume = () => paused.forEach(({ socket }) => socket.resume());

async function close() {
  for (const { socket } of sockets) socket.destroy();
  sockets = [];
  await sleep(500);
  closed = 0;
}

serve(() => ({ open, measure, pause, resume, close }));
