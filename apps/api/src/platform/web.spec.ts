import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';

let folder: string;
let app: TestApp;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tradeyard-web-'));
  const webRoot = join(folder, 'dist');
  mkdirSync(join(webRoot, 'assets'), { recursive: true });
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>Tradeyard</title>');
  writeFileSync(join(webRoot, 'assets', 'main-1a2b.js'), `console.log('${'tradeyard '.repeat(400)}')`);
  writeFileSync(join(webRoot, 'favicon.svg'), '<svg/>');
  writeFileSync(join(folder, 'secret.txt'), 'for nobody');
  app = await createTestApp({ env: { WEB_ROOT: webRoot } });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string): Promise<Response> => fetch(app.origin + path);

describe('the web app', () => {
  it.each([
    '/',
    '/?from=mail',
    '/wallet',
    '/markets/AAPL?range=1y',
    '/apiary',
    '/markets/BRK.B',
    '/wallet?a=b.js',
  ])('answers %s with its page, which is asked for anew each time', async (path) => {
    const response = await get(path);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch('text/html');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toMatch('<title>Tradeyard</title>');
  });

  it('keeps assets for a year, whose names change with their content, and sends them compressed', async () => {
    const response = await get('/assets/main-1a2b.js');

    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-type')).toMatch('javascript');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.text()).toMatch(/^console/);
  });

  it.each([
    '/api',
    '/api/v1/unknown',
    '/api/v2/me',
    '/api?x',
    '/assets/main-0000.js',
    '/healthz/x',
    '/metrics',
    '/robots.txt',
    '/wp-login.php?user=1',
    '/wallet/main.js.map',
    '/archive.tar.7z',
    '/.env',
    '/.git/config',
  ])('does not answer %s in place of what is not there', async (path) => {
    const response = await get(path);

    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 404, code: 'not_found' });
  });

  it.each(['/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt', '/%2e%2e/secret.txt', '/....//secret.txt'])(
    'gives nothing away outside its folder: %s',
    async (path) => {
      expect(await (await get(path)).text()).not.toMatch('for nobody');
    },
  );
});

it.each(['/', '/api/docs', '/healthz'])('protects %s by headers', async (path) => {
  const { headers } = await get(path);

  const policy = headers.get('content-security-policy')?.split(';') ?? [];
  expect(policy).toEqual(
    expect.arrayContaining(["default-src 'self'", "script-src 'self'", "object-src 'none'"]),
  );
  expect(policy.filter((rule) => rule.startsWith('script-src')).join()).not.toMatch('unsafe');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
});

it.each(['/api/v1/currencies', '/api/v1/me', '/api/v1/unknown'])(
  'lets nobody show %s as a page',
  async (path) => {
    const { headers } = await get(path);

    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  },
);

it('lets nobody keep what the API answers', async () => {
  for (const path of ['/api/v1/me', '/api/v1/unknown']) {
    expect((await get(path)).headers.get('cache-control')).toBe('no-store');
  }
});

describe('the viewer of the document', () => {
  it('needs no script but its own files', async () => {
    const page = await (await get('/api/docs')).text();
    const scripts = [...page.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];

    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes = '', content = ''] of scripts) {
      const [, source = ''] = /src="\.\/([^"]+)"/.exec(attributes) ?? [];
      expect(content.trim()).toBe('');
      const file = await get(`/api/${source}`);
      expect(file.status).toBe(200);
      await file.arrayBuffer();
    }
  });

  it('shows the document that the API serves', async () => {
    const document = (await (await get('/api/v1/openapi.json')).json()) as {
      servers: unknown;
      paths: object;
    };

    expect(document.servers).toEqual([{ url: '/api/v1' }]);
    expect(document.paths).toHaveProperty('/wallet/deposits');
  });
});

it('stops within seconds, whoever does not read their answer', async () => {
  const stopping = await createTestApp();
  const { socket, connected } = connectTo(stopping.origin);
  await connected;
  const script = 'GET /api/docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n';
  socket.write(script.repeat(20)); // more than any buffer on the way holds
  socket.pause();
  await setTimeout(300);
  const beginMs = performance.now();

  await stopping.close();

  expect(performance.now() - beginMs).toBeLessThan(15_000);
  socket.destroy();
}, 25_000);

/** A connection as it is, by which nothing is read unless one asks. */
function connectTo(origin: string) {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname).on('error', () => undefined); // the server ends it
  return { socket, connected: once(socket, 'connect') };
}

describe('health', () => {
  it('is fine', async () => {
    const [alive, ready] = await Promise.all(['/healthz', '/readyz'].map((path) => get(path)));

    expect([alive?.status, await alive?.json()]).toEqual([200, { status: 'ok' }]);
    expect([ready?.status, await ready?.json()]).toEqual([
      200,
      { status: 'ok', providers: [expect.objectContaining({ name: 'simulated', state: 'live' })] },
    ]);
  });

  it('is alive but not ready without its database', async () => {
    const lonely = await createTestApp();
    await lonely.get(DataSource).destroy();

    const [alive, ready] = await Promise.all(
      ['/healthz', '/readyz'].map((path) => fetch(lonely.origin + path)),
    );

    expect(alive?.status).toBe(200);
    expect(ready?.status).toBe(503);
    expect(await ready?.json()).toMatchObject({ code: 'service_unavailable' });
    await lonely.close().catch(() => undefined);
  });
});
