import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import { AskQuoteDto } from './conversions.dto.js';
import { ConversionQuoteDto } from './quotes.dto.js';
import { ConversionQuotesService } from './quotes.service.js';

@ApiTags('wallet')
@ApiBearerAuth()
@Controller('wallet/quotes')
export class ConversionQuotesController {
  constructor(private readonly quotes: ConversionQuotesService) {}

  @Post()
  @ApiOperation({
    summary: 'Lock what a conversion comes to',
    description:
      'The rate, the fee and both amounts to the cent, which hold for 30 seconds. It moves no money: convert with the ' +
      'id as `quoteId` to get exactly that, once.',
  })
  @ApiCreatedResponse({ type: ConversionQuoteDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto })
  ask(@CurrentSession() { userId }: Session, @Body() body: AskQuoteDto): Promise<ConversionQuoteDto> {
    return this.quotes.ask(userId, body);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One quote of mine, and what became of it' })
  @ApiOkResponse({ type: ConversionQuoteDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  quote(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<ConversionQuoteDto> {
    return this.quotes.get(userId, id);
  }
}
