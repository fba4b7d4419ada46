import { expect, it } from 'vitest';
import { readLines } from './ndjson.js';

/** An answer that arrives in these pieces. */
const answer = (...pieces: Uint8Array[]): Response =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    }),
  );
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const all = async (response: Response): Promise<unknown[]> => {
  const lines: unknown[] = [];
  for await (const line of readLines(response)) lines.push(line);
  return lines;
};

it.each([
  ['whole lines', ['{"a":1}\n{"a":2}\n']],
  ['lines that are cut anywhere', ['{"a"', ':1}\n{', '"a":2}\n']],
  ['a last line without an end', ['{"a":1}\n', '{"a":2}']],
  ['empty lines', ['\n{"a":1}\n\n{"a":2}\n\n']],
])('reads %s', async (_, pieces) => {
  expect(await all(answer(...pieces.map(bytes)))).toEqual([{ a: 1 }, { a: 2 }]);
});

it('reads a letter that is cut in two', async () => {
  const whole = bytes('{"a":"ü"}\n');
  expect(await all(answer(whole.slice(0, 7), whole.slice(7)))).toEqual([{ a: 'ü' }]);
});

it('reads nothing of an empty answer', async () => {
  expect(await all(new Response(null))).toEqual([]);
});
