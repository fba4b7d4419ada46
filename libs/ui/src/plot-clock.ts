import { TickMarkType, type Time, type UTCTimestamp } from 'lightweight-charts';

const dayMs = 86_400_000;

/**
 * Days are the same for every reader and have no time zone; what is shorter is shown by the reader's own clock. The
 * library marks midnights of UTC, so its times are moved until they are midnights here. One distance serves a whole
 * chart: where a clock changes within it, marks are an hour beside midnight, and what is written stays right.
 */
export class PlotClock {
  private readonly aheadMs: number;
  private readonly zone: { timeZone?: string };
  private readonly formats = new Map<string, Intl.DateTimeFormat>();

  constructor(stepMs: number, newestMs: number) {
    const isLocal = stepMs < dayMs;
    this.aheadMs = isLocal ? -new Date(newestMs).getTimezoneOffset() * 60_000 : 0;
    this.zone = isLocal ? {} : { timeZone: 'UTC' };
  }

  time(atMs: number): UTCTimestamp {
    return Math.round((atMs + this.aheadMs) / 1000) as UTCTimestamp;
  }

  private momentMs = (time: Time): number => Number(time) * 1000 - this.aheadMs;

  /** Where the reader points at. */
  readonly label = (time: Time): string =>
    this.write(
      time,
      this.zone.timeZone ? { dateStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' },
    );

  /** A mark of the axis. */
  readonly mark = (time: Time, type: TickMarkType): string => {
    switch (type) {
      case TickMarkType.Year:
        return this.write(time, { year: 'numeric' });
      case TickMarkType.Month:
        return this.write(time, { month: 'short' });
      case TickMarkType.DayOfMonth:
        return this.write(time, { day: 'numeric', month: 'short' });
      default:
        return this.write(time, { timeStyle: 'short' });
    }
  };

  private write(time: Time, options: Intl.DateTimeFormatOptions): string {
    const key = JSON.stringify(options);
    const format = this.formats.get(key) ?? new Intl.DateTimeFormat(undefined, { ...options, ...this.zone });
    this.formats.set(key, format);
    return format.format(this.momentMs(time));
  }
}
