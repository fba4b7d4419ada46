import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useInstruments, type Instrument } from './markets.js';

const searchDelayMs = 200;

type InstrumentSelectProps = {
  label?: string;
  symbol: string | null;
  error?: ReactNode;
  onChoose: (instrument: Instrument | null) => void;
};

/** An instrument, found by its symbol or its name. */
export function InstrumentSelect({ label = 'Instrument', symbol, error, onChoose }: InstrumentSelectProps) {
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed, searchDelayMs);
  // The label of what is chosen is nothing to look for.
  const { data } = useInstruments(
    symbol !== null && asked.startsWith(`${symbol} · `) ? symbol : asked.trim(),
  );
  const instruments = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Select
      label={label}
      placeholder="Search by name or symbol"
      searchable
      data-autofocus
      data={instruments.map((each) => ({ value: each.symbol, label: `${each.symbol} · ${each.name}` }))}
      // The API has looked for it.
      filter={({ options }) => options}
      nothingFoundMessage="Nothing found"
      value={symbol}
      error={error}
      onChange={(chosen) => onChoose(instruments.find((each) => each.symbol === chosen) ?? null)}
      onSearchChange={setTyped}
    />
  );
}
