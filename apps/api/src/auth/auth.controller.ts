import { Body, Controller, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { ThrottlerGuard } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../platform/config.js';
import { Problem, ProblemDto } from '../platform/problem.js';
import { Public } from '../platform/public.js';
import { RegisterDto, SignedInDto, SignInDto, UserDto } from './auth.dto.js';
import { AuthService, sessionLifeMs, type SignedIn } from './auth.service.js';

const refreshCookie = 'tradeyard_refresh';

@ApiTags('auth')
@Public()
@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly config: Config,
  ) {}

  @Post('register')
  @UseGuards(ThrottlerGuard)
  @ApiOperation({ summary: 'Open an account and sign in' })
  @ApiCreatedResponse({ type: SignedInDto })
  @ApiConflictResponse({ type: ProblemDto })
  async register(
    @Body() body: RegisterDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto> {
    return this.answer(await this.auth.register(body), reply);
  }

  @Post('login')
  @HttpCode(200)
  @UseGuards(ThrottlerGuard)
  @ApiOperation({ summary: 'Sign in' })
  @ApiOkResponse({ type: SignedInDto })
  @ApiUnauthorizedResponse({ type: ProblemDto })
  async signIn(
    @Body() body: SignInDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto> {
    return this.answer(await this.auth.signIn(body), reply);
  }

  @Post('refresh')
  @HttpCode(200)
  @ApiOperation({ summary: 'Get a new access token by the refresh cookie, which changes with each use' })
  @ApiOkResponse({ type: SignedInDto })
  @ApiUnauthorizedResponse({ type: ProblemDto })
  async refresh(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto> {
    const token = request.cookies[refreshCookie];
    if (!token) throw new Problem('unauthenticated', 'There is no session to refresh. Sign in first.');
    return this.answer(await this.auth.refresh(token), reply);
  }

  @Post('logout')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out on this device' })
  @ApiNoContentResponse()
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = request.cookies[refreshCookie];
    if (token) await this.auth.signOut(token);
    void reply.clearCookie(refreshCookie, this.cookieOptions());
  }

  private answer({ accessToken, refreshToken, user }: SignedIn, reply: FastifyReply): SignedInDto {
    if (refreshToken) {
      void reply.setCookie(refreshCookie, refreshToken, {
        ...this.cookieOptions(),
        maxAge: sessionLifeMs / 1000,
      });
    }
    return { accessToken, user: UserDto.from(user) };
  }

  private cookieOptions() {
    const secure = this.config.publicUrl.startsWith('https:');
    return { path: '/api/v1/auth', httpOnly: true, sameSite: 'strict', secure } as const;
  }
}
