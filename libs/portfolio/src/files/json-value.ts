import { readNumber } from './file-numbers.js';
import { RowProblem } from './import-row.js';

/** What JSON holds, looked into without trust. */
export type JsonRecord = { readonly [key: string]: unknown };

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const records = (value: unknown): readonly JsonRecord[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** A number as JSON writes it, or as a text. Throws a `RowProblem` for anything else. */
export function numberOf(value: unknown, field: string): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number' || typeof value === 'string') return readNumber(`${value}`, '.', field);
  throw new RowProblem('not_a_number', `${field} is not a number: correct it`, field);
}
