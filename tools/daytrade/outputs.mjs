import { createWriteStream, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { insist } from './player.mjs';

/**
 * Writes the log to a file while it comes, so that its length costs no memory: by the workload's last DUMPLOG where it has
 * one, which logs that command too, and else by asking for it. Nothing stands under the file's name before it is whole.
 */
export async function saveLog({ session, workload, dump, file, signal }) {
  const draft = `${file}.part`;
  const request = dump
    ? [
        `/dumplog?workload=${workload.id}`,
        { method: 'POST', body: { transaction: dump.transaction, filename: dump.filename } },
      ]
    : [`/workloads/${workload.id}/log`, {}];
  try {
    await insist(
      async () => {
        const response = await session.call(request[0], { ...request[1], signal });
        await pipeline(Readable.fromWeb(response.body), createWriteStream(draft), { signal });
      },
      { signal },
    );
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Writes the final state in the form of the published ones and answers with it. */
export async function saveState({ session, workload, file, signal }) {
  const state = await insist(
    async () => (await session.call(`/workloads/${workload.id}/state`, { signal })).json(),
    { signal },
  );
  writeFileSync(file, formatSorted(state));
  return state;
}

/** JSON with keys in order and one space of indentation, byte for byte as Python's `json.dumps(sort_keys=True)` writes it. */
export function formatSorted(value, indentation = '\n') {
  if (typeof value !== 'object' || value === null) return asciiJson(value);
  const within = `${indentation} `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const parts = Array.isArray(value)
    ? value.map((each) => formatSorted(each, within))
    : // Not by JSON.stringify, which puts keys that look like numbers first.
      Object.keys(value)
        .sort(byCodePoint)
        .map((key) => `${asciiJson(key)}: ${formatSorted(value[key], within)}`);
  if (parts.length === 0) return open + close;
  return `${open}${within}${parts.join(`,${within}`)}${indentation}${close}`;
}

const asciiJson = (value) =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function byCodePoint(a, b) {
  // The order of UTF-8 is that of code points; what is compared by default is UTF-16.
  return /[\ud800-\uffff]/.test(a + b) ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : a < b ? -1 : 1;
}
