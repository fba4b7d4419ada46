import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface merges with Fastify's own
  interface FastifyContextConfig {
    bodyBytesMax?: number;
  }
}

/** A route that takes larger bodies than the others. */
export const TakesBytes = (bodyBytesMax: number): MethodDecorator => RouteConfig({ bodyBytesMax });

/** Lets routes take more that say so. */
export function widen(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    const bytesMax = route.config?.bodyBytesMax;
    if (bytesMax !== undefined) route.bodyLimit = bytesMax;
  });
}
