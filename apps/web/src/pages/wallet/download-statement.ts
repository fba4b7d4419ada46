import { client } from '../../api.js';
import { saveAnswer } from '../../save-file.js';
import { fileName, queryOf, type StatementFilter } from './statement-filter.js';

/** Fetches the statement and saves it as a file. Throws when it does not arrive whole. */
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
  await saveAnswer(response, fileName(currency, filter, new Date()), signal);
}
