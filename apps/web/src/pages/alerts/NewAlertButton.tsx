import { Button, Select, Stack } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { AlertForm } from '../../alerts/AlertForm.js';
import { FormModal } from '../../forms/FormModal.js';
import { useQuotes } from '../../stream/quotes.js';
import { useInstruments } from '../markets/markets.js';

const searchDelayMs = 200;

/** Sets an alert on something that is found first. */
export function NewAlertButton() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button onClick={open}>New alert</Button>
      <FormModal opened={opened} onClose={close} title="New alert">
        <NewAlert onDone={close} />
      </FormModal>
    </>
  );
}

function NewAlert({ onDone }: { onDone: () => void }) {
  const [symbol, setSymbol] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed, searchDelayMs);
  // The label of what is chosen is nothing to look for.
  const { data } = useInstruments(
    symbol !== null && asked.startsWith(`${symbol} · `) ? symbol : asked.trim(),
  );
  const instruments = data?.pages.flatMap(({ items }) => items) ?? [];
  const chosen = instruments.find((each) => each.symbol === symbol);
  useQuotes(chosen ? [chosen.symbol] : []);
  return (
    <Stack gap="md">
      <Select
        label="Instrument"
        placeholder="Search by name or symbol"
        searchable
        data-autofocus
        data={instruments.map((each) => ({ value: each.symbol, label: `${each.symbol} · ${each.name}` }))}
        // The API has looked for it.
        filter={({ options }) => options}
        nothingFoundMessage="Nothing found"
        value={symbol}
        onChange={setSymbol}
        onSearchChange={setTyped}
      />
      {chosen && (
        <AlertForm key={chosen.symbol} symbol={chosen.symbol} currency={chosen.currency} onDone={onDone} />
      )}
    </Stack>
  );
}
