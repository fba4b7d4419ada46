import { connect as connectPlain } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { AnswerReader } from './answer.mjs';

/** Where requests go: `{ host, port, isSecure, path }`, of an address such as `https://example.org/tradeyard`. */
export function readTarget(url) {
  const { protocol, hostname, port, pathname, host } = new URL(url);
  const isSecure = protocol === 'https:';
  return {
    hostname: hostname.replace(/^\[|\]$/g, ''),
    host,
    port: Number(port) || (isSecure ? 443 : 80),
    isSecure,
    path: pathname.replace(/\/+$/, ''),
  };
}

/**
 * One kept-alive HTTP/1.1 connection with one request on its way at a time, opened when it is first needed and again after
 * it was lost. Whoever sends is called back, as a promise for each request would cost more than all the rest: `done(status,
 * body)` with what was answered, `lost(error)` when it may or may not have arrived, `part(bytes)` with the body of a 200
 * while it comes, if there is one.
 */
export class Connection {
  #target;
  #socket;
  #sender;
  #reader;

  constructor(target) {
    this.#target = target;
  }

  /** Sends the text of a whole request, of ASCII only. */
  send(request, sender) {
    this.#sender = sender;
    this.#reader = new AnswerReader(sender.part && ((bytes) => sender.part(bytes)));
    this.#socket ??= this.#open();
    this.#socket.write(request, 'latin1');
  }

  /** Ends the connection; a request that is on its way is lost. */
  close(error = new Error('The connection was closed.')) {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
    this.#fail(error);
  }

  #open() {
    const { hostname, port, isSecure } = this.#target;
    const where = { port, host: hostname, noDelay: true };
    const socket = isSecure ? connectSecure({ ...where, servername: hostname }) : connectPlain(where);
    // A socket that was given up still says that it ends, and means none that came after it.
    const onlyMine = (action) => (value) => this.#socket === socket && action(value);
    socket.on('data', onlyMine((chunk) => this.#take(chunk))); // prettier-ignore
    socket.on('error', onlyMine((error) => this.close(error))); // prettier-ignore
    socket.on('close', onlyMine(() => this.#ended())); // prettier-ignore
    return socket;
  }

  #take(chunk) {
    if (!this.#sender) return this.close(); // nobody asked
    let isDone;
    try {
      isDone = this.#reader.take(chunk);
    } catch (error) {
      return this.close(error);
    }
    if (isDone) this.#finish();
  }

  #ended() {
    this.#socket = undefined;
    if (this.#sender && this.#reader.end()) this.#finish();
    else this.#fail(new Error('The server closed the connection.'));
  }

  #finish() {
    const { status, body, closes } = this.#reader;
    const sender = this.#sender;
    this.#sender = undefined;
    if (closes) this.close();
    sender.done(status, body);
  }

  #fail(error) {
    const sender = this.#sender;
    this.#sender = undefined;
    sender?.lost(error);
  }
}
