import { ProblemError } from '@tradeyard/api-client';
import type { ColumnMapping } from '@tradeyard/portfolio/column-mapping';
import { client, type Schemas } from '../api.js';
import { readLines } from './ndjson.js';

export type ImportFormatId = Schemas['ImportFormat'];
export type ImportFault = Schemas['ImportFaultDto'];
export type PassedOver = Schemas['PassedOverDto'];
export type ImportReport = Schemas['ImportReportDto'];

/** What a file would come to. The mapping is there where its columns had to be guessed or told. */
export type ImportPreview = Omit<Schemas['ImportPreviewDto'], 'mapping'> & { mapping: ColumnMapping | null };

/** How far an import is: of the bytes, of the rows, of the activities. `of` is null where nobody knows. */
export type ImportProgress = { step: 'read' | 'checked' | 'written'; done: number; of: number | null };

export type ImportOptions = {
  /** The file tells it unless it is said. */
  format: ImportFormatId | null;
  mapping: ColumnMapping | null;
  /** What becomes of activities that are there already. */
  duplicates: 'skip' | 'import';
};

const queryOf = ({ format, mapping }: ImportOptions) => ({
  ...(format !== null && { format }),
  ...(mapping !== null && { mapping: JSON.stringify(mapping) }),
});

/** The file itself is the body; the browser sends it from disk. */
const uploadOf = (file: File) => ({
  body: file as never,
  bodySerializer: (body: unknown) => body as File,
  headers: { 'content-type': /\.json$/i.test(file.name) ? 'application/json' : 'text/csv' },
});

/** What an import would come to; nothing is stored. */
export async function previewImport(
  id: string,
  file: File,
  options: ImportOptions,
  signal: AbortSignal,
): Promise<ImportPreview> {
  const { data } = await client.POST('/portfolios/{id}/import/preview', {
    params: { path: { id }, query: queryOf(options) },
    ...uploadOf(file),
    signal,
  });
  if (!data) throw new Error('The answer to a preview is the preview');
  return data as ImportPreview;
}

/** Imports a file, without the rows that have a fault, and tells how far it is. Throws what the API refuses. */
export async function runImport(
  id: string,
  file: File,
  options: ImportOptions,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportReport> {
  const { headers, ...upload } = uploadOf(file);
  const { response } = await client.POST('/portfolios/{id}/import', {
    params: {
      path: { id },
      query: { ...queryOf(options), duplicates: options.duplicates, onFault: 'skip' },
    },
    ...upload,
    headers: { ...headers, accept: 'application/x-ndjson' },
    parseAs: 'stream',
    signal,
  });
  for await (const line of readLines(response)) {
    const said = line as Record<string, unknown>;
    const progress = progressOf(said);
    if (progress) onProgress(progress);
    else if ('version' in said) return line as ImportReport;
    else throw new ProblemError(line as Schemas['ProblemDto']);
  }
  throw brokenOff();
}

function progressOf(said: Record<string, unknown>): ImportProgress | null {
  const step = (['read', 'checked', 'written'] as const).find((name) => typeof said[name] === 'number');
  if (!step) return null;
  return { step, done: Number(said[step]), of: typeof said['of'] === 'number' ? said['of'] : null };
}

const brokenOff = (): ProblemError =>
  new ProblemError({
    type: 'urn:tradeyard:problem:service_unavailable',
    title: 'No answer',
    status: 0,
    code: 'service_unavailable',
    detail: 'The connection broke off. See the changes of the portfolio for whether the import is there.',
  });
