import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** Media that can be longer than memory should hold: a route that says so gets the body as a stream, unread. */
const streamedTypes = ['text/csv', 'application/x-ndjson'] as const;
export type StreamedType = (typeof streamedTypes)[number];

/** The configuration of a route that takes such a body. */
export const takes = (type: StreamedType) => ({ takes: type });

/** The configuration of a route that takes a file: a table or JSON, either as a stream. */
export const takesFile = () => ({ ...takes('text/csv'), takesFile: true });

/** What JSON is called inside where it is a stream: by its own name the server reads all of it before it asks who sends it. */
const jsonFile = 'application/vnd.tradeyard.json-file';

const isJson = (type: string | undefined): boolean => /^application\/json\s*(;|$)/i.test(type ?? '');

/** Whether the file that a route with `takesFile` got is JSON. */
export const isJsonFile = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean =>
  headers['content-type'] === jsonFile;

/** Lets routes take these media that say so; to the others they stay ones that they do not know. */
export function acceptStreams(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    if (!(route.config as Partial<ReturnType<typeof takesFile>> | undefined)?.takesFile) return;
    route.preParsing = ({ headers }, _, payload, done) => {
      if (isJson(headers['content-type'])) headers['content-type'] = jsonFile;
      done(null, payload);
    };
  });
  server.addContentTypeParser(jsonFile, ({ routeOptions }, payload, done) => {
    const { takesFile: isTaken } = routeOptions.config as Partial<ReturnType<typeof takesFile>>;
    if (isTaken) done(null, payload);
    else done(new Problem('unsupported_media_type', 'This takes application/json'));
  });
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

/**
 * A body as it comes. What is refused is passed over to its end, so that its connection is free again. Throws
 * `payload_too_large` beyond `bytesMax`, and `validation_failed` when it breaks off, which nobody is there to read.
 */
export async function* piecesOf(
  body: Readable,
  bytesMax: number,
  onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const piece of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > bytesMax)
        throw new Problem('payload_too_large', `This takes no more than ${bytesMax} bytes`);
      onRead(bytes);
      yield piece;
    }
  } catch (error) {
    throw body.readableAborted ? new Problem('validation_failed', 'What was sent broke off') : error;
  } finally {
    body.resume();
  }
}

export async function textOf(pieces: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all).toString();
}
