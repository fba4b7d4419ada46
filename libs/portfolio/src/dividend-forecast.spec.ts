import { describe, expect, it } from 'vitest';
import { dividendsReceived, forecastDividends, type PaidPerUnit } from './dividend-forecast.js';

const paid = (...payments: (readonly [string, number])[]): PaidPerUnit[] =>
  payments.map(([day, perUnit]) => ({ day, perUnit }));
const expected = (
  payments: readonly PaidPerUnit[],
  today: string,
  quantity = 10,
): (readonly [string, number])[] =>
  forecastDividends([{ symbol: 'A', quantity, payments }], today).payments.map(({ day, perUnit }) => [
    day,
    perUnit,
  ]);

const quarterly = paid(['2023-08-15', 0.2], ['2023-11-15', 0.21], ['2024-02-15', 0.22], ['2024-05-15', 0.23]);

describe('expected', () => {
  it.each([
    ['quarterly', quarterly, '2024-06-01', [['2024-08-15', 0.2], ['2024-11-15', 0.21], ['2025-02-15', 0.22], ['2025-05-15', 0.23]]],
    ['on the day of a payment, those after it', quarterly, '2024-05-15', [['2024-08-15', 0.2], ['2024-11-15', 0.21], ['2025-02-15', 0.22], ['2025-05-15', 0.23]]],
    ['when one is late it is not expected any more, a year on it is', quarterly, '2024-08-20', [['2024-11-15', 0.21], ['2025-02-15', 0.22], ['2025-05-15', 0.23], ['2025-08-15', 0.23]]],
    ['with half a year of history, as much as last', paid(['2024-02-15', 0.22], ['2024-05-15', 0.23]), '2024-06-01', [['2024-08-15', 0.23], ['2024-11-15', 0.23], ['2025-02-15', 0.22], ['2025-05-15', 0.23]]],
    ['half-yearly', paid(['2023-06-30', 1], ['2023-12-29', 2], ['2024-06-28', 3]), '2024-07-01', [['2024-12-28', 2], ['2025-06-28', 3]]],
    ['yearly', paid(['2022-05-10', 1], ['2023-05-12', 2], ['2024-05-09', 3]), '2024-06-01', [['2025-05-09', 3]]],
    ['a first one, taken for yearly', paid(['2024-05-09', 3]), '2024-06-01', [['2025-05-09', 3]]],
    ['nothing of what never paid', [], '2024-06-01', []],
    ['nothing of what has stopped', quarterly, '2025-01-01', []],
    ['nothing of what is announced only', paid(['2024-07-01', 1]), '2024-06-01', []],
  ] as const)('%s', (_, payments, today, result) => {
    expect(expected(payments, today)).toEqual(result);
  }); // prettier-ignore

  it('monthly, at the ends of months', () => {
    const monthly = paid(['2023-12-31', 1], ['2024-01-31', 1], ['2024-02-29', 1], ['2024-03-31', 1.5]);
    const days = expected(monthly, '2024-04-01').map(([day]) => day);
    expect(days).toHaveLength(12);
    expect(days.slice(0, 3)).toEqual(['2024-04-30', '2024-05-31', '2024-06-30']);
    expect(days.at(-1)).toBe('2025-03-31');
  });

  it('for what is held now, added up by month', () => {
    const { payments, byMonth, total } = forecastDividends(
      [
        { symbol: 'A', quantity: 10, payments: quarterly },
        { symbol: 'B', quantity: 2, payments: paid(['2023-08-01', 5]) },
        { symbol: 'Sold', quantity: 0, payments: quarterly },
      ],
      '2024-06-20',
    );
    expect(payments[0]).toEqual({ symbol: 'B', day: '2024-08-01', perUnit: 5, amount: 10 });
    expect(byMonth).toHaveLength(13);
    expect(byMonth[0]).toEqual({ month: '2024-06', amount: 0 });
    expect(byMonth.find(({ month }) => month === '2024-08')?.amount).toBeCloseTo(12, 12);
    expect(byMonth.at(-1)?.month).toBe('2025-06');
    expect(total).toBeCloseTo(10 + 10 * 0.86, 12);
    expect(byMonth.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(total, 12);
  });
});

it('adds up what was received, by month and year', () => {
  const received = dividendsReceived([
    { day: '2024-01-15', minor: 100n },
    { day: '2023-12-31', minor: 5n },
    { day: '2024-01-20', minor: 1n },
    { day: '2024-03-01', minor: 7n },
  ]);
  expect(received).toEqual({
    byMonth: [{ month: '2023-12', minor: 5n }, { month: '2024-01', minor: 101n }, { month: '2024-03', minor: 7n }],
    byYear: [{ year: 2023, minor: 5n }, { year: 2024, minor: 108n }],
    total: 113n,
  }); // prettier-ignore
  expect(dividendsReceived([])).toEqual({ byMonth: [], byYear: [], total: 0n });
});
