import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyCompress from '@fastify/compress';
import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Headers and compression for all answers, and the built web app under every path that is not the API's. */
export async function serveWeb(app: NestFastifyApplication, webRoot: string | undefined): Promise<void> {
  await app.register(fastifyHelmet, {
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
  const fastify = app.getHttpAdapter().getInstance();
  const page = (_: FastifyRequest, reply: FastifyReply) => reply.sendFile('index.html');
  fastify.get('/', page);
  // The router of the web app answers its own addresses; the API's unknown ones stay a 404.
  fastify.get('/*', (request: FastifyRequest, reply: FastifyReply) =>
    /^\/(api|healthz|readyz)(\/|$)/.test(request.url) ? reply.callNotFound() : page(request, reply),
  );
}
