import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClient, createQueries, type Client, type ClientOptions } from './client.js';
import { ProblemError } from './problem-error.js';

type Seen = { method: string; url: string; token: string; key: string; body: string };

/** A server that knows one valid token and notes what it is asked. */
let server: Server;
let baseUrl: string;
let seen: Seen[];
let validToken: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  seen = [];
  validToken = 'first';
  answer = (_, response) => respond(response, 200, { ok: true });
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const token = headers.authorization?.replace('Bearer ', '') ?? '';
      const key = String(headers['idempotency-key'] ?? '');
      seen.push({ method, url, token, key, body: Buffer.concat(chunks).toString() });
      if (url.startsWith('/api/v1/auth/') || token === validToken) answer(request, response);
      else respond(response, 401, problem(401, 'unauthenticated', 'The access token has ended'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

function respond(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body));
}

const problem = (status: number, code: string, detail: string, errors?: unknown) => ({
  type: `urn:tradeyard:problem:${code}`,
  title: 'Error',
  status,
  code,
  detail,
  errors,
});

/** A client whose token can be refreshed to `second`. */
function signedIn(options: Partial<ClientOptions> = {}): {
  client: Client;
  refresh: ReturnType<typeof vi.fn>;
} {
  let token = 'first';
  const refresh = vi.fn(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return (token = 'second');
  });
  return { client: createClient({ baseUrl, getToken: () => token, refresh, ...options }), refresh };
}

const deposit = { amount: { amount: '10.00', currency: 'EUR' } };
const rejected = (promise: Promise<unknown>): Promise<ProblemError> =>
  promise.then(
    () => expect.fail('It was not refused'),
    (error: unknown) => error as ProblemError,
  );

it('sends the access token and answers the body', async () => {
  const { data } = await signedIn().client.GET('/me');

  expect(data).toEqual({ ok: true });
  expect(seen).toMatchObject([{ method: 'GET', url: '/api/v1/me', token: 'first', key: '' }]);
});

it('refreshes a token that has ended, and repeats the request with its body and key', async () => {
  validToken = 'second';
  const { client, refresh } = signedIn();

  const { data } = await client.POST('/wallet/deposits', { body: deposit });

  expect(data).toEqual({ ok: true });
  expect(refresh).toHaveBeenCalledTimes(1);
  expect(seen.map(({ token }) => token)).toEqual(['first', 'second']);
  expect(seen[1]).toEqual({ ...seen[0], token: 'second' });
  expect(JSON.parse(seen[1]?.body ?? '')).toEqual(deposit);
});

it('refreshes once for many requests at the same time', async () => {
  validToken = 'second';
  const { client, refresh } = signedIn();

  const answers = await Promise.all(Array.from({ length: 5 }, () => client.GET('/me')));

  expect(answers.map(({ data }) => data)).toEqual(Array(5).fill({ ok: true }));
  expect(refresh).toHaveBeenCalledTimes(1);
});

it('refreshes again when the next token has ended too', async () => {
  const { client, refresh } = signedIn();
  validToken = 'second';
  await client.GET('/me');
  validToken = 'third';

  expect(await rejected(client.GET('/me'))).toMatchObject({ code: 'unauthenticated' });

  expect(refresh).toHaveBeenCalledTimes(2);
});

it('does not refresh for a request that was sent before the last refresh', async () => {
  const tokens = ['first', 'second'];
  const refresh = vi.fn(() => Promise.resolve('third'));
  validToken = 'second';
  const client = createClient({ baseUrl, getToken: () => tokens.shift() ?? 'second', refresh });

  expect((await client.GET('/me')).data).toEqual({ ok: true });

  expect(refresh).not.toHaveBeenCalled();
});

it.each([
  ['the session has ended', () => Promise.resolve(undefined), 'unauthenticated', 401],
  ['the refresh itself fails', () => Promise.reject(new TypeError('fetch failed')), 'service_unavailable', 0],
])('says so when %s', async (_, refresh, code, status) => {
  validToken = 'nobody has it';

  expect(await rejected(signedIn({ refresh }).client.GET('/me'))).toMatchObject({ code, status });
  expect(seen).toHaveLength(1);
});

