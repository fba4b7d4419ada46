import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { inRoot, root } from './paths.mjs';
import { Refusal } from './refusal.mjs';

/** Reads what these tools need from the environment; the API checks the rest. Throws a Refusal that names the variable. */
export function readConfiguration(env = process.env) {
  return {
    port: readPort(env.PORT || '3000'),
    host: env.HOST || '127.0.0.1',
    dataDir: readDataDir(env.DATA_DIR || '.data'),
    databaseUrl: readDatabaseUrl(env.DATABASE_URL),
  };
}

function readPort(text) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Refusal(`PORT must be a whole number from 1 to 65535, not "${text}".`);
}

function readDataDir(text) {
  const path = resolve(root, text);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  } catch (error) {
    throw new Refusal(`DATA_DIR ${path} cannot be used as a folder (${error.code}).`);
  }
}

function readDatabaseUrl(text) {
  if (!text) return undefined;
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)) return text;
  throw new Refusal('DATABASE_URL must look like postgres://user:password@host:5432/database.');
}

/** Throws a Refusal when nobody can listen there now. */
export async function checkPortIsFree({ host, port }) {
  const server = createServer();
  try {
    await new Promise((done, fail) => server.once('error', fail).listen(port, host, done));
  } catch (error) {
    throw new Refusal(whyNot(error.code, host, port));
  }
  await new Promise((done) => server.close(done));
}

function whyNot(code, host, port) {
  if (code === 'EADDRINUSE') {
    return `PORT ${port} is in use already: stop what listens there, or set PORT to another number.`;
  }
  if (code === 'EACCES') return `PORT ${port} may not be used by this user: set PORT to a number above 1023.`;
  return `HOST ${host} is no address of this machine that PORT ${port} could be opened on (${code}).`;
}

/** The environment of the API and of its command line. */
export function apiEnvironment({ port, host, dataDir }, databaseUrl) {
  return {
    ...process.env,
    NODE_ENV: process.env.NODE_ENV || 'production',
    DATABASE_URL: databaseUrl,
    HOST: host,
    PORT: String(port),
    AUTH_SECRET: process.env.AUTH_SECRET || readOrMakeSecret(join(dataDir, 'auth-secret')),
    WEB_ROOT: inRoot('apps', 'web', 'dist'),
  };
}

/**
 * Lets the API's own `Config` judge the environment that it will get. Throws a Refusal with its sentence; otherwise
 * that sentence would come only after the database has started.
 */
export function checkForApi(configuration, Config) {
  const databaseUrl = configuration.databaseUrl ?? 'postgres://localhost'; // the embedded one's is not known yet
  try {
    new Config(apiEnvironment(configuration, databaseUrl));
  } catch (error) {
    throw new Refusal(`${error.message}.`);
  }
}

// Made once: with another secret every session would end.
function readOrMakeSecret(file) {
  try {
    writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
