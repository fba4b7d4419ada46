import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const chunkBytes = 256 * 1024;

/** No line that means anything is as long. What is longer is cut, so that a file without an end of line needs no memory. */
const lineLengthMax = 4_000;

/** Yields the lines of a file, many at a time. Tells `onBytes` how far it has come. */
export async function* readLines(path, onBytes = () => {}) {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
    bytes += chunk.length;
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = cut(lines.pop());
    onBytes(bytes);
    if (lines.length > 0) yield lines.map(cut);
  }
  yield [cut(rest + decoder.end())];
}

const cut = (line) => (line.length > lineLengthMax ? line.slice(0, lineLengthMax) : line);

/**
 * Yields what a workload's file says, in order: `{ lines }` of commands, and `{ dump, isLast }` for a DUMPLOG, before which
 * everything else has to be answered. Of each line there is what it takes to send it: its number, its user, and the
 * request's body. `forms` says how that looks.
 */
export async function* readWorkload(path, { splitLine, readCommand }, forms, onBytes) {
  let previous = 0;
  let dump;
  let lines = [];
  for await (const texts of readLines(path, onBytes)) {
    for (const text of texts) {
      const written = splitLine(text, previous);
      if (!written) continue;
      previous = written.transaction;
      if (dump) yield { dump, isLast: false };
      dump = undefined;
      const { transaction, name, args } = written;
      const line = forms.prepare(written, readCommand(transaction, name, args));
      if (name !== 'DUMPLOG') {
        lines.push(line);
        continue;
      }
      if (lines.length > 0) yield { lines };
      lines = [];
      dump = line;
    }
    if (lines.length > 0) yield { lines };
    lines = [];
  }
  if (dump) yield { dump, isLast: true };
}
