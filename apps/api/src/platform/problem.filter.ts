import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import type { FastifyReply } from 'fastify';
import { isDatabaseOutage } from './outage.js';
import { Problem, statusByCode, type FieldErrorDto, type ProblemCode, type ProblemDto } from './problem.js';

/** Turns whatever was thrown into problem details; what nobody foresaw is logged and says nothing about our insides. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void | Promise<void> {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { status } = sendProblem(error, reply);
    const foreseen = error instanceof DomainError || error instanceof Problem;
    if (status >= 500 && !foreseen) this.logger.error(error instanceof Error ? error.stack : error);
  }
}

/** Also for what fails before a route is found, such as an address that cannot be read. */
export function sendProblem(error: unknown, reply: FastifyReply): ProblemDto {
  const problem = toProblem(error);
  if (error instanceof HttpException) copyRetryAfter(error, reply);
  if (problem.code === 'unauthenticated') void reply.header('www-authenticate', 'Bearer');
  void reply.status(problem.status).type('application/problem+json').send(problem);
  return problem;
}

/** What the caller is told about an error. */
export function toProblem(error: unknown): ProblemDto {
  if (error instanceof DomainError) {
    const errors = error.field ? [{ field: error.field, message: error.message }] : undefined;
    return problem(error.code, error.message, errors);
  }
  if (error instanceof Problem) return problem(error.code, error.message, error.errors);
  if (isDatabaseOutage(error))
    return problem('service_unavailable', 'The database does not answer. Try again in a moment.');
  const status = statusOf(error);
  const code = requestCode(error, status);
  if (status >= 500) {
    const detail =
      code === 'service_unavailable'
        ? 'The service is not ready. Try again in a moment.'
        : 'Something went wrong on our side. Nothing was changed.';
    return problem(code, detail);
  }
  return problem(code, error instanceof Error ? error.message : 'The request was refused', undefined, status);
}

/** Problem details of a code; with the status of the code unless another one is `known`. */
export function problem(
  code: ProblemCode,
  detail: string,
  errors?: FieldErrorDto[],
  known?: number,
): ProblemDto {
  const status = known ?? statusByCode[code] ?? 422;
  return {
    type: `urn:tradeyard:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    ...(errors && { errors }),
  };
}

/** Nest's exceptions and Fastify's errors (a body that is too large or not JSON) both carry a status. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

function requestCode(error: unknown, status: number): ProblemCode {
  switch (status) {
    case 400:
      return /json|body/i.test((error as Error).message) ? 'malformed_json' : 'validation_failed';
    case 401:
      return 'unauthenticated';
    case 404:
      return 'not_found';
    case 405:
      return 'method_not_allowed';
    case 413:
      return 'payload_too_large';
    case 415:
      return 'unsupported_media_type';
    case 429:
      return 'too_many_requests';
    case 503:
      return 'service_unavailable';
    default:
      return status < 500 ? 'validation_failed' : 'internal_error';
  }
}

function copyRetryAfter(error: HttpException, reply: FastifyReply): void {
  if (error.getStatus() === 429 && !reply.hasHeader('retry-after')) void reply.header('retry-after', '60');
}
