import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Problem } from '../platform/problem.js';

const wrongMax = 10;
const windowMs = 60_000;
/** Who has tried is forgotten once so many are known of whom nothing is left to remember. */
const knownMax = 1_000;

/** How often people may be wrong about a code, so that nobody finds one by trying; each process counts for itself. */
@Injectable()
export class CodeTriesService {
  private readonly tries = new Map<string, number[]>();

  constructor(private readonly clock: Clock) {}

  /**
   * Counts a try as wrong until the function that it gives back is called. Throws `too_many_requests` when there were too
   * many in the last minute.
   */
  begin(userId: string): () => void {
    const nowMs = this.clock.now().getTime();
    const recent = (this.tries.get(userId) ?? []).filter((atMs) => atMs > nowMs - windowMs);
    if (recent.length >= wrongMax)
      throw new Problem('too_many_requests', 'Too many codes were wrong. Try again in a minute.');
    recent.push(nowMs);
    this.tries.set(userId, recent);
    if (this.tries.size > knownMax) this.forget(nowMs);
    return () => {
      const known = this.tries.get(userId) ?? [];
      this.tries.set(userId, known.toSpliced(known.lastIndexOf(nowMs), known.includes(nowMs) ? 1 : 0));
    };
  }

  private forget(nowMs: number): void {
    for (const [userId, tries] of this.tries)
      if (tries.every((atMs) => atMs <= nowMs - windowMs)) this.tries.delete(userId);
  }
}
