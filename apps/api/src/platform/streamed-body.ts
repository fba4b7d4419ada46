import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';

/** Media that can be longer than memory should hold: a route that says so gets the body as a stream, unread. */
const streamedTypes = ['text/csv', 'application/x-ndjson'] as const;
export type StreamedType = (typeof streamedTypes)[number];

/** The configuration of a route that takes such a body. */
export const takes = (type: StreamedType) => ({ takes: type });

/** Lets routes take these media that say so; to the others they stay ones that they do not know. */
export function acceptStreams(server: FastifyInstance): void {
  for (const type of streamedTypes) {
    server.addContentTypeParser(type, ({ routeOptions }, payload, done) => {
      const { takes: taken } = routeOptions.config as Partial<ReturnType<typeof takes>>;
      if (taken === type) done(null, payload);
      else done(new Problem('unsupported_media_type', 'This takes application/json'));
    });
  }
}

/** The stream that a request's body is; for any other body a problem that says `what` to send. */
export function requireStream(body: unknown, what: string): Readable {
  if (typeof (body as Readable | undefined)?.pipe === 'function') return body as Readable;
  throw new Problem('unsupported_media_type', what);
}
