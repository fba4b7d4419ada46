import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../test/app.js';
import type { Answer } from '../test/client.js';
import { createDocument } from './platform/document.js';

// Walks the document: every field of every body, every parameter of every path and query gets values that no
// person would send. Whatever the answer is, it is not a mistake of ours.

type Schema = {
  $ref?: string;
  allOf?: Schema[];
  type?: string;
  enum?: unknown[];
  example?: unknown;
  properties?: Record<string, Schema>;
};
type Parameter = { name: string; in: string };
type Operation = {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};

const oddValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  'x\u0000y',
  '\ud800',
  '-'.repeat(36),
  '9'.repeat(60),
  '1e5',
  'NaN',
  '__proto__',
  'constructor',
  "' or 1=1 --",
  '%',
  'x'.repeat(100_000),
  [],
  [null],
  {},
  { toString: 1 },
];

let app: TestApp;
let ada: TestPerson;
/** Made once: that takes as long as many requests. */
let document: ReturnType<typeof createDocument>;
beforeAll(async () => {
  app = await createTestApp();
  document = createDocument(app.nest);
  ada = await app.register();
});
afterAll(() => app.close());

/** So many cases share the work, that each takes a small part of the time a test may take. */
const parts = [0, 1, 2, 3, 4, 5];
const partOf = <T>(all: readonly T[], part: number): T[] =>
  all.filter((_, index) => index % parts.length === part);

const operations = (): { method: string; path: string; operation: Operation }[] =>
  Object.entries(document.paths)
    .filter(([, { servers }]) => !servers)
    .flatMap(([path, item]) =>
      (['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method) => {
        const operation = item[method] as Operation | undefined;
        return operation ? [{ method: method.toUpperCase(), path, operation }] : [];
      }),
    );

/** A value as the document's examples have it. */
function sample(schema: Schema): unknown {
  const { $ref, allOf, type, example, properties } = schema;
  if (example !== undefined) return example;
  if (schema.enum) return schema.enum[0];
  if ($ref) {
    const schemas = document.components?.schemas ?? {};
    return sample(schemas[$ref.split('/').at(-1) ?? ''] as Schema);
  }
  if (allOf?.[0]) return sample(allOf[0]);
  if (properties) {
    return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, sample(property)]));
  }
  return type === 'string' ? 'text' : 1;
}

/** The sample with one of its fields, however deep, replaced by each odd value, or left out. */
function* oddBodies(body: unknown): Generator {
  yield* oddValues;
  if (typeof body !== 'object' || body === null) return;
  for (const [name, value] of Object.entries(body)) {
    const { [name]: _, ...rest } = body as Record<string, unknown>;
    yield rest;
    for (const odd of oddBodies(value)) yield { ...body, [name]: odd };
  }
}

const fillPath = (path: string): string =>
  path.replaceAll('{symbol}', 'AAPL').replaceAll(/\{\w+\}/g, '01890000-0000-7000-8000-000000000000');

const shown = (value: unknown): string => JSON.stringify(value).slice(0, 120);

/** What is wrong with an answer, if anything. */
function fault(request: string, { status, body, headers }: Answer): string[] {
  const isProblem = headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  const isFine =
    status < 400 || (status < 500 && isProblem && body.status === status && body.code && body.detail);
  return isFine ? [] : [`${request}: ${status} ${shown(body)}`];
}

/** There are thousands of them: one after the other they would take most of their time to wait. */
const atOnce = 16;

async function faultsOf<T>(all: readonly T[], ask: (each: T) => Promise<string[]>): Promise<string[]> {
  const faults: string[] = [];
  for (let start = 0; start < all.length; start += atOnce)
    faults.push(...(await Promise.all(all.slice(start, start + atOnce).map(ask))).flat());
  return faults;
}

it.each(parts)(
  'answers odd bodies with a problem of theirs (%i)',
  async (part) => {
    const faults: string[] = [];
    for (const { method, path, operation } of partOf(operations(), part)) {
      for (const [type, { schema }] of Object.entries(operation.requestBody?.content ?? {})) {
        const ask = async (body: unknown): Promise<string[]> => {
          const headers = { 'content-type': type };
          const answer = await ada.send(method, fillPath(path), JSON.stringify(body), headers);
          return fault(`${method} ${path} ${shown(body)}`, answer);
        };
        faults.push(...(await faultsOf([...oddBodies(sample(schema))], ask)));
      }
    }

    expect(faults).toEqual([]);
    const unbalanced = await app.query(`
    select asset, sum(amount) from posting join account on account.id = posting.account_id
    group by asset having sum(amount) <> 0`);
    expect(unbalanced).toEqual([]);
  },
  60_000,
);

