import { Body, Controller, Get, HttpCode, Patch, Post, UseGuards } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnauthorizedResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { ThrottlerGuard } from '@nestjs/throttler';
import { UserDto } from '../auth/auth.dto.js';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import { ClosingService } from './closing.service.js';
import { ChangeMeDto, CloseMeDto } from './users.dto.js';
import { UsersService } from './users.service.js';

@ApiTags('me')
@ApiBearerAuth()
@Controller('me')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly closing: ClosingService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who I am' })
  @ApiOkResponse({ type: UserDto })
  async me(@CurrentSession() { userId }: Session): Promise<UserDto> {
    return UserDto.from(await this.users.getAccount(userId));
  }

  @Patch()
  @ApiOperation({ summary: 'Change my name or the currency I count in' })
  @ApiOkResponse({ type: UserDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto })
  async change(@CurrentSession() { userId }: Session, @Body() body: ChangeMeDto): Promise<UserDto> {
    return UserDto.from(await this.users.change(userId, body));
  }

  @Post('close')
  @HttpCode(204)
  @UseGuards(ThrottlerGuard)
  @ApiOperation({ summary: 'Close my account, once nothing is in it, and sign out everywhere' })
  @ApiNoContentResponse()
  @ApiUnauthorizedResponse({ type: ProblemDto })
  @ApiForbiddenResponse({ type: ProblemDto, description: 'Nobody else is an administrator' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto })
  async close(@CurrentSession() { userId }: Session, @Body() { password }: CloseMeDto): Promise<void> {
    await this.closing.closeOwn(userId, password);
  }
}
