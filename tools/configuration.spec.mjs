import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Config } from '../apps/api/src/platform/config.ts';
import { apiEnvironment, checkForApi, checkPortIsFree, readConfiguration } from './configuration.mjs';
import { inRoot } from './paths.mjs';
import { Refusal } from './refusal.mjs';

let dataDir;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tradeyard-spec-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dataDir, { recursive: true, force: true });
});

it('has a default for everything', () => {
  expect(readConfiguration({ PORT: '', DATA_DIR: dataDir })).toEqual({
    port: 3000,
    host: '127.0.0.1',
    dataDir,
    databaseUrl: undefined,
  });
});

it.each([
  ['PORT', 'abc'],
  ['PORT', '0'],
  ['PORT', '65536'],
  ['PORT', '80.5'],
  ['PORT', '-1'],
  ['DATABASE_URL', 'mysql://localhost/tradeyard'],
  ['DATABASE_URL', 'tradeyard'],
  ['DATA_DIR', inRoot('package.json')],
])('refuses %s=%s with one sentence that names it', (name, value) => {
  expect(() => readConfiguration({ DATA_DIR: dataDir, [name]: value })).toThrow(
    new RegExp(`^${name} .*\\.$`),
  );
});

it.each([
  ['AUTH_SECRET', 'short', 'AUTH_SECRET must be at least 32 characters long.'],
  ['MARKET_TICK_MS', '1', 'MARKET_TICK_MS must be at least 50.'],
])('refuses %s=%s, which only the API knows, with its sentence', (name, value, sentence) => {
  const configuration = readConfiguration({ DATA_DIR: dataDir });
  vi.stubEnv('AUTH_SECRET', '');
  expect(() => checkForApi(configuration, Config)).not.toThrow();

  vi.stubEnv(name, value);
  expect(() => checkForApi(configuration, Config)).toThrow(new Refusal(sentence));
});

it('says when the port is in use', async () => {
  const other = createServer();
  await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address();

  await expect(checkPortIsFree({ host: '127.0.0.1', port })).rejects.toThrow(
    `PORT ${port} is in use already`,
  );

  await new Promise((resolve) => other.close(resolve));
  await expect(checkPortIsFree({ host: '127.0.0.1', port })).resolves.toBeUndefined();
});

it('makes the secret once, for its owner only, and lets a given one win', () => {
  vi.stubEnv('AUTH_SECRET', '');
  const configuration = readConfiguration({ DATA_DIR: dataDir });
  const secret = () => apiEnvironment(configuration, 'postgres://db/x').AUTH_SECRET;
  const made = secret();

  expect(made.length).toBeGreaterThanOrEqual(32);
  expect(secret()).toBe(made);
  expect(statSync(join(dataDir, 'auth-secret')).mode & 0o077).toBe(0);
  vi.stubEnv('AUTH_SECRET', 'given');
  expect(secret()).toBe('given');
});
