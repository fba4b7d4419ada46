import { setTimeout as sleep } from 'node:timers/promises';
import { Histogram } from './histogram.mjs';
import { delayMsMax, delayMsMin, Fatal, Lane } from './lane.mjs';
import { UserQueue } from './queue.mjs';

/** So many lines are read ahead, that all users have something to send; a line takes some two hundred bytes. */
const aheadMax = 200_000;
const patienceMs = 60_000;
const watchMs = 1_000;

/**
 * Sends the lines of a workload: those of one user in order and one at a time, those of different users side by side over
 * `connections`. `renew` signs in again and writes the new token into `requests`.
 */
export class Player {
  queue = new UserQueue();
  ok = 0;
  failed = 0;
  latencies = new Histogram();
  #lanes;
  #resting;
  #waiting = [];
  #failure;
  #troubleSince;
  #firstSentAt;
  #lastAnsweredAt = 0;
  #say;
  #patienceMs;

  constructor({ target, requests, renew, connections, batch, say = () => {}, patience = patienceMs }) {
    Object.assign(this, { requests, renew, batch });
    this.#lanes = Array.from({ length: connections }, () => new Lane(this, target));
    this.#resting = [...this.#lanes].reverse();
    this.#say = say;
    this.#patienceMs = patience;
  }

  /** From the first request to the last answer. */
  get seconds() {
    return this.#lastAnsweredAt === 0 ? 0 : (this.#lastAnsweredAt - this.#firstSentAt) / 1000;
  }

  /**
   * Sends everything that comes out of `parts` (see readWorkload) and answers with the DUMPLOG of the whole system at the
   * end, if there is one, which is not sent. Lines for which `isDone` are passed over. Rejects when `signal` is aborted.
   */
  async play(parts, { isDone = () => false, signal } = {}) {
    const abort = () => this.fail(signal.reason);
    signal?.addEventListener('abort', abort, { once: true });
    const watch = setInterval(() => this.#watch(), Math.min(watchMs, this.#patienceMs));
    try {
      signal?.throwIfAborted();
      for await (const { lines = [], dump, isLast } of parts) {
        if (isLast && dump.isOfSystem) {
          await this.#until(0);
          return dump;
        }
        if (dump) await this.#until(0);
        for (const line of dump ? [dump] : lines) if (!isDone(line)) this.queue.add(line);
        if (dump) await this.#until(0);
        else if (this.#firstSentAt !== undefined) this.#start();
        if (this.queue.size > aheadMax) await this.#until(aheadMax * 0.75);
        if (this.#failure) throw this.#failure;
      }
      await this.#until(0);
    } finally {
      clearInterval(watch);
      signal?.removeEventListener('abort', abort);
      for (const lane of this.#lanes) lane.close();
    }
  }

  /** Lets the lanes work until no more than so many lines are left. */
  async #until(left) {
    if (this.#failure) throw this.#failure;
    if (this.queue.size <= left) return;
    const reached = new Promise((resolve, reject) => this.#waiting.push({ left, resolve, reject }));
    this.#firstSentAt ??= performance.now();
    this.#start();
    await reached;
  }

  #start() {
    // Each takes a user, or comes back to rest.
    for (const lane of this.#resting.splice(0)) lane.go();
  }

  rest(lane) {
    this.#resting.push(lane);
  }

  answered(isOk, sentAt) {
    const now = performance.now();
    if (isOk) this.ok += 1;
    else this.failed += 1;
    this.latencies.add(now - sentAt);
    this.#lastAnsweredAt = now;
    this.#troubleSince = undefined;
  }

  /** Lines were taken from the queue. */
  took() {
    const [first] = this.#waiting;
    if (!first || this.queue.size > first.left) return;
    this.#waiting.shift();
    first.resolve();
  }

  /** Something went wrong that may pass. Answers whether it is worth to try again. */
  trouble(since, why) {
    const now = performance.now();
    if (this.#troubleSince === undefined) this.#say(`${why.replace(/\.$/, '')}; trying again`);
    this.#troubleSince ??= Math.max(since, this.#lastAnsweredAt); // others may have been answered meanwhile
    if (now - this.#troubleSince > this.#patienceMs) {
      const lasted = Math.round((now - this.#troubleSince) / 1000);
      this.fail(new Fatal(`Nothing was answered for ${lasted} s (${why}).`));
      return false;
    }
    return true;
  }

  fail(error) {
    this.#failure ??= error;
    for (const lane of this.#lanes) lane.close();
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }

  #watch() {
    const now = performance.now();
    const isSilent = ({ sentAt, heardAt }) => sentAt > 0 && now - heardAt > this.#patienceMs;
    for (const lane of this.#lanes.filter(isSilent)) lane.abandon();
  }
}

/** An attempt that lasted as long was no mere failure to begin. */
const longAttemptMs = 10_000;

/** Tries until it succeeds, for as long as the trouble may pass. */
export async function insist(action, { signal, patience = patienceMs } = {}) {
  let troubleSince;
  for (let delayMs = delayMsMin; ; delayMs = Math.min(delayMs * 2, delayMsMax)) {
    const begin = performance.now();
    try {
      signal?.throwIfAborted();
      return await action();
    } catch (error) {
      const now = performance.now();
      if (troubleSince === undefined || now - begin > longAttemptMs) troubleSince = now;
      if (error instanceof Fatal || signal?.aborted || now - troubleSince > patience) throw error;
      await sleep(delayMs, undefined, { signal });
    }
  }
}
