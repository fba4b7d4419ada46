import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const compress = promisify(gzip);

/** Below this a packet holds it anyway. */
const compressedBytesLeast = 2048;

/**
 * Sends a large answer that changes seldom. A browser keeps it, asks each time whether it is still the same, and is
 * answered by 304 without a body if so. It is compressed here, at once and in a thread of its own: as a stream, piece by
 * piece, that takes several times as long. A text is an answer that is JSON already.
 */
export async function sendUnlessKnown(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  answer: object | string,
): Promise<void> {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  // Weak, since it is sent compressed or not: RFC 9110, section 8.8.1.
  const tag = `W/"${hash('sha1', text, 'base64url')}"`;
  void reply
    .header('etag', tag)
    .header('cache-control', 'private, no-cache')
    .header('vary', 'accept-encoding');
  if (headers['if-none-match'] === tag) return void reply.status(304).send();
  void reply.type('application/json; charset=utf-8');
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(headers['accept-encoding'] ?? '');
  if (!takesGzip || text.length < compressedBytesLeast) return void reply.send(text);
  const body = await compress(text, { level: constants.Z_BEST_SPEED });
  void reply.header('content-encoding', 'gzip').send(body);
}
