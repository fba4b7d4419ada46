import { createParamDecorator, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { JwtService } from '@nestjs/jwt';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../platform/problem.js';
import { publicRoute } from '../platform/public.js';

/** Who is asking. */
export type Session = { readonly userId: string; readonly sessionId: string };

type SessionRequest = FastifyRequest & { session?: Session };

export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): Session => {
  const { session } = context.switchToHttp().getRequest<SessionRequest>();
  if (!session) throw new Problem('unauthenticated', 'Sign in first');
  return session;
});

@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly jwt: JwtService,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true; // the stream asks for its own token
    if (this.reflector.getAllAndOverride<boolean>(publicRoute, [context.getHandler(), context.getClass()]))
      return true;
    const request = context.switchToHttp().getRequest<SessionRequest>();
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) {
      throw new Problem(
        'unauthenticated',
        'Sign in first: send the access token as "Authorization: Bearer ..."',
      );
    }
    request.session = readAccessToken(this.jwt, token);
    return true;
  }
}

/** Throws `unauthenticated` for a token that is not ours or has ended. */
export function readAccessToken(jwt: JwtService, token: string): Session {
  try {
    const { sub, sid } = jwt.verify<{ sub: string; sid: string }>(token);
    return { userId: sub, sessionId: sid };
  } catch {
    throw new Problem(
      'unauthenticated',
      'The access token is not valid or has ended. Refresh it or sign in again.',
    );
  }
}
