import { accessSync, constants, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal } from '../refusal.mjs';

export const usage = `Usage: npm run daytrade -- --workload FILE --state OUT.json --log OUT.xml [OPTION...]

  --workload FILE      the commands, one on a line
  --state OUT.json     where the final state is written
  --log OUT.xml        where the log is written
  --url URL            a Tradeyard that runs already; without it one is started, and is gone afterwards. It is used by
                       TRADEYARD_EMAIL and TRADEYARD_PASSWORD, or else by an account that is made for it
  --quotes fixed       constant prices (the default), or "server": those of the quote server that QUOTE_SERVER names
  --connections N      commands of so many users are on their way at once (64)
  --batch N            up to N commands of a user in one request (1)
  --data DIR           keeps the started Tradeyard's database there
  --resume             goes on with the workload of that name where it was left
  --name NAME          what the workload is called (the name of FILE)`;

const numbers = { connections: { usual: 64, max: 10_000 }, batch: { usual: 1, max: 10_000 } };

/** Reads the command line; paths are meant from `cwd`. Undefined when only help is wanted. Throws a Refusal with the usage. */
export function readOptions(args, { env = process.env, cwd = env.INIT_CWD ?? process.cwd() } = {}) {
  const values = parse(args);
  if (values.help) return undefined;
  for (const name of ['workload', 'state', 'log'])
    if (!values[name]) throw refusal(`--${name} is missing: it names a file.`);
  const path = (name) => values[name] && resolve(cwd, values[name]);
  const { quotes = 'fixed', url, resume = false } = values;
  const options = {
    workload: readable(path('workload')),
    state: writable('state', path('state')),
    log: writable('log', path('log')),
    url: url && readUrl(url),
    quotes,
    isQuotesGiven: values.quotes !== undefined,
    connections: readNumber('connections', values.connections),
    batch: readNumber('batch', values.batch),
    data: path('data'),
    resume,
    name: values.name ?? basename(values.workload),
    account: readAccount(env),
    quoteServer: env.QUOTE_SERVER,
  };
  if (new Set([options.workload, options.state, options.log]).size < 3)
    throw refusal('--workload, --state and --log must be three different files.');
  check(options);
  return options;
}

function check({ quotes, url, data, resume, account, quoteServer, name }) {
  if (!['fixed', 'server'].includes(quotes))
    throw refusal(`--quotes must be fixed or server, not "${quotes}".`);
  if (name === '') throw refusal('--name must not be empty.');
  if (url && data)
    throw refusal('--data is for the Tradeyard that is started here; with --url there is none.');
  if (resume && !url && !data)
    throw refusal('--resume needs the --data that the workload was begun in, or --url.');
  if (resume && url && !account)
    throw refusal('--resume needs TRADEYARD_EMAIL and TRADEYARD_PASSWORD of whoever began the workload.');
  if (quotes === 'server' && !url && !quoteServer)
    throw refusal('--quotes server needs QUOTE_SERVER, such as quoteserver.example.org:4444.');
}

function parse(args) {
  const text = { type: 'string' };
  const flag = { type: 'boolean' };
  const options = {
    ...{ workload: text, state: text, log: text, url: text, quotes: text, connections: text, batch: text },
    ...{ data: text, resume: flag, name: text, help: flag },
  };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw refusal(`${error.message.split('. ')[0].replace(/\.$/, '')}.`);
  }
}

const refusal = (sentence) => new Refusal(`${sentence}\n\n${usage}`);

function readNumber(name, given) {
  const { usual, max } = numbers[name];
  if (given === undefined) return usual;
  const number = Number(given);
  if (/^\d+$/.test(given) && number >= 1 && number <= max) return number;
  throw refusal(`--${name} must be a whole number from 1 to ${max}, not "${given}".`);
}

function readUrl(text) {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
  throw refusal(`--url must look like http://localhost:3000, not "${text}".`);
}

function readAccount({ TRADEYARD_EMAIL: email, TRADEYARD_PASSWORD: password }) {
  if (email && password) return { email, password };
  if (email || password) throw refusal('TRADEYARD_EMAIL and TRADEYARD_PASSWORD belong together.');
  return undefined;
}

function readable(path) {
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw refusal(`--workload ${path} cannot be read (${error.code}).`);
  }
  if (!statSync(path).isFile()) throw refusal(`--workload ${path} is no file.`);
  return path;
}

/** Better now than after an hour. */
function writable(name, path) {
  try {
    accessSync(dirname(path), constants.W_OK);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) throw { code: 'EISDIR' };
    return path;
  } catch (error) {
    throw refusal(`--${name} ${path} cannot be written (${error.code}).`);
  }
}
