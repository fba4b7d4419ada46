import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ended, watchForEnd } from './leash.mjs';
import { startQuoteServer } from './quote-server.mjs';
import { explain, Refusal } from './refusal.mjs';

const usage = `Usage: npm run quoteserver -- [--port 4444] [--host 127.0.0.1] [--delays real|none]
                              [--prices fixed|moving] [--seed TEXT] [--keep-alive]

A quote server for tests and demos, which speaks the protocol of the legacy one over TCP:
SYM,user in, price,SYM,user,timestamp_ms,cryptokey out.

  --port        where it listens; 0 for any free one
  --host        the address that it listens on; 0.0.0.0 opens it to the network
  --delays      real: at once, or after one to four seconds, 563 ms on average (the default)
                none: always at once
  --prices      fixed: each symbol has one price, the same everywhere (the default)
                moving: prices change each second
  --seed        the same text gives the same moving prices; without it they are new at each start
  --keep-alive  connections stay open after an answer; the real server closes them`;

const kinds = { delays: ['real', 'none'], prices: ['fixed', 'moving'] };

/** Runs a quote server until it is told to stop. */
async function serve(args, end) {
  const options = readArguments(args);
  if (!options) {
    console.log(usage);
    return;
  }
  const server = await start(options);
  const { host, port } = server;
  console.log(`The quote server listens on ${host.includes(':') ? `[${host}]` : host}:${port}`);
  await ended(end);
  await server.stop();
}

/** Undefined where help is asked for. */
function readArguments(args) {
  const { help, port = '4444', host = '127.0.0.1', seed, 'keep-alive': keepAlive, ...rest } = parse(args);
  if (help) return undefined;
  if (!/^\d+$/.test(port) || Number(port) > 65_535)
    throw new Refusal(`--port must be a whole number from 0 to 65535, not "${port}".\n\n${usage}`);
  const chosen = Object.entries(kinds).map(([name, values]) => [name, choose(name, values, rest[name])]);
  return {
    ...Object.fromEntries(chosen),
    ...{ port: Number(port), host, keepAlive, seed: seed ?? randomBytes(16).toString('hex') },
  };
}

function choose(name, values, value = values[0]) {
  if (values.includes(value)) return value;
  throw new Refusal(`--${name} must be ${values.join(' or ')}, not "${value}".\n\n${usage}`);
}

function parse(args) {
  const text = { type: 'string' };
  const flag = { type: 'boolean' };
  const options = {
    ...{ port: text, host: text, delays: text, prices: text, seed: text },
    ...{ 'keep-alive': flag, help: { ...flag, short: 'h' } },
  };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new Refusal(`${error.message}\n\n${usage}`);
  }
}

async function start(options) {
  try {
    return await startQuoteServer(options);
  } catch (error) {
    const where = `${options.host}, port ${options.port}`;
    throw new Refusal(
      error.code === 'EADDRINUSE'
        ? `Something listens on ${where} already: stop it, or choose another --port.`
        : `The quote server cannot listen on ${where} (${error.code}).`,
    );
  }
}

const end = watchForEnd();
try {
  await serve(process.argv.slice(2), end);
} catch (error) {
  explain(error);
}
process.exit();
