import { ApiProperty } from '@nestjs/swagger';
import type { DatedRate } from './rates.service.js';

export class RatesAsOfDto {
  @ApiProperty({ format: 'date', example: '2026-04-13' }) date!: string;
  @ApiProperty({ example: 'ECB' }) source!: string;

  /** The oldest of the rates; null where none was needed, since all is in one currency. */
  static from(rates: Iterable<DatedRate>): RatesAsOfDto | null {
    const [oldest] = [...rates]
      .filter(({ rate }) => rate.from !== rate.to)
      .sort((a, b) => (a.date < b.date ? -1 : 1));
    return oldest ? { date: oldest.date, source: oldest.source } : null;
  }
}
