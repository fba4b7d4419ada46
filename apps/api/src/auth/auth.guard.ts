import { createParamDecorator, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../platform/problem.js';
import { publicRoute } from '../platform/public.js';
import { AccessTokensService, type Session } from './access-tokens.service.js';
import { PersonLookupService, type Person } from './person-lookup.service.js';

export type { Session };

/** `person` is who is asking as the database knew them when the request came. */
export type SessionRequest = FastifyRequest & { session?: Session; person?: Person };

/** Throws `unauthenticated`. */
export function requireSession({ session }: SessionRequest): Session {
  if (!session) throw new Problem('unauthenticated', 'Sign in first');
  return session;
}

export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): Session =>
  requireSession(context.switchToHttp().getRequest<SessionRequest>()),
);

/** For whatever needs more of who is asking than their id: it was read already, to see that their account is open. */
export const CurrentPerson = createParamDecorator((_: unknown, context: ExecutionContext): Person => {
  const { person } = context.switchToHttp().getRequest<SessionRequest>();
  if (!person) throw new Problem('unauthenticated', 'Sign in first');
  return person;
});

@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokensService,
    private readonly people: PersonLookupService,
  ) {}

  /** The account is looked up for each request: a token outlives it by a quarter of an hour. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
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
    const { session } = this.tokens.read(token);
    request.person = await this.people.getOpen(session.userId);
    request.session = session;
    return true;
  }
}
