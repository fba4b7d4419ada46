import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../test/app.js';
import { createDocument } from './platform/document.js';

// Directions between modules, cycles and sizes are found by the linter; that it looks for them is tested here.

/** Routes for people without a session. Every other one is closed. */
const publicRoutes = [
  'GET /api/v1/currencies', // somebody who signs up chooses one
  'GET /api/v1/shared-portfolios/{token}', // who has the link needs no account
  'GET /healthz',
  'GET /readyz',
  'POST /api/v1/auth/login',
  'POST /api/v1/auth/logout',
  'POST /api/v1/auth/refresh',
  'POST /api/v1/auth/register',
];

/** What the server answers besides the API: the document, its viewer, and the pages of the web app. */
const notOfTheApi = /^GET \/(api\/docs(\/.*)?|api\/v1\/openapi\.(json|yaml)|api\/v1\/asyncapi\.json|\*|)$/;

/** What a migration made and no entity needs to know, as TypeORM would undo it. */
const onlyInTheDatabase = [
  'DROP INDEX "public"."instrument_words"',
  // Indexes of the order in which a search answers.
  ...['symbol', 'class', 'exchange', 'currency', 'provider', 'status'].map(
    (column) => `DROP INDEX "public"."instrument_${column}_order"`,
  ),
  'ALTER TABLE "instrument" DROP COLUMN "words"', // computed by Postgres for the search
];

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

type Documented = { readonly route: string; readonly needsSession: boolean };

const isMethod = (name: string): boolean => /^(get|put|post|patch|delete|head|options)$/.test(name);

function listDocumented(): Documented[] {
  const { paths, servers } = createDocument(app.nest);
  return Object.entries(paths).flatMap(([path, item]) => {
    const prefix = (item.servers ?? servers)?.[0]?.url.replace(/\/$/, '') ?? '';
    return Object.entries(item)
      .filter(([name]) => isMethod(name))
      .map(([method, operation]) => ({
        route: `${method.toUpperCase()} ${prefix}${path}`,
        needsSession: ((operation as { security?: unknown[] }).security ?? []).length > 0,
      }));
  });
}

it('lets nobody into a route without a session unless it is listed', async () => {
  const open: string[] = [];
  for (const { route } of listDocumented().filter((each) => !publicRoutes.includes(each.route))) {
    const [method, path = ''] = route.split(' ');
    const url = app.origin + path.replaceAll(/\{\w+\}/g, '00000000-0000-7000-8000-000000000000');
    for (const headers of [undefined, { authorization: 'Bearer nonsense' }]) {
      const response = await fetch(url, { method, headers });
      const body = (await response.json()) as { code?: string };
      if (response.status !== 401 || body.code !== 'unauthenticated')
        open.push(`${route}: ${response.status}`);
    }
  }

  expect(open).toEqual([]);
});

it('says in the document which routes need a session', () => {
  const open = listDocumented().filter(({ needsSession }) => !needsSession);

  expect(open.map(({ route }) => route).sort()).toEqual(publicRoutes);
});

it('documents every route that the server answers', () => {
  const documented = listDocumented().map(({ route }) => route.replaceAll(/\{(\w+)\}/g, ':$1'));
  const answered = app.routes.filter((route) => !route.startsWith('HEAD ') && !notOfTheApi.test(route));

  expect(answered.sort()).toEqual(documented.sort());
});

it('keeps no amount, price or rate in a binary fraction', async () => {
  const columns = await app.query(`
    select table_name, column_name, data_type from information_schema.columns
    where table_schema = 'public' and data_type in ('real', 'double precision', 'money')`);

  expect(columns).toEqual([]);
});

it('has entities that fit the migrated tables', async () => {
  // TypeORM keeps the text of generated columns there, and looks for it before it compares.
  await app.query(
    'create table typeorm_metadata (type text, database text, schema text, "table" text, name text, value text)',
  );

  const { upQueries } = await app.get(DataSource).driver.createSchemaBuilder().log();

  const changes = upQueries.map(({ query }) => query).filter((query) => !query.includes('typeorm_metadata'));
  expect(changes).toEqual(onlyInTheDatabase);
});

it('names every file of a module for what it is', () => {
  const kinds = 'module|controller|gateway|service|entity|dto|job|provider|guard|filter|spec';
  const source = import.meta.dirname;
  const modules = readdirSync(source, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['platform', 'migrations'].includes(entry.name))
    .flatMap(({ name }) => readdirSync(join(source, name)).map((file) => `${name}/${file}`));

  expect(modules.filter((file) => !new RegExp(`^[a-z-]+/[a-z-]+\\.(${kinds})\\.ts$`).test(file))).toEqual([]);
});

it.each([
  ['import-x/no-cycle', expect.anything()],
  ['import-x/no-restricted-paths', { zones: expect.arrayContaining([expect.anything()]) }],
  ['max-lines', { max: 300 }],
  ['max-lines-per-function', { max: 70 }],
])('has the linter refuse what breaks %s', async (rule, options) => {
  const root = join(import.meta.dirname, '../../..');
  const eslint = new ESLint({ cwd: root, overrideConfigFile: join(root, 'eslint.config.js') });
  const { rules } = (await eslint.calculateConfigForFile(
    join(import.meta.dirname, 'app.ts'),
  )) as Linter.Config;
  expect(rules?.[rule]).toEqual([2, options]);
});
