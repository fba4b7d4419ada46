import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';

const lineCharactersMax = 10_000;

/** Too long for a line of ours; the rest of it is passed over. */
export const tooLong = Symbol('too long');

/** The lines of a text as it comes, a batch for each piece of it. Empty lines are among them. */
export async function* readLines(input: Readable): AsyncGenerator<readonly (string | typeof tooLong)[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let isSkipping = false;
  for await (const piece of input as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.write(piece)).split('\n');
    rest = lines.pop() ?? '';
    const whole: (string | typeof tooLong)[] = lines.map((line) =>
      line.length > lineCharactersMax ? tooLong : line,
    );
    if (isSkipping && whole.length > 0) {
      whole.shift();
      isSkipping = false;
    }
    if (rest.length > lineCharactersMax) {
      if (!isSkipping) whole.push(tooLong);
      isSkipping = true;
      rest = '';
    }
    if (whole.length > 0) yield whole;
  }
  rest += decoder.end();
  if (rest !== '' && !isSkipping) yield [rest];
}
