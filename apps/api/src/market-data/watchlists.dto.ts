import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { watchlistNameCharactersMax, watchlistsMax, watchlistSymbolsMax } from '@tradeyard/market';
import { ArrayMaxSize, ArrayUnique, IsArray, IsInt, Max, Min } from 'class-validator';
import { PageDto } from '../platform/page.dto.js';
import { IsName, IsText, MayBeAbsent } from '../platform/validation.js';
import { InstrumentDto } from './instruments.dto.js';
import type { InstrumentEntity } from './instrument.entity.js';
import type { WatchlistEntity } from './watchlist.entity.js';

const sizeMessage = `A watchlist has room for ${watchlistSymbolsMax} instruments`;
const uniqueMessage = 'A watchlist names each instrument once';

const AreSymbols = (): PropertyDecorator =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(watchlistSymbolsMax, { message: sizeMessage }),
    ArrayUnique({ message: uniqueMessage }),
    IsText(40, 1, { each: true }),
  );

const IsPlace = (max: number): PropertyDecorator => {
  const message = `$property must be a whole number from 0 to ${max}`;
  return applyDecorators(IsInt({ message }), Min(0, { message }), Max(max, { message }));
};

export class NewWatchlistDto {
  @ApiProperty({ example: 'Tech', minLength: 1, maxLength: watchlistNameCharactersMax })
  @IsName(watchlistNameCharactersMax)
  name!: string;

  @ApiPropertyOptional({ type: [String], example: ['AAPL', 'TSLA'], maxItems: watchlistSymbolsMax })
  @MayBeAbsent()
  @AreSymbols()
  symbols?: string[];
}

export class ChangeWatchlistDto {
  @ApiPropertyOptional({ example: 'Tech', minLength: 1, maxLength: watchlistNameCharactersMax })
  @MayBeAbsent()
  @IsName(watchlistNameCharactersMax)
  name?: string;

  @ApiPropertyOptional({
    type: [String],
    example: ['TSLA', 'AAPL'],
    maxItems: watchlistSymbolsMax,
    description: 'Replaces all there were. To add, move or remove one, name it in the address instead',
  })
  @MayBeAbsent()
  @AreSymbols()
  symbols?: string[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: watchlistsMax,
    description: 'Where it stands among your lists, counted from 0',
  })
  @MayBeAbsent()
  @IsPlace(watchlistsMax)
  position?: number;
}

export class WatchlistPlaceDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: watchlistSymbolsMax,
    description: 'Where it stands in the list, counted from 0. Without it a new one goes to the end',
  })
  @MayBeAbsent()
  @IsPlace(watchlistSymbolsMax)
  position?: number;
}

export class WatchlistDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'Tech' }) name!: string;
  @ApiProperty({ type: [String], example: ['AAPL', 'TSLA'], description: 'In your order' })
  symbols!: readonly string[];

  static from({ id, name, symbols }: WatchlistEntity): WatchlistDto {
    return { id, name, symbols };
  }
}

export class WatchlistInstrumentsDto extends WatchlistDto {
  @ApiProperty({ type: [InstrumentDto], description: 'What `symbols` are, in the same order' })
  instruments!: InstrumentDto[];

  static of(
    list: WatchlistEntity,
    instruments: readonly InstrumentEntity[],
    at: Date,
  ): WatchlistInstrumentsDto {
    const bySymbol = new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
    const ordered = list.symbols.flatMap((symbol) => bySymbol.get(symbol) ?? []);
    const { id, name, symbols } = list;
    return { id, name, symbols, instruments: ordered.map((each) => InstrumentDto.from(each, at)) };
  }
}

export class WatchlistPageDto extends PageDto {
  @ApiProperty({ type: [WatchlistDto], description: `In your order, all of at most ${watchlistsMax}` })
  items!: WatchlistDto[];
}
