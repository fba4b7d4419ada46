import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdminOnly } from '../auth/admin.guard.js';
import { ProblemDto } from '../platform/problem.js';
import { PeoplePageDto, PeopleQuery, AccountHolderDto } from './people.dto.js';
import { PeopleService } from './people.service.js';

@ApiTags('admin')
@ApiBearerAuth()
@AdminOnly()
@Controller('admin/users')
export class PeopleController {
  constructor(private readonly people: PeopleService) {}

  @Get()
  @ApiOperation({ summary: 'Everybody, newest first' })
  @ApiOkResponse({ type: PeoplePageDto })
  list(@Query() query: PeopleQuery): Promise<PeoplePageDto> {
    return this.people.list(query);
  }

  @Post(':id/close')
  @HttpCode(200)
  @ApiOperation({ summary: 'Close an account, whatever is in it; the last administrator stays' })
  @ApiOkResponse({ type: AccountHolderDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  close(@Param('id') id: string): Promise<AccountHolderDto> {
    return this.people.close(id);
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @ApiOperation({ summary: 'Open a closed account again' })
  @ApiOkResponse({ type: AccountHolderDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  reopen(@Param('id') id: string): Promise<AccountHolderDto> {
    return this.people.reopen(id);
  }
}
