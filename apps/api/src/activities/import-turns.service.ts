import { Injectable } from '@nestjs/common';
import { Problem } from '../platform/problem.js';

/** More files of one person are refused while one of theirs is read. */
const waitingMax = 4;
/** Each that is written holds a connection of the database, of which there are 20, and takes the processor. */
const writtenMax = 4;

/** Lets files in one after the other: each is in memory as a whole, and nobody can make others wait by sending many. */
@Injectable()
export class ImportTurns {
  private readonly people = new Map<string, Queue>();
  private readonly writers = new Queue(writtenMax);

  /** Does the work when all that this person sent before is done. Throws `too_many_requests`. */
  async ofPerson<T>(userId: string, work: () => Promise<T>): Promise<T> {
    const queue = this.people.get(userId) ?? new Queue(1);
    if (queue.waiting >= waitingMax)
      throw new Problem('too_many_requests', 'Several files of yours are being read. Wait for them.');
    this.people.set(userId, queue);
    try {
      return await queue.run(work);
    } finally {
      if (queue.isIdle) this.people.delete(userId);
    }
  }

  /** Does the work when few others are written. */
  ofWriter<T>(work: () => Promise<T>): Promise<T> {
    return this.writers.run(work);
  }
}

class Queue {
  private readonly next: (() => void)[] = [];
  private running = 0;

  constructor(private readonly atOnce: number) {}

  get waiting(): number {
    return this.next.length;
  }

  get isIdle(): boolean {
    return this.running === 0;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    // Who is done hands its place on, so that nobody who comes meanwhile gets in between.
    if (this.running < this.atOnce) this.running += 1;
    else await new Promise<void>((resolve) => this.next.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.next.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
