import { expect, it } from 'vitest';
import { csvRows } from './csv-text.js';
import { readFile, readFileSteps } from './import-formats.js';
import type { ColumnMapping } from './column-mapping.js';

const mapping: ColumnMapping = { columns: { day: 'Day', symbol: 'Name', quantity: 'Units', price: 'Price' } };
const options = { currency: 'EUR', mapping };

/** So many that they take several steps, in decimals of one kind and then of another. */
const table = (first: string, last: string) => {
  const row = (price: string) => (_: unknown, index: number) => `2024-01-01;A${index};1;${price}`;
  const rows = [...Array.from({ length: 5_000 }, row(first)), ...Array.from({ length: 5_000 }, row(last))];
  return { kind: 'csv', rows: csvRows(`Day;Name;Units;Price\n${rows.join('\n')}`, ';') } as const;
};

it('reads a long file in many steps, the same as in one', () => {
  const input = table('1,5', '1.234,5');
  const steps = readFileSteps('custom', input, options);
  let count = 0;
  let last = steps.next();
  for (; !last.done; last = steps.next()) count += 1;

  expect(count).toBeGreaterThan(10);
  expect(last.value).toEqual(readFile('custom', input, options));
  expect(last.value).toMatchObject({ faults: [], rows: { length: 10_000 } });
});

it('decides how numbers are written by all steps together', () => {
  const last = (input: ReturnType<typeof table>) =>
    readFile('custom', input, options).rows.at(0)?.draft.price;

  expect(last(table('1,234', '1,5'))).toBe('1.234');
  expect(last(table('1,234', '1.5'))).toBe('1234');
  // Written in both ways: what can be either is told.
  const both = table('1.5', '1,5');
  expect(
    readFile('custom', { ...both, rows: [...both.rows, ...csvRows('2024-01-01;A;1;1,234', ';')] }, options)
      .faults,
  ).toMatchObject([{ code: 'ambiguous_number' }]);
});
