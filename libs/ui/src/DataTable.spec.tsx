import { parseDecimal } from '@tradeyard/kernel';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { DataTable, type Column } from './DataTable.js';

type Price = { symbol: string; price: string | null };

const columns: readonly Column<Price>[] = [
  { id: 'symbol', header: 'Symbol', cell: ({ symbol }) => symbol, sortBy: ({ symbol }) => symbol },
  {
    id: 'price',
    header: 'Price',
    numeric: true,
    cell: ({ price }) => price ?? 'None',
    sortBy: ({ price }) => (price === null ? null : parseDecimal(price)),
  },
  { id: 'action', header: 'Action', cell: () => 'Buy' },
];

const prices: readonly Price[] = [
  { symbol: 'ETH', price: '2946.10' },
  { symbol: 'ADA', price: '1.0429' },
  { symbol: 'NEW', price: null },
  { symbol: 'BTC', price: '42639.4' },
];

/** A page that keeps the order, as the address does. */
function Table({ rows = prices, start = 'symbol' }: { rows?: readonly Price[]; start?: string }) {
  const [sort, setSort] = useState(start);
  return (
    <DataTable
      caption="Prices"
      columns={columns}
      rows={rows}
      rowKey={({ symbol }) => symbol}
      sort={sort}
      onSort={setSort}
      empty={<p>No prices yet</p>}
    />
  );
}

const order = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('cell')[0]?.textContent);

const ariaSort = (name: string) => screen.getByRole('columnheader', { name }).getAttribute('aria-sort');

describe('a table', () => {
  it('has a name, and says by which column it is sorted', () => {
    render(<Table />);

    expect(screen.getByRole('table', { name: 'Prices' })).toBeTruthy();
    expect(order()).toEqual(['ADA', 'BTC', 'ETH', 'NEW']);
    expect([ariaSort('Symbol'), ariaSort('Price')]).toEqual(['ascending', null]);
  });

  it('sorts numbers the largest first, then the smallest; what has no number is always last', async () => {
    render(<Table />);

    await userEvent.click(screen.getByRole('button', { name: 'Price' }));
    expect(order()).toEqual(['BTC', 'ETH', 'ADA', 'NEW']);
    expect([ariaSort('Symbol'), ariaSort('Price')]).toEqual([null, 'descending']);

    await userEvent.click(screen.getByRole('button', { name: 'Price' }));
    expect(order()).toEqual(['ADA', 'ETH', 'BTC', 'NEW']);
    expect(ariaSort('Price')).toBe('ascending');
  });

  it('is sorted with the keyboard alone', async () => {
    render(<Table />);

    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    expect(order()).toEqual(['NEW', 'ETH', 'BTC', 'ADA']);
    await userEvent.tab();
    await userEvent.keyboard(' ');
    expect(ariaSort('Price')).toBe('descending');
  });

  it('offers no sorting where a column has no order', () => {
    render(<Table />);

    expect(screen.queryByRole('button', { name: 'Action' })).toBeNull();
  });

  it('says so when there is nothing', () => {
    render(<Table rows={[]} />);

    expect(screen.queryByRole('table')).toBeNull();
    expect(screen.getByText('No prices yet')).toBeTruthy();
  });

  it('draws a part of many rows, and still says how many there are', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => ({
      symbol: `S${index}`,
      price: `${index}.00`,
    }));
    render(<Table rows={rows} />);

    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('10001');
    expect(screen.getAllByRole('row').length).toBeLessThan(100);
  });
});
