import { applyDecorators, Controller, HttpCode, Post, Res, StreamableFile, type Type } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConflictResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiQuery,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { CommandName } from '@tradeyard/daytrading';
import type { FastifyReply } from 'fastify';
import { ProblemDto } from '../platform/problem.js';
import { DayAnswerDto } from './answers.dto.js';
import {
  Asked,
  DayAddDto,
  DayAmountDto,
  DayDumpDto,
  DaySymbolDto,
  DayTriggerPriceDto,
  DayUserDto,
} from './commands.dto.js';
import { DaytradingService } from './daytrading.service.js';

/** A command of the day-trading system: its path, what it takes, and what it may answer. */
const DayCommand = (name: CommandName, summary: string, body: Type): MethodDecorator =>
  applyDecorators(
    Post(name.toLowerCase().replaceAll('_', '-')),
    HttpCode(200),
    ApiOperation({ summary: `${name}: ${summary}` }),
    ApiBody({ type: body }),
    ApiOkResponse({ type: DayAnswerDto }),
    ApiQuery({
      name: 'workload',
      required: false,
      description: 'The run it belongs to; by default your own one',
    }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'For commands without a number of their own',
    }),
    ApiNotFoundResponse({ type: ProblemDto, description: '`workload_not_found`' }),
    ApiConflictResponse({ type: ProblemDto, description: '`transaction_out_of_order`' }),
    ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'Why it failed. It is in the log.' }),
  );

@ApiTags('day trading')
@ApiBearerAuth()
@Controller('daytrading')
export class DaytradingController {
  constructor(private readonly daytrading: DaytradingService) {}

  @DayCommand('ADD', 'add dollars to a user, who is made if new', DayAddDto)
  add(@Asked('ADD') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @DayCommand('QUOTE', 'what a share costs', DaySymbolDto)
  quote(@Asked('QUOTE') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @DayCommand(
    'BUY',
    'reserve the cash for as many whole shares as the amount buys, until COMMIT_BUY',
    DayAmountDto,
  )
  buy(@Asked('BUY') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @DayCommand('COMMIT_BUY', 'make the newest BUY good', DayUserDto)
  commitBuy(@Asked('COMMIT_BUY') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @DayCommand('CANCEL_BUY', 'take the newest BUY back', DayUserDto)
  cancelBuy(@Asked('CANCEL_BUY') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @DayCommand('SELL', 'reserve as many whole shares as the amount takes, until COMMIT_SELL', DayAmountDto)
  sell(@Asked('SELL') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @DayCommand('COMMIT_SELL', 'make the newest SELL good', DayUserDto)
  commitSell(@Asked('COMMIT_SELL') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @DayCommand('CANCEL_SELL', 'take the newest SELL back', DayUserDto)
  cancelSell(@Asked('CANCEL_SELL') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @DayCommand('SET_BUY_AMOUNT', 'reserve cash for buying when the price falls', DayAmountDto)
  setBuyAmount(@Asked('SET_BUY_AMOUNT') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @DayCommand('SET_BUY_TRIGGER', 'the price at or below which it is bought', DayTriggerPriceDto)
  setBuyTrigger(@Asked('SET_BUY_TRIGGER') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @DayCommand('CANCEL_SET_BUY', 'give that cash back', DaySymbolDto)
  cancelSetBuy(@Asked('CANCEL_SET_BUY') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @DayCommand('SET_SELL_AMOUNT', 'how much to sell when the price rises', DayAmountDto)
  setSellAmount(@Asked('SET_SELL_AMOUNT') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @DayCommand(
    'SET_SELL_TRIGGER',
    'the price at or above which it is sold; reserves the shares',
    DayTriggerPriceDto,
  )
  setSellTrigger(@Asked('SET_SELL_TRIGGER') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @DayCommand('CANCEL_SET_SELL', 'give those shares back', DaySymbolDto)
  cancelSetSell(@Asked('CANCEL_SET_SELL') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @DayCommand('DISPLAY_SUMMARY', 'how a user stands', DayUserDto)
  displaySummary(@Asked('DISPLAY_SUMMARY') asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    return this.daytrading.answer(asked, reply);
  }

  @Post('dumplog')
  @HttpCode(200)
  @ApiOperation({
    summary: 'DUMPLOG: the log as XML, whole or of one user',
    description: 'The command itself is in it. A connection that breaks off means that the log is not whole.',
  })
  @ApiBody({ type: DayDumpDto })
  @ApiQuery({
    name: 'workload',
    required: false,
    description: 'The run it belongs to; by default your own one',
  })
  @ApiProduces('application/xml')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: '`transaction_out_of_order`' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto })
  async dumplog(@Asked('DUMPLOG') asked: Asked): Promise<StreamableFile> {
    return new StreamableFile(await this.daytrading.dump(asked), { type: 'application/xml; charset=utf-8' });
  }
}
