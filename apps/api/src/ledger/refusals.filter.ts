import { applyDecorators, Catch, Injectable, UseFilters, type ArgumentsHost } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiUnprocessableEntityResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Session } from '../auth/auth.guard.js';
import { ProblemFilter, toProblem } from '../platform/problem.filter.js';
import { ProblemDto } from '../platform/problem.js';
import { RefusalsService } from './refusals.service.js';

type MoneyRequest = FastifyRequest & { session?: Session };

/** Records each money command that is refused, before the caller is told. */
@Catch()
@Injectable()
export class RefusalsFilter extends ProblemFilter {
  constructor(private readonly refusals: RefusalsService) {
    super();
  }

  override async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    try {
      await this.record(host.switchToHttp().getRequest<MoneyRequest>(), error);
    } catch (failure) {
      // Whoever tries again is refused again, and then it will be on record.
      return super.catch(failure, host);
    }
    return super.catch(error, host);
  }

  private async record(request: MoneyRequest, error: unknown): Promise<void> {
    const { status, code, detail } = toProblem(error);
    // What failed on our side was not refused; nobody knows yet what becomes of it.
    if (status >= 500 || !request.session) return;
    await this.refusals.record({
      actor: request.session.userId,
      origin: request.ip,
      action: `${request.method} ${request.url.split('?')[0] ?? ''}`,
      code,
      message: detail,
      request: asText(request.body),
    });
  }
}

/** Nothing for a body that is nested deeper than a stack can follow. */
function asText(body: unknown): string {
  try {
    return JSON.stringify(body ?? null);
  } catch {
    return '';
  }
}

/** A route that moves money: it can be repeated under a key, and what it refuses is on record. */
export const MoneyCommand = (answer: new () => object): MethodDecorator =>
  applyDecorators(
    UseFilters(RefusalsFilter),
    ApiCreatedResponse({ type: answer }),
    ApiUnprocessableEntityResponse({ type: ProblemDto }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Any text of your own, new for each movement. A repeat with the same key and body moves nothing and gets the first ' +
        'answer again, with the header `Idempotency-Replayed: true`; with another body it is refused (`idempotency_key_reused`). ' +
        'Keys are remembered for at least a day.',
    }),
  );
