import { Body, Controller, Get, Patch } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { UserDto } from '../auth/auth.dto.js';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import { ChangeMeDto } from './users.dto.js';
import { UsersService } from './users.service.js';

@ApiTags('me')
@ApiBearerAuth()
@Controller('me')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @ApiOperation({ summary: 'Who I am' })
  @ApiOkResponse({ type: UserDto })
  async me(@CurrentSession() { userId }: Session): Promise<UserDto> {
    return UserDto.from(await this.users.getUser(userId));
  }

  @Patch()
  @ApiOperation({ summary: 'Change my name or the currency I count in' })
  @ApiOkResponse({ type: UserDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto })
  async change(@CurrentSession() { userId }: Session, @Body() body: ChangeMeDto): Promise<UserDto> {
    return UserDto.from(await this.users.change(userId, body));
  }
}
