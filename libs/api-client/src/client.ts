import createFetchClient, { type Client as FetchClient } from 'openapi-fetch';
import createQueryClient, { type OpenapiQueryClient } from 'openapi-react-query';
import { readProblem, unreachable } from './problem-error.js';
import type { paths } from './schema.gen.js';

/** Calls routes by their path in the document: `client.GET('/me')`. Whatever fails throws a `ProblemError`. */
export type Client = FetchClient<paths>;

export type ClientOptions = {
  /** Where the API's paths begin, such as `/api/v1` in a page that it serves. */
  readonly baseUrl: string;
  /** The access token that is kept now, if any. */
  readonly getToken?: () => string | undefined;
  /**
   * Gets a new access token, keeps it for `getToken`, and answers it, or
   * `undefined` when the session has ended. Called when a request was refused
   * as `unauthenticated`, never twice at a time, not even from two tabs.
   */
  readonly refresh?: () => Promise<string | undefined>;
  readonly fetch?: (request: Request) => Promise<Response>;
};

export function createClient({
  baseUrl,
  getToken = () => undefined,
  refresh = () => Promise.resolve(undefined),
  fetch = globalThis.fetch,
}: ClientOptions): Client {
  let refreshing: Promise<string | undefined> | undefined;

  /** A token newer than `refused`: another request may have fetched one meanwhile. */
  const renew = (refused: string | undefined): Promise<string | undefined> => {
    const token = getToken();
    if (token !== refused) return Promise.resolve(token);
    refreshing ??= oneTabAtATime(refresh).finally(() => (refreshing = undefined));
    return refreshing;
  };

  const send = async (request: Request): Promise<Response> => {
    const repeat = request.clone(); // a body can be read only once
    const token = getToken();
    const response = await fetch(withToken(request, token));
    if (isAboutSessions(request) || !(await asksForToken(response))) return response;
    const renewed = await renew(token);
    return renewed === undefined ? response : fetch(withToken(repeat, renewed));
  };

  return createFetchClient<paths>({
    baseUrl,
    fetch: async (request) => {
      const response = await send(withKey(request)).catch((error: unknown) => {
        // A request that its caller gave up is not one that failed.
        throw error instanceof TypeError ? unreachable() : error;
      });
      if (!response.ok) throw await readProblem(response);
      return response;
    },
  });
}

/** TanStack Query over the same paths: `api.useQuery('get', '/wallet/balances')`. */
export const createQueries = (client: Client): OpenapiQueryClient<paths> => createQueryClient(client);

const isAboutSessions = ({ url }: Request): boolean => /\/auth\/(register|login|refresh|logout)$/.test(url);

/** A 401 can be about something else, such as a wrong password: the same request would only be refused once more. */
const asksForToken = async (response: Response): Promise<boolean> =>
  response.status === 401 && (await readProblem(response.clone())).code === 'unauthenticated';

function withToken(request: Request, token: string | undefined): Request {
  if (token !== undefined) request.headers.set('authorization', `Bearer ${token}`);
  return request;
}

/** A POST that is sent twice, by us or by the network, must move money once. Where nothing moves, the key is ignored. */
function withKey(request: Request): Request {
  if (request.method === 'POST' && !isAboutSessions(request) && !request.headers.has('idempotency-key')) {
    request.headers.set('idempotency-key', newKey());
  }
  return request;
}

// `crypto.randomUUID` is there only on TLS and on localhost; this is there on a home network too.
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

/** All tabs share the refresh cookie, which changes with each use. */
const oneTabAtATime = async <T>(work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? await navigator.locks.request('tradeyard-refresh', work) : await work();
