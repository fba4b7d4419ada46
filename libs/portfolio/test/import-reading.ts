import type { Activity } from '../src/activity.js';
import { fieldsOf } from '../src/files/tradeyard-csv.js';
import {
  type ColumnMapping,
  csvRows,
  detectFormat,
  detectJsonFormat,
  type FileAsset,
  type ImportFault,
  type ImportFormatId,
  type PassedOver,
  readActivities,
  readFile,
} from '../src/index.js';

type Read = {
  readonly format: ImportFormatId;
  readonly rows: readonly { readonly line: number; readonly asset?: FileAsset }[];
  /** As texts, without what is not given. */
  readonly activities: readonly Record<string, string>[];
  readonly faults: readonly ImportFault[];
  readonly passedOver: readonly PassedOver[];
};

export const today = '2026-12-31';

/** Reads the text of a file the way an import does: its format by itself, all the way to activities. */
export function read(text: string, mapping?: ColumnMapping): Read {
  const isJson = text.startsWith('{');
  const rows = isJson ? [] : csvRows(text);
  const value: unknown = isJson ? JSON.parse(text) : undefined;
  const format = mapping ? 'custom' : ((isJson ? detectJsonFormat(value) : detectFormat(rows)) ?? 'custom');
  const input = isJson ? ({ kind: 'json', value } as const) : ({ kind: 'csv', rows } as const);
  const found = readFile(format, input, { currency: 'EUR', ...(mapping && { mapping }) });
  const read = readActivities(found.rows, { today, currency: 'EUR', idOf: ({ line }) => `line-${line}` });
  return {
    format,
    rows: read.rows,
    activities: read.rows.map(({ activity }) => filled(activity)),
    faults: [...found.faults, ...read.faults],
    passedOver: found.passedOver,
  };
}

const filled = (activity: Activity): Record<string, string> =>
  Object.fromEntries(Object.entries(fieldsOf(activity)).filter(([, text]) => text !== ''));
