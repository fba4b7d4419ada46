import type { CSSProperties } from 'react';
import classes from './MonthTable.module.css';

/** The returns of a year in percent, as decimal strings; null where there was nothing yet. */
export type MonthYear = {
  readonly year: number;
  /** From January to December. */
  readonly months: readonly (string | null)[];
  readonly total: string | null;
};

const monthName = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });
const monthNames = Array.from({ length: 12 }, (_, month) => monthName.format(Date.UTC(2024, month, 1)));

const percent = new Intl.NumberFormat(undefined, {
  signDisplay: 'exceptZero',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** The largest part of a cell's colour that still leaves its number easy to read. */
const colorPartMax = 34;

/** What each month of each year earned: a number in every cell, and the stronger its colour the larger it is. */
export function MonthTable({ caption, years }: { caption: string; years: readonly MonthYear[] }) {
  const most = strongest(years.flatMap(({ months }) => months));
  const mostOfYear = strongest(years.map(({ total }) => total));
  return (
    <div className={classes.scroller} role="region" aria-label={caption} tabIndex={0}>
      <table className={classes.table}>
        <caption className="spoken">{caption}, in percent</caption>
        <thead>
          <tr>
            <th scope="col">Year</th>
            {monthNames.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">Whole year</th>
          </tr>
        </thead>
        <tbody>
          {years.map(({ year, months, total }) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {monthNames.map((name, month) => (
                <Cell key={name} value={months[month] ?? null} most={most} />
              ))}
              <Cell value={total} most={mostOfYear} isTotal />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** From so many of a hundred on, colours are as strong as they get: one wild month must not make all others pale. */
const strongPart = 0.9;
const strongLeast = 1;

function strongest(values: readonly (string | null)[]): number {
  const sizes = values
    .flatMap((value) => (value === null ? [] : [Math.abs(Number(value))]))
    .sort((a, b) => a - b);
  return Math.max(sizes[Math.ceil(sizes.length * strongPart) - 1] ?? 0, strongLeast);
}

type CellProps = { value: string | null; most: number; isTotal?: boolean };

function Cell({ value, most, isTotal = false }: CellProps) {
  if (value === null) return <td className={classes.none}>–</td>;
  const size = Number(value);
  const part = Math.min(Math.abs(size) / most, 1) * colorPartMax;
  const style = { '--part': `${Math.round(part)}%` } as CSSProperties;
  return (
    <td
      style={style}
      data-direction={size > 0 ? 'up' : size < 0 ? 'down' : undefined}
      data-total={isTotal || undefined}
    >
      {percent.format(size)}
    </td>
  );
}
