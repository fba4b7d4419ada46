const headEnd = Buffer.from('\r\n\r\n');
const lineEnd = Buffer.from('\r\n');
const nothing = Buffer.alloc(0);
const headLengthMax = 64 * 1024;

/**
 * Reads one HTTP/1.1 answer from the pieces in which it arrives: of a known length, chunked, or up to the end of the
 * connection. `onPart` is given the body of a 200 as it comes; any other is kept in `body`. It looks at as little as it can,
 * since it runs on the cores that the server needs.
 */
export class AnswerReader {
  status = 0;
  /** That the server will not take another request on this connection. */
  closes = false;
  #onPart;
  #rest = nothing;
  #pieces = [];
  #form = 'head';
  #left = 0;
  #expects = 'size';

  constructor(onPart) {
    this.#onPart = onPart;
  }

  get body() {
    return this.#pieces.length === 1 ? this.#pieces[0] : Buffer.concat(this.#pieces);
  }

  /** Answers whether all of it is there now. Throws on what is no HTTP. */
  take(chunk) {
    const bytes = this.#rest === nothing ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = nothing;
    if (this.#form === 'head') return this.#takeHead(bytes);
    return this.#takeBody(bytes);
  }

  /** The connection has ended: answers whether that was the end of the answer too. */
  end() {
    return this.#form === 'close';
  }

  #takeHead(bytes) {
    const length = bytes.indexOf(headEnd);
    if (length < 0) {
      if (bytes.length > headLengthMax) throw new Error('The server answered with an endless head.');
      this.#rest = bytes;
      return false;
    }
    const head = bytes.latin1Slice(0, length);
    if (!head.startsWith('HTTP/1.')) throw new Error('The server does not speak HTTP/1.1.');
    this.status = Number(head.slice(9, 12));
    const rest = bytes.subarray(length + headEnd.length);
    if (this.status < 200) return rest.length > 0 && this.#takeHead(rest); // it only says that it goes on
    this.closes = /\r\nconnection: *close/i.test(head);
    const [, given] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
    if (given !== undefined) {
      this.#form = 'length';
      this.#left = Number(given);
    } else if (/\r\ntransfer-encoding: *chunked/i.test(head)) this.#form = 'chunks';
    else this.#form = this.status === 204 ? 'length' : 'close';
    return this.#takeBody(rest);
  }

  #takeBody(bytes) {
    if (this.#form === 'chunks') return this.#takeChunks(bytes);
    if (bytes.length > 0) this.#give(bytes);
    if (this.#form === 'close') return false;
    this.#left -= bytes.length;
    if (this.#left < 0) throw new Error('The server answered with more than it had announced.');
    return this.#left === 0;
  }

  #takeChunks(bytes) {
    let at = 0;
    while (at < bytes.length) {
      if (this.#left > 0) {
        const piece = bytes.subarray(at, at + this.#left);
        this.#give(piece);
        this.#left -= piece.length;
        at += piece.length;
        if (this.#left === 0) this.#expects = 'end';
        continue;
      }
      const end = bytes.indexOf(lineEnd, at);
      if (end < 0) break;
      const line = bytes.latin1Slice(at, end);
      at = end + lineEnd.length;
      if (this.#expects === 'trailer' && line === '') return true;
      if (this.#expects === 'end') this.#expects = 'size';
      else if (this.#expects === 'size') this.#readSize(line);
    }
    this.#rest = at < bytes.length ? bytes.subarray(at) : nothing;
    return false;
  }

  #readSize(line) {
    if (!/^[0-9a-f]{1,8}\s*(;|$)/i.test(line))
      throw new Error('The server answered with a chunk of no size.');
    this.#left = parseInt(line, 16);
    if (this.#left === 0) this.#expects = 'trailer';
  }

  #give(piece) {
    if (this.#onPart && this.status === 200) this.#onPart(piece);
    else this.#pieces.push(piece);
  }
}
