import { ApiProperty } from '@nestjs/swagger';
import { formatPrice, providerNames, tickFaults, type ProviderName, type TickFault } from '@tradeyard/market';
import { PageDto } from '../platform/page.dto.js';
import { lastTickAt, type ProviderReport } from './market-health.service.js';
import { rawText } from './quarantine.service.js';
import { providerStates, type ProviderState } from './supervision.provider.js';
import type { QuarantinedTick } from './ticks.service.js';

const faultDescription =
  'malformed: no number. not_positive: zero or less. crossed: a bid above the ask. wide: a bid or ask far from the price. ' +
  'early: a moment to come. late: before the newest. duplicate: the newest again. jump: further than a market moves';

export class TickFaultCountDto {
  @ApiProperty({ enum: tickFaults, enumName: 'TickFault', description: faultDescription }) fault!: TickFault;
  @ApiProperty({ example: 3 }) count!: number;
}

export class PriceProviderDto {
  @ApiProperty({ enum: providerNames }) provider!: ProviderName;
  @ApiProperty({
    enum: providerStates,
    description:
      'off: no instrument uses it. connecting: nothing has come yet. live: it works. waiting: it failed and is tried again ' +
      'soon. resting: it failed so often that it is left alone for a while. elsewhere: another process asks it',
  })
  state!: ProviderState;
  @ApiProperty({ format: 'date-time', description: 'Since when it is in that state' }) since!: string;
  @ApiProperty({ example: 6, description: 'Instruments that it prices' }) instruments!: number;
  @ApiProperty({ example: 1_250, description: 'Ticks that were passed on since the process began' })
  accepted!: number;
  @ApiProperty({ type: [TickFaultCountDto], description: 'Ticks that were not; faults that occurred' })
  dropped!: TickFaultCountDto[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) lastTickAt!: string | null;
  @ApiProperty({ example: 0, description: 'How often it was begun again after it had failed' })
  reconnects!: number;
  @ApiProperty({ type: String, nullable: true, example: 'closed the connection with code 1006' })
  lastError!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) lastErrorAt!: string | null;

  static from({ provider, health, counts }: ProviderReport): PriceProviderDto {
    return {
      provider,
      state: health.state,
      since: health.since.toISOString(),
      instruments: health.instruments,
      accepted: counts.accepted,
      dropped: tickFaults
        .map((fault) => ({ fault, count: counts.dropped[fault] }))
        .filter(({ count }) => count > 0),
      lastTickAt: lastTickAt(counts)?.toISOString() ?? null,
      reconnects: health.reconnects,
      lastError: health.lastError,
      lastErrorAt: health.lastErrorAt?.toISOString() ?? null,
    };
  }
}

export class PriceProvidersDto extends PageDto {
  @ApiProperty({ type: [PriceProviderDto] }) items!: PriceProviderDto[];
}

const said = {
  type: String,
  nullable: true,
  description: 'As the provider said it; null where it said nothing',
};

export class QuarantinedTickDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: providerNames }) provider!: ProviderName;
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ enum: tickFaults, enumName: 'TickFault', description: faultDescription }) reason!: TickFault;
  @ApiProperty({ ...said, example: '2325.6' }) price!: string | null;
  @ApiProperty(said) bid!: string | null;
  @ApiProperty(said) ask!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '232.56',
    description: 'The price that was believed then',
  })
  lastPrice!: string | null;
  @ApiProperty({ format: 'date-time', description: 'When it came' }) at!: string;
  @ApiProperty({ enum: ['open', 'accepted'] }) status!: QuarantinedTick['status'];
  @ApiProperty({ description: 'Whether it can be accepted: a price can be far away, but not below zero' })
  acceptable!: boolean;

  static from({ id, raw, reason, last, at, status }: QuarantinedTick): QuarantinedTickDto {
    return {
      id,
      provider: raw.source,
      symbol: raw.symbol,
      reason,
      price: rawText(raw.price) ?? null,
      bid: rawText(raw.bid) ?? null,
      ask: rawText(raw.ask) ?? null,
      lastPrice: last ? formatPrice(last.price) : null,
      at: at.toISOString(),
      status,
      acceptable: reason === 'jump' && status === 'open',
    };
  }
}

export class QuarantinedTicksDto extends PageDto {
  @ApiProperty({ type: [QuarantinedTickDto] }) items!: QuarantinedTickDto[];
}
