import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { formatDecimal } from '@tradeyard/kernel';
import { candleSources, formatPrice, priceChange, type CandleSource, type Quote } from '@tradeyard/market';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsOptional } from 'class-validator';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsText } from '../platform/validation.js';

const symbolsMax = 200;

export class QuotesQuery extends PageQuery {
  @ApiPropertyOptional({
    type: String,
    example: 'AAPL,TSLA',
    description: `At most ${symbolsMax} symbols, all in one answer; none means all that there are, in pages`,
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? readSymbols(value) : value))
  @ArrayMaxSize(symbolsMax)
  @IsText(40, 0, { each: true })
  symbols?: string[];
}

const readSymbols = (list: string): string[] => [
  ...new Set(
    list
      .split(',')
      .map((symbol) => symbol.trim())
      .filter(Boolean),
  ),
];

export class QuoteDto {
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ example: '232.55', description: 'What a seller gets' }) bid!: string;
  @ApiProperty({ example: '232.58', description: 'What a buyer pays' }) ask!: string;
  @ApiProperty({ example: '232.56' }) price!: string;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The close of the last completed day' })
  previousClose!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '2.07', description: 'Since the previous close' })
  change!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '0.90' }) changePercent!: string | null;
  @ApiProperty({ example: '233.41' }) dayHigh!: string;
  @ApiProperty({ example: '229.34' }) dayLow!: string;
  @ApiProperty({ example: '38074700', description: 'Traded today' }) volume!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ enum: candleSources, description: 'Where the price comes from; show it' })
  source!: CandleSource;
  @ApiProperty({ description: 'Too old to trade on' }) stale!: boolean;

  static from(quote: Quote): QuoteDto {
    const { symbol, bid, ask, price, currency, previousClose, dayHigh, dayLow, volume, at, source, stale } =
      quote;
    const change = priceChange(quote);
    return {
      symbol,
      bid: formatPrice(bid),
      ask: formatPrice(ask),
      price: formatPrice(price),
      currency,
      previousClose: previousClose && formatPrice(previousClose),
      change: change && formatPrice(change.change),
      changePercent: change && formatPrice(change.changePercent),
      dayHigh: formatPrice(dayHigh),
      dayLow: formatPrice(dayLow),
      volume: formatDecimal(volume),
      at: at.toISOString(),
      source,
      stale,
    };
  }
}

export class QuotesDto extends PageDto {
  @ApiProperty({ type: [QuoteDto] }) items!: QuoteDto[];
}
