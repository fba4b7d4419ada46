import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';

/** Reads JSON as the server does by itself, prototypes refused, and says where a body stops being JSON. */
export function acceptJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    void parse(request, text, (error, body) => done(error && malformed(text), body));
  });
}

/** Reads JSON that came as a file. Throws `malformed_json`. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw malformed(text);
  }
}

/** In a longer text it takes seconds to find a place. */
const searchedCharactersMax = 500_000;

function malformed(text: string): Problem {
  const message = whatIsWrong(text.replace(/^\uFEFF/, ''));
  return new Problem('malformed_json', message, [{ field: 'body', message }]);
}

function whatIsWrong(text: string): string {
  if (text === '') return 'The body is empty, JSON is expected';
  const found = complaint(text);
  if (found === undefined) return 'The body sets the prototype of an object, which nobody may';
  if (text.length > searchedCharactersMax) return 'The body is not JSON';
  const before = text.slice(0, placeOf(found, text)).split('\n');
  return `The body is not JSON from line ${before.length}, column ${(before.at(-1) ?? '').length + 1} on`;
}

/** What the parser says of a text; undefined when it is JSON. */
function complaint(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The parser tells most places, and the end goes without saying; a token that it did not expect it shows only. */
function placeOf(found: string, text: string): number {
  const told = /at position (\d+)/.exec(found)?.[1];
  if (told !== undefined) return Number(told);
  if (found.startsWith('Unexpected end')) return text.length;
  // It reads from left to right: the beginnings that hold the token are those that it says the same of.
  let without = 0;
  let within = text.length;
  while (within - without > 1) {
    const middle = Math.floor((without + within) / 2);
    if (complaint(text.slice(0, middle))?.startsWith('Unexpected token')) within = middle;
    else without = middle;
  }
  return without;
}
