import type { GainsReport } from './gains.js';

const columns = [
  'portfolio',
  'kind',
  'symbol',
  'sold',
  'acquired',
  'days held',
  'term',
  'quantity',
  'proceeds',
  'cost',
  'gain',
  'currency',
] as const;

/** Every lot of every sale of a report, a line each (RFC 4180), with numbers as the API told them. */
export function gainsCsv({ portfolios, currency }: GainsReport): string {
  const lines = portfolios.flatMap(({ name, years }) =>
    years.flatMap(({ disposals, transfers }) =>
      [...disposals, ...transfers].flatMap(({ kind, symbol, day, lots }) =>
        lots.map((lot) => [
          ...[name, kind, symbol, day, lot.acquired, String(lot.heldDays), lot.term, lot.quantity],
          ...[lot.proceeds.amount, lot.cost.amount, lot.gain.amount, currency],
        ]),
      ),
    ),
  );
  return [columns, ...lines].map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

/** What begins like a formula is kept from being one in a spreadsheet; a number below zero is none. */
function cellOf(text: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.]+$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
