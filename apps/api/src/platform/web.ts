import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import fastifyCompress from '@fastify/compress';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import helmet from 'helmet';
import { revalidate } from './revalidation.js';

/** When the server stops, whoever has not read their answer by then does not hold it up. */
const drainMs = 5_000;

/** Headers and compression for all answers, and the built web app under every path that is not the API's. */
export async function serveWeb(app: NestFastifyApplication, webRoot: string | undefined): Promise<void> {
  const pageHeaders = securityHeaders();
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(request.url.startsWith('/api/v1/') ? answerHeaders : pageHeaders);
    done();
  });
  fastify.addHook('preClose', (done) => {
    setTimeout(() => fastify.server.closeAllConnections(), drainMs).unref();
    done();
  });
  revalidate(fastify);
  await app.register(fastifyCompress, { threshold: 2048, encodings: ['gzip', 'identity'] });
  if (!webRoot || !existsSync(join(webRoot, 'index.html'))) return;
  await app.register(fastifyStatic, {
    root: webRoot,
    wildcard: false,
    index: false,
    setHeaders: (reply, path) => {
      // Names of built assets hold a hash of their content.
      reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  const page = (_: FastifyRequest, reply: FastifyReply) => reply.sendFile('index.html');
  fastify.get('/', page);
  fastify.get('/*', (request: FastifyRequest, reply: FastifyReply) =>
    isOfTheWebApp(request.url) ? page(request, reply) : reply.callNotFound(),
  );
}

/**
 * For answers that are no pages, as OWASP's REST security cheat sheet has it:
 * what the API says is one person's and of this moment. A route that knows
 * better overrides them.
 */
const answerHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The same for every answer, and so put together once: thousands of times a second it would be a twentieth of the work. */
function securityHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  const setHeaders = helmet({
    contentSecurityPolicy: {
      directives: {
        // The component library sets sizes and colours as style attributes.
        'style-src': ["'self'", "'unsafe-inline'"],
        'connect-src': ["'self'"],
        'upgrade-insecure-requests': null,
      },
    },
    strictTransportSecurity: false,
  });
  const response = {
    setHeader: (name: string, value: string) => (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  setHeaders({} as IncomingMessage, response as unknown as ServerResponse, () => undefined);
  return headers;
}

/**
 * The router of the web app answers its own addresses. Unknown ones of the API stay a 404, and so do files: a page in
 * the place of an asset that an older page asks for after an update would be taken for a broken script. The symbol of
 * an instrument may have a dot as well, but no small letters (BRK.B).
 */
function isOfTheWebApp(url: string): boolean {
  const [path = ''] = url.split('?');
  const isOfTheServer = /^\/(api|assets|healthz|readyz|metrics)(\/|$)/.test(path);
  const isFile = /\/\.[^/]*(\/|$)|\.[^/]*[a-z][^/]*$/.test(path);
  return !isOfTheServer && !isFile;
}
