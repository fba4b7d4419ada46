import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBellPlus } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { FormModal } from '../forms/FormModal.js';

const AlertForm = lazy(async () => ({ default: (await import('./AlertForm.js')).AlertForm }));

/** Sets an alert on what one is looking at. */
export function AlertButton({ symbol, currency }: { symbol: string; currency: string }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconBellPlus size={18} stroke={1.6} aria-hidden />}
        onClick={open}
      >
        Alert me
      </Button>
      <FormModal opened={opened} onClose={close} title={`Alert on ${symbol}`}>
        <Suspense>
          <AlertForm symbol={symbol} currency={currency} onDone={close} />
        </Suspense>
      </FormModal>
    </>
  );
}