it.each([
  ['lists', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['objects', '{"amount":'.repeat(20_000) + '1' + '}'.repeat(20_000)],
])('refuses %s within each other without end', async (_, body) => {
  expect(await ada.send('POST', '/wallet/deposits', body)).toMatchObject({
    status: 400,
    body: {
      code: 'validation_failed',
      detail: expect.stringContaining('nested'),
      errors: [{ field: expect.stringMatching(/^(0|amount)$/) }],
    },
  });
});

const deposit = (amount: string, rest = '') =>
  `{\n  "amount": { "amount": ${amount}, "currency": "EUR" }${rest}\n}`;
const withTokens = (count: number) => `[${'true,\n'.repeat(count)}  maybe]`;

it.each([
  ['nothing', '', 'The body is empty, JSON is expected'],
  ['an end too early', '{\n  "amount":', 'The body is not JSON from line 2, column 12 on'],
  ['an end within a text', '{"memo": "a', 'The body is not JSON from line 1, column 12 on'],
  ['a comma too many', deposit('"5"', ','), 'The body is not JSON from line 3, column 1 on'],
  ['a name without quotes', '{ amount: 5 }', 'The body is not JSON from line 1, column 3 on'],
  ['a token that is none', deposit('five'), 'The body is not JSON from line 2, column 26 on'],
  ['a token that is none, far in', withTokens(5000), 'The body is not JSON from line 5001, column 3 on'],
  ['a token that is none at the end', '[1, ?', 'The body is not JSON from line 1, column 5 on'],
  ['a token that is none at first', '?', 'The body is not JSON from line 1, column 1 on'],
  ['a word that only programs know', 'undefined', 'The body is not JSON from line 1, column 1 on'],
  ['an object as text', '[object Object]', 'The body is not JSON from line 1, column 2 on'],
  ['more than one document', '{}\n{}', 'The body is not JSON from line 2, column 1 on'],
  ['a mark of the byte order', '\ufeff{ amount }', 'The body is not JSON from line 1, column 3 on'],
  ['a prototype', '{"__proto__": {}}', 'The body sets the prototype of an object, which nobody may'],
])('says where a body stops being JSON: %s', async (_, body, message) => {
  const answer = await ada.send('POST', '/wallet/deposits', body);

  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'malformed_json', detail: message, errors: [{ field: 'body', message }] },
  });
});

it.each([
  [
    '/wallet/deposits',
    { amount: { amount: 5, currency: 'EUR' } },
    'Amount must be text of at most 60 characters',
  ],
  [
    '/wallet/transfers',
    { amount: { amount: '5', currency: 'EUR' } },
    'To must be text of at most 254 characters',
  ],
  [
    '/orders',
    { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '1', clientOrderId: '' },
    /of 1 to 64 characters$/,
  ],
  ['/auth/register', { password: 5 }, 'Password must be text of at most 200 characters'],
  ['/auth/register', { email: 5 }, 'Give an email address such as ada@example.org'],
  ['/auth/register', { displayName: 5 }, 'The name needs 1 to 80 characters'],
])('says what %s expects instead of %j', async (path, body, message) => {
  const registration = {
    email: 'x@example.org',
    password: 'long enough for it',
    displayName: 'X',
    baseCurrency: 'EUR',
  };
  const answer = await ada.post(path, path === '/auth/register' ? { ...registration, ...body } : body);

  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([
    { field: expect.any(String), message: expect.stringMatching(message) },
  ]);
});

it.each([
  ['/orders?symbol=A&symbol=B', 'Symbol must be text of at most 20 characters'],
  ['/orders?limit=abc', 'Limit must be a whole number from 1 to 200'],
  ['/orders?limit=0', 'Limit must be a whole number from 1 to 200'],
  ['/orders?limit=1.5', 'Limit must be a whole number from 1 to 200'],
  ['/wallet/transactions?limit=201', 'Limit must be a whole number from 1 to 200'],
  ['/instruments/AAPL/candles?limit=10001', 'Limit must be a whole number from 1 to 10000'],
  [`/quotes?symbols=${'x'.repeat(41)}`, 'Each of symbols must be text of at most 40 characters'],
])('says what is expected instead of %s', async (address, message) => {
  expect(await ada.get(address)).toMatchObject({ status: 400, body: { detail: message } });
});

it.each(parts)(
  'answers odd addresses and queries with a problem of theirs (%i)',
  async (part) => {
    const faults: string[] = [];
    const texts = oddValues.map((value) =>
      typeof value === 'string' ? value.slice(0, 5000) : JSON.stringify(value),
    );
    const asked = operations().filter((each) => each.method !== 'POST');
    for (const { method, path, operation } of partOf(asked, part)) {
      const parameters = operation.parameters ?? [];
      for (const { name, in: place } of parameters.filter((parameter) => parameter.in !== 'header')) {
        const ask = async (text: string): Promise<string[]> => {
          const odd = encodeURIComponent(text.toWellFormed());
          const address =
            place === 'query' ? `${fillPath(path)}?${name}=${odd}` : fillPath(path.replace(`{${name}}`, odd));
          return fault(`${method} ${address.slice(0, 120)}`, await ada.send(method, address));
        };
        faults.push(...(await faultsOf(texts, ask)));
      }
    }

    expect(faults).toEqual([]);
  },
  60_000,
);

it.each(['?limit=1&limit=2', '?limit[a]=1', '?%', '/%', '/%00', '/..%2f..%2fetc', '?unknown=1'])(
  'answers %s behind each address with a problem of theirs',
  async (suffix) => {
    const read = operations().filter((each) => each.method === 'GET');
    const faults = await faultsOf(read, async ({ method, path }) => {
      const address = fillPath(path) + suffix;
      return fault(`${method} ${address}`, await ada.send(method, address));
    });

    expect(faults).toEqual([]);
  },
);
