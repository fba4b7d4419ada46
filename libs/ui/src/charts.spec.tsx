import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { BarsChart, StepsChart } from './BarsChart.js';
import { LinesChart } from './LinesChart.js';
import { MonthTable } from './MonthTable.js';

const show = (chart: React.ReactNode) => render(<MantineProvider env="test">{chart}</MantineProvider>);
const euros = (value: number) => `${value} EUR`;

/** The rows of the table behind a chart, without their head. */
async function rowsOf(name: string): Promise<(string | null)[]> {
  await userEvent.click(screen.getByRole('button', { name: 'Show table' }));
  const [, ...rows] = within(screen.getByRole('table', { name })).getAllByRole('row');
  return rows.map(({ textContent }) => textContent);
}

describe('the table behind a chart', () => {
  it('has every day of every line, the newest first', async () => {
    show(
      <LinesChart
        caption="Worth"
        unit="day"
        series={[
          { id: 'own', label: 'Own', tone: 'accent' },
          { id: 'other', label: 'Other', tone: 'notice' },
        ]}
        points={[
          { at: '2026-01-01', own: 0, other: 1 },
          { at: '2026-01-02', own: 3, other: null },
          { at: '2026-01-03', own: null, other: null },
        ]}
        format={euros}
      />,
    );
    expect(screen.getByRole('list', { name: 'Lines' }).textContent).toBe('OwnOther');
    expect(await rowsOf('Worth')).toEqual(['Jan 2, 20263 EUR–', 'Jan 1, 20260 EUR1 EUR']);
  });

  it('has every part of every bar', async () => {
    show(
      <BarsChart
        caption="Dividends"
        of="Month"
        series={[
          { id: 'paid', label: 'Paid', tone: 'accent' },
          { id: 'expected', label: 'Expected', tone: 'hollow' },
        ]}
        points={[{ key: '2026-01', label: 'Jan', paid: 2, expected: null }]}
        format={euros}
      />,
    );
    expect(await rowsOf('Dividends')).toEqual(['Jan2 EUR–']);
  });

  it('has the steps, and what they come to', async () => {
    show(
      <StepsChart
        caption="Made of"
        steps={[
          { label: 'Price', value: 5 },
          { label: 'Fees', value: -7 },
        ]}
        total="Gain"
        format={euros}
      />,
    );
    expect(await rowsOf('Made of')).toEqual(['Price5 EUR', 'Fees-7 EUR', 'Gain-2 EUR']);
  });

  it('says what to do where there is nothing to draw', () => {
    show(
      <LinesChart
        caption="Worth"
        unit="day"
        series={[]}
        points={[]}
        format={euros}
        empty={<p>Buy something</p>}
      />,
    );
    expect(screen.getByText('Buy something')).toBeTruthy();
  });
});

it('a month has its sign in its number, and colour only by its size', () => {
  const months = Array.from({ length: 12 }, (_, month) => [null, '-12.34', '0.00', '1.25'][month] ?? null);
  show(<MonthTable caption="Months" years={[{ year: 2026, months, total: '-11.20' }]} />);
  const cells = screen.getAllByRole('cell');
  expect(cells.map(({ textContent }) => textContent).filter((text) => text !== '–')).toEqual([
    '-12.3',
    '0.0',
    '+1.3',
    '-11.2',
  ]);
  expect(cells.map((cell) => cell.style.getPropertyValue('--part')).slice(1, 4)).toEqual(['34%', '0%', '3%']);
});
