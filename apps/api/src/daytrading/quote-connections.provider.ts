import { connect, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ServerAddress } from '../platform/server-address.js';

/** A real answer has less than a hundred characters. */
const lineLengthMax = 1_024;

/**
 * `unheard`: a connection that was kept had ended, so that the question was never heard and is worth no attempt.
 * `hopeless`: to ask again is no use.
 */
export type FailureKind = 'failed' | 'unheard' | 'hopeless';

/** Why there is no answer; the message speaks of the server as `it` and holds no address. */
export class QuoteFailure extends Error {
  override readonly name = 'QuoteFailure';

  constructor(
    message: string,
    readonly kind: FailureKind = 'failed',
  ) {
    super(message);
  }
}

type Asker = {
  readonly resolve: (line: string) => void;
  readonly reject: (failure: QuoteFailure) => void;
  readonly timer: NodeJS.Timeout;
};

/** One connection with at most one question at a time. Whatever goes wrong on it ends it: a late answer has nowhere to arrive. */
class QuoteConnection {
  private readonly socket: Socket;
  private asker: Asker | undefined;
  private heard = '';
  private answers = 0;

  constructor({ host, port }: ServerAddress) {
    this.socket = connect({ host, port, noDelay: true }).setEncoding('utf8');
    this.socket.on('data', (part: string) => this.hear(part));
    this.socket.on('error', (error: NodeJS.ErrnoException) =>
      this.lose(`the connection to it failed (${error.code ?? 'no code'})`),
    );
    this.socket.on('end', () => this.lose('it closed the connection without an answer'));
    this.socket.on('close', () => this.lose('the connection to it was closed'));
    this.socket.on('timeout', () => this.socket.destroy());
  }

  get isOpen(): boolean {
    return !this.socket.destroyed && this.socket.writable && !this.socket.readableEnded;
  }

  /** The line that comes back, without its end. Rejects with a `QuoteFailure`. */
  ask(line: string, timeoutMs: number): Promise<string> {
    this.socket.ref();
    this.socket.setTimeout(0);
    return new Promise((resolve, reject) => {
      const late = () => this.fail(new QuoteFailure(`it did not answer within ${Math.round(timeoutMs)} ms`));
      this.asker = { resolve, reject, timer: setTimeout(late, timeoutMs) };
      this.socket.write(`${line}\n`);
    });
  }

  /** Waits for the next question, and keeps no process alive for it. */
  rest(idleMs: number): void {
    this.socket.unref();
    this.socket.setTimeout(idleMs);
  }

  /** Whether the server keeps it open so long after an answer. */
  async survives(forMs: number): Promise<boolean> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, forMs);
      this.socket.once('end', resolve).once('close', resolve);
      this.socket.once('close', () => clearTimeout(timer));
    });
    await nextTurn(); // this process may have slept, and not have heard of the end yet
    return this.isOpen;
  }

  /** Ends it; who waits for its answer gets the failure. */
  fail(failure: QuoteFailure): void {
    this.socket.destroy();
    const { asker } = this;
    this.asker = undefined;
    if (!asker) return;
    clearTimeout(asker.timer);
    asker.reject(failure);
  }

  private lose(message: string): void {
    const wasKept = this.answers > 0 && this.heard === '';
    this.fail(new QuoteFailure(message, wasKept ? 'unheard' : 'failed'));
  }

  private hear(part: string): void {
    this.heard += part;
    const end = this.heard.indexOf('\n');
    if (Math.max(end, end < 0 ? this.heard.length : 0) > lineLengthMax) {
      this.fail(new QuoteFailure(`it answered with a line of more than ${lineLengthMax} characters`));
      return;
    }
    const { asker } = this;
    // More than was asked for would be taken for the answer to the next question.
    if (!asker || (end >= 0 && end < this.heard.length - 1)) this.socket.destroy();
    if (!asker || end < 0) return;
    const line = this.heard.slice(0, end);
    this.heard = '';
    this.asker = undefined;
    this.answers += 1;
    clearTimeout(asker.timer);
    asker.resolve(line);
  }
}

type Waiter = { readonly enter: () => void; readonly refuse: (failure: QuoteFailure) => void };

