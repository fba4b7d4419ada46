import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { FormProblem } from '../forms/FormProblem.js';
import { useSubmit } from '../forms/submit.js';

type StopTradingFormProps = {
  /** What it does, and to whom. */
  words: string;
  /** Null without a reason. */
  onStop: (reason: string | null) => Promise<void>;
  onCancel: () => void;
};

const reasonCharactersMax = 200;

/** Asks once more, and why, before trading is stopped. */
export function StopTradingForm({ words, onStop, onCancel }: StopTradingFormProps) {
  const form = useForm({ initialValues: { reason: '' } });
  const { submit, isPending, problem } = useSubmit(form, ({ reason }) => onStop(reason.trim() || null));
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm">{words}</Text>
        <TextInput
          label="Reason"
          description="Shown wherever trading is stopped. It may stay empty."
          maxLength={reasonCharactersMax}
          data-autofocus
          {...form.getInputProps('reason')}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} color="var(--loss-solid)">
            Stop trading
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
