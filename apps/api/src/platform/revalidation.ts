import { hash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/**
 * Sends a large answer that changes seldom. A browser keeps it, asks each time whether it is still the same (`known`
 * is the tag it has, from `If-None-Match`), and is answered by 304 without a body if so.
 */
export function sendUnlessKnown(reply: FastifyReply, answer: object, known: string | undefined): void {
  const text = JSON.stringify(answer);
  // Weak, since it is sent compressed or not: RFC 9110, section 8.8.1.
  const tag = `W/"${hash('sha1', text, 'base64url')}"`;
  void reply.header('etag', tag).header('cache-control', 'private, no-cache');
  if (known === tag) void reply.status(304).send();
  else void reply.type('application/json; charset=utf-8').send(text);
}
