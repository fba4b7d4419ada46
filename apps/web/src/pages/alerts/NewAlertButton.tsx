import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { AlertForm } from '../../alerts/AlertForm.js';
import { FormModal } from '../../forms/FormModal.js';
import { InstrumentSelect } from '../markets/InstrumentSelect.js';
import { useQuotes } from '../../stream/quotes.js';
import type { Instrument } from '../markets/markets.js';

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
  const [chosen, setChosen] = useState<Instrument | null>(null);
  useQuotes(chosen ? [chosen.symbol] : []);
  return (
    <Stack gap="md">
      <InstrumentSelect symbol={chosen?.symbol ?? null} onChoose={setChosen} />
      {chosen && (
        <AlertForm key={chosen.symbol} symbol={chosen.symbol} currency={chosen.currency} onDone={onDone} />
      )}
    </Stack>
  );
}
