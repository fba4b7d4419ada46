import { formatQuantity } from '@tradeyard/ui';

/** `1,200 activities`. */
export const countWords = (count: number): string =>
  count === 1 ? 'one activity' : `${formatQuantity(String(count))} activities`;

/** The lines of a file that something is about: `line 4`, `lines 4, 9 and more`. */
export function lineWords(lines: readonly number[], count: number): string {
  if (count === 1) return `line ${lines[0] ?? '?'}`;
  return `lines ${lines.join(', ')}${count > lines.length ? ' and more' : ''}`;
}
