import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { addDecimals, compareDecimals, formatDecimal, parseDecimal } from '@tradeyard/kernel';
import { formatPercent } from '@tradeyard/ui';
import { allocationWord } from '../../analysis/allocation-words.js';
import { useRefreshFigures } from '../../analysis/figures.js';
import { percentFault } from '../../analysis/percent-field.js';
import { clean } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { FormModal } from '../../forms/FormModal.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { NotYet, useSubmit } from '../../forms/submit.js';
import { saveTargets, type Allocation } from './allocation.js';

type TargetsModalProps = {
  portfolioId: string;
  allocation: Allocation;
  opened: boolean;
  onClose: () => void;
};

/** How much each part should be. */
export const TargetsModal = ({ opened, onClose, ...form }: TargetsModalProps) => (
  <FormModal opened={opened} onClose={onClose} title="Targets">
    <TargetsForm {...form} onClose={onClose} />
  </FormModal>
);

const whole = parseDecimal('100');

function TargetsForm({ portfolioId, allocation, onClose }: Omit<TargetsModalProps, 'opened'>) {
  const { by, slices } = allocation;
  const refresh = useRefreshFigures();
  // By their place: a key may have a dot in it, which a form takes for a path.
  const keys = slices.flatMap(({ key }) => (key === null ? [] : [key]));
  const form = useForm({
    initialValues: { targets: keys.map((key) => slices.find((slice) => slice.key === key)?.target ?? '') },
  });
  const { targets } = form.values;
  const sum = sumOf(targets);
  const { submit, isPending, problem } = useSubmit(form, async () => {
    const faulty = targets.findIndex((typed) => typed.trim() !== '' && percentFault(typed) !== null);
    if (faulty >= 0)
      throw new NotYet(`${percentFault(targets[faulty] ?? '')} for each part, or leave it empty.`);
    if (sum && compareDecimals(sum, whole) > 0) throw new NotYet('Targets are more than 100 % together.');
    const entries = keys.flatMap((key, place) => {
      const typed = clean(targets[place] ?? '');
      return typed === '' ? [] : [[key, typed] as const];
    });
    await saveTargets(portfolioId, by, Object.fromEntries(entries));
    await refresh();
    notifyDone(entries.length === 0 ? 'Targets removed' : 'Targets saved');
    onClose();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm">
          What share of the whole each should have. What stays empty has no target and is left alone.
        </Text>
        {keys.map((key, place) => (
          <AmountInput
            key={key}
            label={allocationWord(by, key)}
            placeholder="No target"
            rightSection="%"
            size="sm"
            {...(place === 0 && { 'data-autofocus': true })}
            {...form.getInputProps(`targets.${place}`)}
          />
        ))}
        <Group justify="space-between" gap="sm">
          <Text size="sm" role="status">
            {sum ? `${formatPercent(formatDecimal(sum))} of 100% together` : ''}
          </Text>
          <Button type="submit" loading={isPending}>
            Save targets
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Of all that is a number; null where something is none. */
function sumOf(targets: readonly string[]) {
  try {
    return targets
      .map(clean)
      .filter(Boolean)
      .map((typed) => parseDecimal(typed))
      .reduce(addDecimals, parseDecimal('0'));
  } catch {
    return null;
  }
}
