import type { components } from './schema.gen.js';

/** The shapes of the API's document by name: `Schemas['OrderDto']`. */
export type Schemas = components['schemas'];

type Problem = Schemas['ProblemDto'];

/**
 * Every refusal, in the API's own form, to `switch` over by `code`. `status` is
 * 0 when the server could not be reached at all.
 */
export class ProblemError extends Error implements Problem {
  override readonly name = 'ProblemError';
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: Problem['code'];
  readonly detail: string;
  /** One entry per field of the body that is at fault. */
  readonly errors: Schemas['FieldErrorDto'][];
  /** How long to wait before another try, in seconds, where the server said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor({ type, title, status, code, detail, errors }: Problem, retryAfterSeconds?: number) {
    super(detail);
    this.type = type;
    this.title = title;
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.errors = errors ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Reads the problem in an answer; one that a proxy made has none, and gets a sentence of ours. */
export async function readProblem(response: Response): Promise<ProblemError> {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterSeconds = Number.isFinite(retryAfter) ? retryAfter : undefined;
  if (response.headers.get('content-type')?.includes('json')) {
    const problem = (await response.json().catch(() => null)) as Partial<Problem> | null;
    if (problem?.code && problem.detail) return new ProblemError(problem as Problem, retryAfterSeconds);
  }
  const { status } = response;
  return status === 429
    ? ourProblem(status, 'too_many_requests', 'That was too often. Try again in a moment.', retryAfterSeconds)
    : ourProblem(
        status,
        'service_unavailable',
        `The server is not ready (${status}). Try again in a moment.`,
      );
}

export const unreachable = (): ProblemError =>
  ourProblem(0, 'service_unavailable', 'The server cannot be reached. Check your connection and try again.');

const ourProblem = (
  status: number,
  code: Problem['code'],
  detail: string,
  retryAfterSeconds?: number,
): ProblemError =>
  new ProblemError(
    { type: `urn:tradeyard:problem:${code}`, title: 'No answer', status, code, detail },
    retryAfterSeconds,
  );
