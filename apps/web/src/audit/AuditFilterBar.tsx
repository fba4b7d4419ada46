import { SegmentedControl, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import classes from './AuditFilterBar.module.css';
import type { useAuditFilter } from './audit-filter.js';

type AuditFilterBarProps = Pick<ReturnType<typeof useAuditFilter>, 'filter' | 'setParameter'> & {
  /** Before the others. */
  children?: ReactNode;
};

const outcomes = [
  { value: 'all', label: 'All' },
  { value: 'booked', label: 'Booked' },
  { value: 'refused', label: 'Refused' },
];

/** By outcome and by day. */
export const AuditFilterBar = ({ filter, setParameter, children }: AuditFilterBarProps) => (
  <div className={classes.bar} role="search" aria-label="Filter">
    {children}
    <div className={classes.days}>
      <Day label="From (UTC)" value={filter.from} onChange={(day) => setParameter('from', day)} />
      <Day label="To (UTC)" value={filter.to} onChange={(day) => setParameter('to', day)} />
    </div>
    <SegmentedControl
      aria-label="Outcome"
      data={outcomes}
      value={filter.outcome ?? 'all'}
      onChange={(value) => setParameter('outcome', value === 'all' ? '' : value)}
    />
  </div>
);

type DayProps = { label: string; value: string | undefined; onChange: (day: string) => void };

/** A year is typed digit by digit, and the first of them make a day long ago that nobody asks for. */
const firstYear = 2000;

/** Its own text while it is typed; the address gets what is a day, and the field what the address has got elsewhere. */
function Day({ label, value = '', onChange }: DayProps) {
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setTyped(value);
  }
  const type = (text: string) => {
    setTyped(text);
    if (text === '' || Number(text.slice(0, 4)) >= firstYear) onChange(text);
  };
  return (
    <TextInput
      type="date"
      label={label}
      size="sm"
      value={typed}
      onChange={({ currentTarget }) => type(currentTarget.value)}
    />
  );
}
