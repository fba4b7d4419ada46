import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const compress = promisify(gzip);

/** Below this a packet holds it anyway. */
const compressedBytesLeast = 2048;

/**
 * Who may keep an answer:
 *
 * - `private`: only the browser of whoever asked, which has to ask each time whether it still holds. Prices are the same
 *   for all who are signed in, and yet a cache between us and them must not give them to anybody: it cannot know whose
 *   session has ended, and `public` would let it keep an answer to a request with `Authorization` (RFC 9111, section 3.5).
 * - `public`: anybody, since anybody may ask; what changes with a version of the product alone may be some minutes old.
 */
const cacheControl = { private: 'private, no-cache', public: 'public, max-age=300' } as const;
type Keeper = keyof typeof cacheControl;

declare module 'fastify' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface merges with Fastify's own
  interface FastifyContextConfig {
    keptBy?: Keeper;
  }
}

/** The answer of a route has an ETag, and is not sent again to whoever knows it: then it is 304 without a body. */
export const Revalidated = (keeper: Keeper = 'private'): MethodDecorator =>
  applyDecorators(
    RouteConfig({ keptBy: keeper }),
    ApiResponse({ status: 304, description: 'As `If-None-Match` says it is known' }),
  );

/** Has routes answer so that say `Revalidated`; the others pay nothing for it. Before compression is added. */
export function revalidate(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    const keeper = route.config?.keptBy;
    if (keeper === undefined) return;
    const send = (request: FastifyRequest, reply: FastifyReply, payload: unknown) =>
      sendUnlessKnown(request, reply, payload, cacheControl[keeper]);
    route.onSend = [send, ...[route.onSend ?? []].flat()];
  });
}

/**
 * It is compressed here, at once and in a thread of its own: as a stream, piece by piece, that takes several times as
 * long, which large answers feel.
 */
async function sendUnlessKnown(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  control: string,
): Promise<unknown> {
  if (reply.statusCode !== 200 || typeof payload !== 'string') return payload;
  // Weak, since it is sent compressed or not: RFC 9110, section 8.8.1.
  const tag = `W/"${hash('sha1', payload, 'base64url')}"`;
  void reply.header('etag', tag).header('cache-control', control).header('vary', 'accept-encoding');
  if (isKnown(tag, headers['if-none-match'])) {
    void reply.code(304).removeHeader('content-type');
    return null;
  }
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(headers['accept-encoding'] ?? '');
  if (!takesGzip || payload.length < compressedBytesLeast) return payload;
  void reply.header('content-encoding', 'gzip').removeHeader('content-length');
  return compress(payload, { level: constants.Z_BEST_SPEED });
}

/** Whether `If-None-Match` names the tag, by the weak comparison of RFC 9110, section 13.1.2; `*` is any. */
function isKnown(tag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const opaque = tag.slice(2);
  return [...ifNoneMatch.matchAll(/"[^"]*"/g)].some(([each]) => each === opaque);
}
