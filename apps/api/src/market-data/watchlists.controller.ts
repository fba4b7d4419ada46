import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { Clock } from '../platform/clock.js';
import { ProblemDto } from '../platform/problem.js';
import {
  ChangeWatchlistDto,
  NewWatchlistDto,
  WatchlistDto,
  WatchlistInstrumentsDto,
  WatchlistPageDto,
  WatchlistPlaceDto,
} from './watchlists.dto.js';
import { WatchlistsService } from './watchlists.service.js';

@ApiTags('market')
@ApiBearerAuth()
@Controller('watchlists')
export class WatchlistsController {
  constructor(
    private readonly watchlists: WatchlistsService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'My watchlists, in my order' })
  @ApiOkResponse({ type: WatchlistPageDto })
  async list(@CurrentSession() { userId }: Session): Promise<WatchlistPageDto> {
    return { items: (await this.watchlists.list(userId)).map(WatchlistDto.from), next: null };
  }

  @Post()
  @ApiOperation({ summary: 'Begin a watchlist' })
  @ApiCreatedResponse({ type: WatchlistDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`instrument_not_found`' })
  @ApiConflictResponse({ type: ProblemDto, description: '`watchlist_name_taken`' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: '`too_many_watchlists`' })
  async create(
    @CurrentSession() { userId }: Session,
    @Body() { name, symbols }: NewWatchlistDto,
  ): Promise<WatchlistDto> {
    return WatchlistDto.from(await this.watchlists.create(userId, name, symbols ?? []));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One watchlist, with its instruments' })
  @ApiOkResponse({ type: WatchlistInstrumentsDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async get(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
  ): Promise<WatchlistInstrumentsDto> {
    const list = await this.watchlists.getWatchlist(userId, id);
    return WatchlistInstrumentsDto.of(list, await this.watchlists.listInstruments(list), this.clock.now());
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Rename a watchlist, move it among the others, or replace what is in it' })
  @ApiOkResponse({ type: WatchlistDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: '`watchlist_name_taken`' })
  async change(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Body() body: ChangeWatchlistDto,
  ): Promise<WatchlistDto> {
    return WatchlistDto.from(await this.watchlists.change(userId, id, body));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a watchlist' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ type: ProblemDto })
  remove(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<void> {
    return this.watchlists.remove(userId, id);
  }

  @Put(':id/symbols/:symbol')
  @ApiOperation({ summary: 'Have an instrument in a watchlist, or move it there; safe to repeat' })
  @ApiBody({ type: WatchlistPlaceDto, required: false })
  @ApiOkResponse({ type: WatchlistDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: '`watchlist_full`' })
  async putSymbol(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Param('symbol') symbol: string,
    @Body() { position }: WatchlistPlaceDto,
  ): Promise<WatchlistDto> {
    return WatchlistDto.from(await this.watchlists.putSymbol(userId, id, symbol, position));
  }

  @Delete(':id/symbols/:symbol')
  @ApiOperation({ summary: 'Take an instrument out of a watchlist; safe to repeat' })
  @ApiOkResponse({ type: WatchlistDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async removeSymbol(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Param('symbol') symbol: string,
  ): Promise<WatchlistDto> {
    return WatchlistDto.from(await this.watchlists.removeSymbol(userId, id, symbol));
  }
}
