import { Clock } from '../src/platform/clock.js';

/** Shows the real time until a test sets it; from then on it stands still between calls. */
export class TestClock extends Clock {
  private at: Date | undefined;

  override now(): Date {
    return this.at ? new Date(this.at) : super.now();
  }

  /** `at` as a date or as ISO 8601 text. */
  set(at: Date | string): void {
    this.at = new Date(at);
  }

  /** Moves on from where it stands. */
  advance(byMs: number): void {
    this.set(new Date(this.now().getTime() + byMs));
  }
}
