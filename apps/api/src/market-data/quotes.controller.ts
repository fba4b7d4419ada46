import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { page } from '../platform/page.dto.js';
import { ProblemDto } from '../platform/problem.js';
import { Revalidated } from '../platform/revalidation.js';
import { InstrumentsService } from './instruments.service.js';
import { QuoteDto, QuotesDto, QuotesQuery } from './quotes.dto.js';
import { QuotesService } from './quotes.service.js';

@ApiTags('market')
@ApiBearerAuth()
@Controller('quotes')
export class QuotesController {
  constructor(
    private readonly quotes: QuotesService,
    private readonly instruments: InstrumentsService,
  ) {}

  @Get()
  @Revalidated()
  @ApiOperation({ summary: 'The newest prices; the stream sends them as they come' })
  @ApiOkResponse({ type: QuotesDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async list(@Query() { symbols = [], limit, cursor }: QuotesQuery): Promise<QuotesDto> {
    if (symbols.length === 0) {
      const { items, next } = page(
        this.quotes.listQuotes({ after: cursor, limit: limit + 1 }),
        limit,
        ({ symbol }) => symbol,
      );
      return { items: items.map(QuoteDto.from), next };
    }
    const items: QuoteDto[] = [];
    for (const symbol of symbols) {
      const quote = this.quotes.findQuote(symbol);
      if (quote) items.push(QuoteDto.from(quote));
      else await this.instruments.getInstrument(symbol, 'symbols'); // known, and without a price yet
    }
    return { items, next: null };
  }
}
