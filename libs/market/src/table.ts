import { DomainError } from '@tradeyard/kernel';

/** A row of a file as its cells, and the line it stands on. */
export type TableRow = { readonly line: number; readonly cells: readonly string[] };

/** Where each column stands. */
export type Positions<C extends string> = Readonly<Partial<Record<C, number>>>;

/** Something that is wrong in a file, where, and what to do about it. */
export type RowFault = {
  readonly line: number;
  readonly column: string | undefined;
  readonly message: string;
};

/** Names of columns are compared so: `Tick size` is `tickSize`. */
const nameKey = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]/g, '');

/**
 * Finds columns by their names, in any order. Throws `csv_malformed` where a required one is missing or one is there
 * twice, and for one of another name unless others are `ignored`.
 */
export function readHeader<C extends string>(
  { line, cells }: TableRow,
  {
    required,
    optional = [],
    others,
  }: { required: readonly C[]; optional?: readonly C[]; others: 'ignored' | 'refused' },
): Positions<C> {
  const names = cells.map(nameKey);
  const known = [...required, ...optional];
  const positions: Partial<Record<C, number>> = {};
  for (const column of known) {
    const position = names.indexOf(nameKey(column));
    if (position < 0) continue;
    if (names.lastIndexOf(nameKey(column)) !== position)
      throw malformed(line, 'the column is there twice', column);
    positions[column] = position;
  }
  const missing = required.find((column) => positions[column] === undefined);
  if (missing !== undefined) {
    throw malformed(line, `the header has no column of this name, it needs ${required.join(', ')}`, missing);
  }
  const other = cells.find((cell) => !known.some((column) => nameKey(column) === nameKey(cell)));
  if (others === 'refused' && other !== undefined) {
    throw malformed(line, `"${clip(other)}" is no column that is known; there are ${known.join(', ')}`);
  }
  return positions;
}

export const isBlank = (cell: string): boolean => cell.trim() === '';

/** What somebody wrote, short enough for a sentence. */
export const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}...` : text);

/** `Line 5, column high`, as the beginning of a sentence. */
export const placeOf = (line: number, column?: string): string =>
  column === undefined ? `Line ${line}` : `Line ${line}, column ${column}`;

export function malformed(line: number, what: string, column?: string): DomainError {
  const place = placeOf(line, column);
  return new DomainError('csv_malformed', `${place}: ${what}`, place.toLowerCase());
}
