import { randomFillSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { MAX, v7 } from 'uuid';
import { Clock } from '../platform/clock.js';

/** How much randomness is asked for at a time: asking costs more than the bytes do. */
const poolBytes = 8192;
const idBytes = 16;
const counterMax = 0xffff_ffff;

/** Sorts after every id; `noJournal` sorts before. */
export const highestId: string = MAX;

/** Sorts before every id that is made in this millisecond or later; those of before 1970 are none. */
export function lowestIdOf(at: Date): string {
  const hex = Math.min(Math.max(at.getTime(), 0), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/**
 * Makes ids that grow: by the clock, and past every id that was seen, so that
 * the journals of an account sort in the order in which they were booked
 * whatever the clocks of several processes say (a hybrid logical clock, Kulkarni
 * and others 2014, in the form of a UUID of version 7).
 */
@Injectable()
export class LedgerIds {
  private millisecond = 0;
  private counter = 0;
  private readonly pool = new Uint8Array(poolBytes);
  private used = poolBytes;

  constructor(private readonly clock: Clock) {}

  readonly next = (): string => {
    const now = this.clock.now().getTime();
    if (now > this.millisecond) {
      this.millisecond = now;
      this.counter = 0;
    } else if (this.counter < counterMax) {
      this.counter += 1;
    } else {
      this.millisecond += 1;
      this.counter = 0;
    }
    return v7({ msecs: this.millisecond, seq: this.counter, random: this.random() });
  };

  /** All further ids sort after this one. */
  follow(id: string): void {
    const millisecond = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
    if (millisecond < this.millisecond) return;
    // The counter's 32 bits lie in three groups, between the version, the variant and the random tail.
    const high = Number.parseInt(id.slice(15, 18), 16);
    const low = (Number.parseInt(id.slice(19, 23), 16) & 0x3fff) * 64;
    const counter = high * 2 ** 20 + low + (Number.parseInt(id.slice(24, 26), 16) >> 2);
    if (millisecond > this.millisecond) this.counter = counter;
    else this.counter = Math.max(this.counter, counter);
    this.millisecond = millisecond;
  }

  private random(): Uint8Array {
    if (this.used === poolBytes) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    this.used += idBytes;
    return this.pool.subarray(this.used - idBytes, this.used);
  }
}
