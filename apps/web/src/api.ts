import { createQueries } from '@tradeyard/api-client';
import { SessionStore } from './session/session-store.js';

export type { Schemas } from '@tradeyard/api-client';

const baseUrl = '/api/v1';

// An address with its origin: a Request of jsdom or of a worker takes no relative one.
export const session = new SessionStore(new URL(baseUrl, location.origin).href);

/** Calls one route: `client.POST('/orders', { body })`. A refusal throws a `ProblemError`. */
export const client = session.client;

/** The same routes as queries: `api.useQuery('get', '/me')`. */
export const api = createQueries(client);

export const streamUrl = new URL(`${baseUrl}/stream`, location.origin.replace(/^http/, 'ws')).href;
