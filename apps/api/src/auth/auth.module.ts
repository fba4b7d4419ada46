import { createSecretKey } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { ThrottlerModule } from '@nestjs/throttler';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config.js';
import { AccessTokensService } from './access-tokens.service.js';
import { AuthController } from './auth.controller.js';
import { AuthGuard } from './auth.guard.js';
import { AuthService } from './auth.service.js';
import { PersonLookupService } from './person-lookup.service.js';
import { SessionEntity } from './session.entity.js';
import { UserEntity } from './user.entity.js';

/** Global because its guard stands before every route. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forFeature([UserEntity, SessionEntity]),
    JwtModule.registerAsync({
      inject: [Config],
      useFactory: ({ authSecret }: Config) => ({
        // As a text it would be tried as a public key first, with every token.
        secret: createSecretKey(authSecret, 'utf8'),
        signOptions: { algorithm: 'HS256', expiresIn: '15m', issuer: 'tradeyard', audience: 'tradeyard' },
        verifyOptions: { algorithms: ['HS256'], issuer: 'tradeyard', audience: 'tradeyard' },
      }),
    }),
    ThrottlerModule.forRootAsync({
      inject: [Config],
      useFactory: ({ signInAttemptsPerMinute }: Config) => [{ ttl: 60_000, limit: signInAttemptsPerMinute }],
    }),
  ],
  controllers: [AuthController],
  providers: [
    AccessTokensService,
    AuthService,
    PersonLookupService,
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
  exports: [AccessTokensService, AuthService, PersonLookupService, JwtModule, TypeOrmModule],
})
export class AuthModule {}
