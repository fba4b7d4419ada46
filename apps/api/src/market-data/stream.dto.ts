import { z } from 'zod';
import type { ProblemCode } from '../platform/problem.js';
import type { QuoteDto } from './quotes.dto.js';

/** Longer messages close the connection. */
export const messageBytesMax = 4096;
export const channelsMax = 200;

const channels = z.array(z.string().max(60)).min(1).max(channelsMax);

/**
 * What a client may send, as JSON. `auth` comes first, within ten seconds, and
 * again with a fresh token before the old one ends, for the connection to stay.
 */
const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auth'), token: z.string() }),
  z.object({ type: z.literal('subscribe'), channels }),
  z.object({ type: z.literal('unsubscribe'), channels }),
]);

export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** What the server sends. `channels` are all that the connection has subscribed to so far. */
export type ServerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'subscribed'; readonly channels: readonly string[] }
  | { readonly type: 'quote'; readonly channel: string; readonly quote: QuoteDto }
  | { readonly type: 'error'; readonly code: ProblemCode; readonly detail: string };

/** Why the server closed: 4000 and the HTTP status that means the same. */
export const closeCodes = { unauthenticated: 4401, too_many_requests: 4429, going_away: 1001 } as const;

/** Null for anything else than a message of the protocol. */
export function readClientMessage(text: string): ClientMessage | null {
  try {
    return clientMessageSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
