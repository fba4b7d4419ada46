import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal } from '../refusal.mjs';

export const usage = `Usage: npm run portfolio:cases -- FILE [--url URL]

  FILE        cases of portfolios: activities, prices and rates, and the figures that are expected of them
  --url URL   asks the API of a Tradeyard that runs, such as http://localhost:3000, by an account that is made for it;
              without it the library is asked`;

/** Reads the command line; the path is meant from `cwd`. Undefined when only help is wanted. Throws a Refusal with the usage. */
export function readOptions(args, { cwd = process.env.INIT_CWD ?? process.cwd() } = {}) {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [file, ...others] = positionals;
  if (!file) throw refusal('FILE is missing: it holds the cases.');
  if (others.length > 0) throw refusal(`One FILE at a time, not also ${others.join(' ')}.`);
  const path = resolve(cwd, file);
  return { path, cases: readCases(path), url: values.url && readUrl(values.url) };
}

function parse(args) {
  const options = { url: { type: 'string' }, help: { type: 'boolean' } };
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw refusal(`${error.message.split('. ')[0].replace(/\.$/, '')}.`);
  }
}

const refusal = (sentence) => new Refusal(`${sentence}\n\n${usage}`);

function readUrl(text) {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
  throw refusal(`--url must look like http://localhost:3000, not "${text}".`);
}

function readCases(path) {
  const { cases } = parseJson(readText(path), path) ?? {};
  if (!Array.isArray(cases)) throw new Refusal(`${path} has no list "cases".`);
  const shapes = {
    activities: Array.isArray,
    marketPrices: isObject,
    exchangeRates: isObject,
    expected: isObject,
  };
  cases.forEach((test, index) => {
    const name = typeof test?.id === 'string' ? test.id : `number ${index + 1}`;
    const missing = Object.keys(shapes).find((part) => !shapes[part](test?.[part]));
    if (missing) throw new Refusal(`The case ${name} of ${path} has no "${missing}".`);
    if (typeof test.id !== 'string') throw new Refusal(`The case ${name} of ${path} has no "id".`);
  });
  return cases;
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw refusal(`${path} cannot be read (${error.code}).`);
  }
}

function parseJson(text, path) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(`${path} is not JSON.`);
  }
}
