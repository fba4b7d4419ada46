/**
 * Lines that wait to be sent, by user. `next` hands out the user whose next line is the earliest in the file, and not again
 * before `putBack`: that is what keeps the commands of a user in order, one at a time.
 */
export class UserQueue {
  /** Lines that are not answered yet. */
  size = 0;
  #users = new Map();
  /** A binary heap of the users that can go, by the number of their next line. */
  #ready = [];

  add(line) {
    let user = this.#users.get(line.user);
    if (!user) this.#users.set(line.user, (user = new User()));
    this.size += 1;
    user.push(line);
    if (user.isResting) {
      user.isResting = false;
      this.#insert(user);
    }
  }

  /** Undefined when all users are under way or have nothing to send. */
  next() {
    const first = this.#ready[0];
    const last = this.#ready.pop();
    if (first !== undefined && first !== last) this.#sink(last);
    return first;
  }

  /** The user's turn is over; `answered` of their first lines are done. */
  putBack(user, answered) {
    user.drop(answered);
    this.size -= answered;
    if (user.length > 0) this.#insert(user);
    else user.isResting = true;
  }

  #insert(user) {
    const heap = this.#ready;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent].number < user.number) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = user;
  }

  /** Puts a user at the top and lets it sink to its place. */
  #sink(user) {
    const heap = this.#ready;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1].number < heap[child].number) child += 1;
      if (user.number < heap[child].number) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = user;
  }
}

const compactAt = 1024;

/** The lines of one user, the next one first. */
class User {
  isResting = true;
  /** Of the next line. */
  number = 0;
  #lines = [];
  #first = 0;

  get length() {
    return this.#lines.length - this.#first;
  }

  push(line) {
    if (this.length === 0) this.number = line.transaction;
    this.#lines.push(line);
  }

  /** At most so many of the next lines. */
  peek(count) {
    return this.#lines.slice(this.#first, this.#first + count);
  }

  drop(count) {
    // What was sent need not be kept, and moving all others each time would be too slow.
    this.#lines.fill(undefined, this.#first, this.#first + count);
    this.#first += count;
    if (this.#first > compactAt || this.length === 0) {
      this.#lines.splice(0, this.#first);
      this.#first = 0;
    }
    this.number = this.#lines[this.#first]?.transaction ?? 0;
  }
}