it('does not refresh when signing in is refused', async () => {
  answer = (_, response) => respond(response, 401, problem(401, 'sign_in_failed', 'They do not match'));
  const { client, refresh } = signedIn();
  const body = { email: 'ada@example.org', password: 'wrong' };

  expect(await rejected(client.POST('/auth/login', { body }))).toMatchObject({ code: 'sign_in_failed' });

  expect(refresh).not.toHaveBeenCalled();
  expect(seen).toMatchObject([{ key: '' }]);
});

it('asks once when a password is wrong: the session is as good as before', async () => {
  answer = (_, response) => respond(response, 401, problem(401, 'sign_in_failed', 'Not your password'));
  const { client, refresh } = signedIn();
  const body = { password: 'wrong' };

  expect(await rejected(client.POST('/me/close', { body }))).toMatchObject({ code: 'sign_in_failed' });

  expect(refresh).not.toHaveBeenCalled();
  expect(seen).toHaveLength(1);
});

it('takes turns with other tabs', async () => {
  validToken = 'second';
  const running: string[] = [];
  const tab = (name: string) =>
    signedIn({
      refresh: async () => {
        running.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        running.push(`${name} ends`);
        return 'second';
      },
    }).client;

  await Promise.all([tab('one').GET('/me'), tab('two').GET('/me')]);

  expect(running).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
});

it('gives every movement a key of its own, unless the caller has one', async () => {
  const { client } = signedIn();

  await client.POST('/wallet/deposits', { body: deposit });
  await client.POST('/wallet/deposits', { body: deposit });
  await client.POST('/wallet/deposits', { body: deposit, params: { header: { 'Idempotency-Key': 'mine' } } });

  const keys = seen.map(({ key }) => key);
  expect(keys).toEqual([
    expect.stringMatching(/^[0-9a-f]{32}$/),
    expect.stringMatching(/^[0-9a-f]{32}$/),
    'mine',
  ]);
  expect(keys[0]).not.toBe(keys[1]);
});

it('throws what the API refused, with the fields at fault', async () => {
  const errors = [{ field: 'amount.amount', message: 'It must be more than zero' }];
  answer = (_, response) =>
    respond(response, 422, problem(422, 'amount_must_be_positive', 'It must be more than zero', errors));

  const error = await rejected(signedIn().client.POST('/wallet/deposits', { body: deposit }));

  expect(error).toBeInstanceOf(ProblemError);
  expect(error.message).toBe('It must be more than zero');
  expect(error).toMatchObject({ status: 422, code: 'amount_must_be_positive', errors });
});

it.each([
  ['a proxy without its server', 502, 'text/html', '<h1>Bad Gateway</h1>', 'service_unavailable'],
  ['half a JSON', 500, 'application/json', '{"status":', 'service_unavailable'],
  ['another JSON', 500, 'application/json', '{"error":"no"}', 'service_unavailable'],
  ['a proxy that limits', 429, 'text/html', 'slow down', 'too_many_requests'],
])('makes a problem of %s', async (_, status, type, body, code) => {
  answer = (__, response) =>
    response.writeHead(status, { 'content-type': type, 'retry-after': '7' }).end(body);

  const error = await rejected(signedIn().client.GET('/me'));

  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject({ status, code });
});

it('says how long to wait', async () => {
  answer = (_, response) =>
    respond(response, 429, problem(429, 'too_many_requests', 'Too often'), { 'retry-after': '7' });

  expect(await rejected(signedIn().client.GET('/me'))).toMatchObject({ retryAfterSeconds: 7 });
});

it('says that the server cannot be reached', async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));

  expect(await rejected(signedIn().client.GET('/me'))).toMatchObject({
    status: 0,
    code: 'service_unavailable',
  });
});

it('leaves a request alone that its caller gave up', async () => {
  const giveUp = new AbortController();
  answer = () => giveUp.abort();

  const error = await rejected(signedIn().client.GET('/me', { signal: giveUp.signal }));

  expect(error).toMatchObject({ name: 'AbortError' });
});

it('offers the same paths to TanStack Query', () => {
  const { queryKey, queryFn } = createQueries(signedIn().client).queryOptions('get', '/me');

  expect(queryKey).toEqual(['get', '/me']);
  expect(typeof queryFn).toBe('function');
});
