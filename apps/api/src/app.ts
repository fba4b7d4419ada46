import { randomUUID } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import { RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppModule } from './app.module.js';
import { Config } from './platform/config.js';
import { createDocument } from './platform/document.js';
import { acceptJson } from './platform/json-body.js';
import { ProblemFilter, sendProblem } from './platform/problem.filter.js';
import { acceptStreams } from './platform/streamed-body.js';
import { validation } from './platform/validation.js';
import { serveWeb } from './platform/web.js';

const bodyBytesMax = 256 * 1024;

/** The whole server, not yet listening. `preview` builds its shape without running a constructor, for the document. */
export async function createApp({
  preview = false,
  trustProxy = false,
}: { preview?: boolean; trustProxy?: Config['trustProxy'] } = {}): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, createAdapter({ trustProxy }), {
    ...appOptions,
    // Nest would name each of its parts while it puts them together.
    logger: preview ? false : ['fatal', 'error', 'warn'],
    preview,
  });
  return preview ? addRules(app) : equip(app);
}

/** Nest's own parsers would take forms too, which any page of the web may send in a person's name without asking. */
export const appOptions = { bodyParser: false, abortOnError: false } as const;

export function createAdapter({ trustProxy = false }: Partial<Config> = {}): FastifyAdapter {
  const adapter = new FastifyAdapter({
    trustProxy,
    bodyLimit: bodyBytesMax,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    genReqId: () => randomUUID(),
    frameworkErrors: (error: Error, _: FastifyRequest, reply: FastifyReply) => void sendProblem(error, reply),
    routerOptions: { maxParamLength: 200 },
  });
  adapter.getInstance().removeContentTypeParser('text/plain');
  acceptJson(adapter.getInstance());
  acceptStreams(adapter.getInstance());
  return adapter;
}

/** All that stands between the network and the modules: the same for a server and for a test. */
export async function equip(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  addRules(app);
  app.enableShutdownHooks();
  await app.register(fastifyCookie);
  SwaggerModule.setup('api/docs', app, () => createDocument(app), {
    jsonDocumentUrl: 'api/v1/openapi.json',
    yamlDocumentUrl: 'api/v1/openapi.yaml',
    customSiteTitle: 'Tradeyard API',
  });
  const { webRoot } = app.get(Config);
  await serveWeb(app, webRoot);
  return app;
}

function addRules(app: NestFastifyApplication): NestFastifyApplication {
  app.setGlobalPrefix('api/v1', {
    exclude: [
      { path: 'healthz', method: RequestMethod.GET },
      { path: 'readyz', method: RequestMethod.GET },
    ],
  });
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(validation());
  app.useWebSocketAdapter(new StreamAdapter(app));
  return app;
}

/** The stream's gateway reads its messages itself: what Nest would keep for each connection is more than all else of it. */
class StreamAdapter extends WsAdapter {
  override bindMessageHandlers(): void {
    // no message is Nest's
  }

  override bindClientDisconnect(): void {
    // the gateway sees the end of each connection
  }
}
