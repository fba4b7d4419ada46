import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const root = import.meta.dirname;

/** Our own packages are taken from source, so that a test needs no build. */
const source = '@tradeyard/source';
const onServer = { conditions: [source, ...defaultServerConditions] };

export const api = {
  // Decorators are compiled as the tsconfig.json of this folder says.
  root: join(root, 'apps/api'),
  resolve: onServer,
  ssr: { resolve: onServer },
  test: {
    name: 'api',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    include: ['{src,test}/**/*.spec.ts'],
    globalSetup: 'test/global-setup.ts',
    // Every test application has its own database, and loading Nest anew for each file would double the time.
    isolate: false,
  },
} satisfies TestProjectInlineConfiguration;

const projects: TestProjectInlineConfiguration[] = [
  {
    resolve: onServer,
    ssr: { resolve: onServer },
    test: {
      name: 'libs',
      root,
      include: ['libs/{kernel,ledger,trading,daytrading,portfolio,market,api-client}/src/**/*.spec.ts'],
    },
  },
  api,
  {
    resolve: onServer,
    ssr: { resolve: onServer },
    test: { name: 'tools', root, include: ['tools/*.spec.mjs'], testTimeout: 60_000, hookTimeout: 60_000 },
  },
  {
    resolve: { conditions: [source, ...defaultClientConditions] },
    test: {
      name: 'web',
      root,
      environment: 'jsdom',
      testTimeout: 20_000,
      include: ['apps/web/src/**/*.spec.{ts,tsx}', 'libs/ui/src/**/*.spec.{ts,tsx}'],
      setupFiles: [join(root, 'apps/web/test/setup.ts')],
    },
  },
];

/** Of two cores Vitest would use one. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

export default defineConfig({ test: { projects, maxWorkers } });