export type ConnectionLimits = {
  /** How many there are at most. */
  readonly connectionsMax: number;
  /** How long one that is not used is kept. */
  readonly idleMs: number;
  /** One that the server does not close so soon after its answer can be used again. */
  readonly settleMs: number;
};

/** How long one question may take, and until when it has to be over, on the clock of `performance.now()`. */
export type QuestionLimits = { readonly answerMs: number; readonly untilMs: number };

/**
 * A bounded number of connections to one server. They are used again where the server keeps them open; the real one
 * closes each after its answer.
 */
export class QuoteConnections {
  private readonly all = new Set<QuoteConnection>();
  private readonly idle: QuoteConnection[] = [];
  private readonly waiting = new Set<Waiter>();
  /** Questions that have a place; each has at most one connection, and those that rest have no more places than are left. */
  private busy = 0;
  private isClosed = false;
  /**
   * Whether the server keeps connections open, found out with the first. A question on one that is about to be closed
   * may be heard and stay without an answer, and a question costs money.
   */
  private isKeeping: boolean | undefined;

  constructor(
    private readonly address: ServerAddress,
    private readonly limits: ConnectionLimits,
  ) {}

  /**
   * Sends a line and gives the one that comes back to `read`. A connection whose answer `read` refuses, by throwing, is
   * used no more. Rejects with a `QuoteFailure`, or with what `read` throws.
   */
  async ask<T>(line: string, read: (answer: string) => T, limits: QuestionLimits): Promise<T> {
    await this.enter(limits.untilMs);
    let connection = this.takeIdle() ?? this.connect();
    try {
      try {
        return read(await connection.ask(line, timeLeftMs(limits)));
      } catch (error) {
        if (!(error instanceof QuoteFailure && error.kind === 'unheard') || this.isClosed) throw error;
        this.isKeeping = false;
        connection = this.connect();
        return read(await connection.ask(line, timeLeftMs(limits)));
      }
    } catch (error) {
      connection.fail(new QuoteFailure('it was misunderstood'));
      throw error;
    } finally {
      void this.leave(connection);
    }
  }

  /** Ends all connections; who waits for an answer gets a failure. */
  close(): void {
    this.isClosed = true;
    for (const waiter of this.waiting) waiter.refuse(ending());
    for (const connection of this.all) connection.fail(ending());
    this.all.clear();
  }

  private connect(): QuoteConnection {
    const connection = new QuoteConnection(this.address);
    for (const each of this.all) if (!each.isOpen) this.all.delete(each);
    this.all.add(connection);
    return connection;
  }

  private takeIdle(): QuoteConnection | undefined {
    for (let last = this.idle.pop(); last; last = this.idle.pop()) if (last.isOpen) return last;
    return undefined;
  }

  private async enter(untilMs: number): Promise<void> {
    if (this.isClosed) throw ending();
    if (this.busy < this.limits.connectionsMax) {
      this.busy += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const done = (how: () => void) => () => {
        clearTimeout(timer);
        this.waiting.delete(waiter);
        how();
      };
      const waiter: Waiter = {
        enter: done(resolve),
        refuse: (failure) => done(() => reject(failure))(),
      };
      const crowded = () =>
        waiter.refuse(new QuoteFailure('too many questions wait for its answer', 'hopeless'));
      const timer = setTimeout(crowded, untilMs - performance.now());
      this.waiting.add(waiter);
    });
  }

  /** The place goes to who has waited longest. */
  private async leave(connection: QuoteConnection): Promise<void> {
    if (this.isKeeping === undefined && connection.isOpen)
      this.learn(await connection.survives(this.limits.settleMs));
    if (this.isKeeping && connection.isOpen && !this.isClosed) {
      connection.rest(this.limits.idleMs);
      this.idle.push(connection);
    } else connection.fail(ending());
    const [next] = this.waiting;
    if (next) next.enter();
    else this.busy -= 1;
  }

  /** One that is closed outweighs any number that are kept. */
  private learn(isKept: boolean): void {
    this.isKeeping = (this.isKeeping ?? true) && isKept;
  }
}

const ending = () => new QuoteFailure('it is not asked any more, this process ends', 'hopeless');

const timeLeftMs = ({ answerMs, untilMs }: QuestionLimits): number =>
  Math.max(1, Math.min(answerMs, untilMs - performance.now()));
