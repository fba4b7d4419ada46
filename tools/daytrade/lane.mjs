import { Connection } from './connection.mjs';
import { anyLine, asAnyLine } from './forms.mjs';

const okMark = Buffer.from('"ok":true');
/** How long to wait before something is tried again: twice as long each time. */
export const [delayMsMin, delayMsMax] = [20, 1_000];

const unavailable = 'service_unavailable';
const unavailableMark = Buffer.from(`"code":"${unavailable}"`);

/** A fault that sending again cannot mend. */
export class Fatal extends Error {}

/**
 * One connection, and the user whose lines are under way on it: one line, or with `batch` above 1 that many together. `player`
 * has the lines and is told what became of them.
 */
export class Lane {
  /** When the request was sent that is on its way, of performance.now(); 0 while there is none. */
  sentAt = 0;
  /** When the server last said anything to it. */
  heardAt = 0;
  #player;
  #connection;
  #user;
  #lines = [];
  #answered = 0;
  #isRefused = false;
  #rest = '';
  #timer;
  #delayMs = delayMsMin;

  constructor(player, target) {
    this.#player = player;
    this.#connection = new Connection(target);
  }

  /** Takes the next user, if there is one that can go. */
  go() {
    const user = this.#player.queue.next();
    if (!user) return this.#player.rest(this);
    this.#user = user;
    this.#lines = user.peek(this.#player.batch);
    this.#answered = 0;
    this.#send();
  }

  close(error) {
    clearTimeout(this.#timer);
    this.sentAt = 0;
    this.#user = undefined;
    this.#connection.close(error);
  }

  /** Gives up a request that the server does not answer. */
  abandon() {
    this.#connection.close(new Error('The server does not answer.'));
  }

  #send() {
    const { requests } = this.#player;
    const lines = this.#answered === 0 ? this.#lines : this.#lines.slice(this.#answered);
    const isBatch = lines.length > 1 || lines[0].path === anyLine;
    this.part = isBatch ? this.#takeAnswers : undefined;
    this.#rest = '';
    this.#isRefused = false;
    this.heardAt = this.sentAt = performance.now();
    this.#connection.send(isBatch ? requests.ofBatch(lines) : requests.ofLine(lines[0]), this);
  }

  done(status, body) {
    if (!this.#user) return;
    const { sentAt } = this;
    this.sentAt = 0;
    if (status === 200 && this.part) return this.#finishBatch();
    if (status === 200 || (status === 422 && !this.part)) {
      if (status === 422 && body.includes(unavailableMark)) return this.#again(sentAt, unavailable);
      this.#answered += 1;
      this.#player.answered(status === 200, sentAt);
      return this.#finish();
    }
    if (status === 401) return this.#renew(sentAt);
    if (status >= 500 || status === 429) return this.#again(sentAt, `The server answered ${status}`);
    const [line] = this.#lines;
    if ((status === 400 || status === 413) && line.path !== anyLine) {
      this.#lines = [asAnyLine(line)]; // dirtier than its endpoint can take
      return this.#send();
    }
    this.#player.fail(
      new Fatal(`The server answered ${status} to line ${line.transaction}: ${body.toString()}`),
    );
  }

  lost(error) {
    if (!this.#user) return;
    this.sentAt = 0;
    if (this.#answered === this.#lines.length) this.#finish();
    else this.#again(this.heardAt, error.message);
  }

  /** Reads answers of a batch, a line each, in the order of the lines. */
  #takeAnswers = (bytes) => {
    if (!this.#user) return;
    this.heardAt = performance.now();
    let from = 0;
    for (let end; (end = bytes.indexOf(10, from)) >= 0; from = end + 1) {
      if (this.#rest === '') this.#takeAnswer(bytes.subarray(from, end));
      else {
        this.#takeAnswer(Buffer.from(this.#rest + bytes.latin1Slice(from, end), 'latin1'));
        this.#rest = '';
      }
      if (!this.#user) return; // it was the last straw
    }
    if (from < bytes.length) this.#rest += bytes.latin1Slice(from);
  };

  #takeAnswer(answer) {
    if (this.#isRefused || answer.length === 0) return;
    // A quote inside of a text is escaped: only a field of the answer can read like this.
    const isOk = answer.includes(okMark) && this.#answered < this.#lines.length;
    if (!isOk) {
      const { ok, code, transaction, message } = readJson(answer);
      const wanted = this.#lines[this.#answered]?.transaction;
      if (ok !== false || transaction !== wanted || code === 'transaction_out_of_order') {
        const what = message ?? answer.toString();
        return this.#player.fail(
          new Fatal(`The server answered to line ${wanted} what makes no sense: ${what}`),
        );
      }
      // Whatever is said of later ones, they come again behind it.
      this.#isRefused = code === unavailable;
      if (this.#isRefused) return;
    }
    this.#answered += 1;
    this.#player.answered(isOk, this.sentAt || performance.now());
  }

  #finishBatch() {
    if (this.#answered === this.#lines.length) return this.#finish();
    this.#again(performance.now(), this.#isRefused ? unavailable : 'The server left lines unanswered');
  }

  #finish() {
    const { queue } = this.#player;
    queue.putBack(this.#user, this.#answered);
    this.#user = undefined;
    this.#delayMs = delayMsMin;
    this.#player.took();
    this.go();
  }

  /** What was not answered is sent again after a while: the server does nothing twice. */
  #again(since, why) {
    if (!this.#player.trouble(since, why)) return;
    this.#timer = setTimeout(() => this.#user && this.#send(), this.#delayMs);
    this.#delayMs = Math.min(this.#delayMs * 2, delayMsMax);
  }

  async #renew(since) {
    try {
      await this.#player.renew();
    } catch (error) {
      if (error instanceof Fatal) return this.#player.fail(error);
    }
    this.#again(since, 'The server does not know us any more');
  }
}

function readJson(bytes) {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return {};
  }
}
