/** So much of a frame tells it from all others: numbers and the time of its first message are in it. */
const prefixBytes = 400;
const knownMax = 200;
const countOf = '"seq":';
const atOf = '"at":"';

/**
 * Counts the messages in the frames that one server sends to a crowd. Most
 * frames are the same for all, so each is looked through once and then known by
 * its beginning: a client that parsed them all would be what is measured.
 */
export class FrameCounter {
  frames = 0;
  bytes = 0;
  messages = 0;
  /** For each whole millisecond from the time in a message to its arrival, how many messages took it. */
  latencies = new Map();
  known = new Map();
  /** Frames that came in pieces before a whole one like them did. */
  unknown = new Map();

  reset() {
    [this.frames, this.bytes, this.messages] = [0, 0, 0];
    this.latencies = new Map();
    this.unknown = new Map();
  }

  /** `whole` is the frame's text as bytes where it came in one piece. */
  take(prefix, bytes, whole, nowMs) {
    this.frames += 1;
    this.bytes += bytes;
    const known = this.known.get(prefix) ?? this.learn(prefix, whole);
    if (known) this.add(known, nowMs, 1);
    else {
      const waiting = this.unknown.get(prefix) ?? [];
      if (waiting.length === 0) this.unknown.set(prefix, waiting);
      waiting.push(nowMs);
    }
  }

  learn(prefix, whole) {
    if (!whole) return undefined;
    let count = 0;
    for (let at = whole.indexOf(countOf); at >= 0; at = whole.indexOf(countOf, at + countOf.length))
      count += 1;
    const first = whole.indexOf(atOf);
    const atMs =
      first < 0 ? undefined : Date.parse(whole.latin1Slice(first + atOf.length, first + atOf.length + 24));
    const known = { count, atMs };
    if (this.known.size >= knownMax) this.known.delete(this.known.keys().next().value);
    this.known.set(prefix, known);
    for (const nowMs of this.unknown.get(prefix) ?? []) this.add(known, nowMs, 1);
    this.unknown.delete(prefix);
    return known;
  }

  add({ count, atMs }, nowMs) {
    this.messages += count;
    if (count === 0 || atMs === undefined) return;
    const tookMs = nowMs - atMs;
    this.latencies.set(tookMs, (this.latencies.get(tookMs) ?? 0) + count);
  }

  /** The time that this part of the messages took at most. */
  percentile(part) {
    const sorted = [...this.latencies].sort(([a], [b]) => a - b);
    let left = part * sorted.reduce((sum, [, count]) => sum + count, 0);
    for (const [tookMs, count] of sorted) {
      left -= count;
      if (left <= 0) return tookMs;
    }
    return undefined;
  }
}

/** The frames of one connection out of what its socket gives, without keeping more than their beginnings. */
export class FrameReader {
  header = Buffer.alloc(10);
  headerBytes = 0;
  left = -1;
  size = 0;
  opcode = 0;
  prefix = '';

  /** Calls `onFrame(opcode, prefix, size, whole)` for each frame that ends in these bytes. */
  read(chunk, length, onFrame) {
    let at = 0;
    while (at < length) {
      if (this.left < 0) {
        at = this.readHeader(chunk, at, length);
        if (this.left < 0) return;
      }
      const here = Math.min(this.left, length - at);
      const whole = here === this.size ? chunk.subarray(at, at + here) : undefined;
      if (this.prefix.length < prefixBytes)
        this.prefix += chunk.latin1Slice(at, at + Math.min(here, prefixBytes - this.prefix.length));
      this.left -= here;
      at += here;
      if (this.left > 0) return;
      onFrame(this.opcode, this.prefix, this.size, whole);
      this.left = -1;
      this.prefix = '';
    }
  }

  /** RFC 6455, 5.2; a server masks nothing. */
  readHeader(chunk, from, length) {
    let at = from;
    const wanted = () => {
      if (this.headerBytes < 2) return 2;
      const short = this.header[1] & 0x7f;
      return short === 127 ? 10 : short === 126 ? 4 : 2;
    };
    while (at < length && this.headerBytes < wanted()) this.header[this.headerBytes++] = chunk[at++];
    if (this.headerBytes < 2 || this.headerBytes < wanted()) return at;
    const short = this.header[1] & 0x7f;
    this.opcode = this.header[0] & 0x0f;
    this.size =
      short === 127
        ? Number(this.header.readBigUInt64BE(2))
        : short === 126
          ? this.header.readUInt16BE(2)
          : short;
    this.left = this.size;
    this.headerBytes = 0;
    return at;
  }
}
