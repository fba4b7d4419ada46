import { ProblemError } from '@tradeyard/api-client';
import { client } from '../../api.js';
import { fileName, queryOf, type StatementFilter } from './statement-filter.js';

/**
 * Fetches the statement as a file and hands it to the browser. It takes a token, so that a plain link cannot fetch it;
 * the browser keeps what is long on disk and not in memory. Throws when it does not arrive whole.
 */
export async function downloadStatement(
  currency: string,
  filter: StatementFilter,
  signal: AbortSignal,
): Promise<void> {
  const { response } = await client.GET('/wallet/statement.csv', {
    params: { query: queryOf(currency, filter) },
    parseAs: 'stream',
    signal,
  });
  const file = await response.blob().catch((error: unknown) => {
    throw signal.aborted ? error : brokenOff();
  });
  save(file, fileName(currency, filter, new Date()));
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: some browsers begin to read it a little later.
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
}

const keptMs = 60_000;

const brokenOff = (): ProblemError =>
  new ProblemError({
    type: 'urn:tradeyard:problem:service_unavailable',
    title: 'No answer',
    status: 0,
    code: 'service_unavailable',
    detail: 'The connection broke off before the file was whole. Nothing was saved; try again.',
  });
