import type { Schemas } from '@tradeyard/api-client';
import { http, HttpResponse, type HttpHandler } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';

const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

/** Answers a GET of `path` with one of the API's documented shapes. */
export const answers = <Name extends keyof Schemas>(
  path: string,
  _shape: Name,
  body: Schemas[Name],
): HttpHandler => http.get(url(path), () => HttpResponse.json(body as never));

/** Refuses `path` with problem details, as the API does. */
export function refuses(
  method: 'get' | 'post',
  path: string,
  problem: Pick<Schemas['ProblemDto'], 'status' | 'code' | 'detail' | 'errors'>,
): HttpHandler {
  const body = { type: `urn:tradeyard:problem:${problem.code}`, title: 'Refused', ...problem };
  return http[method](url(path), () =>
    HttpResponse.json(body, {
      status: problem.status,
      headers: { 'content-type': 'application/problem+json' },
    }),
  );
}

/** An API that knows nothing but what a test gives it; any other request fails the test. */
export function testServer() {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
  return server;
}
