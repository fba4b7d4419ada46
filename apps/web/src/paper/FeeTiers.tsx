import { ActionIcon, Button, Input } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { AmountInput } from '../forms/AmountInput.js';
import { tiersMax } from './models-form.js';
import classes from './ModelsFields.module.css';
import type { ModelsForm } from './ModelsFields.js';

/** The tiers of a fee, from the first cent on; the last one has no end. */
export function FeeTiers({ form }: { form: ModelsForm }) {
  const { tiers } = form.values;
  const last = tiers.length - 1;
  return (
    <div className={classes.tiers} role="group" aria-label="Tiers of the fee">
      {tiers.map((_, index) => (
        <div key={index} className={classes.tier}>
          <AmountInput
            aria-label={`Tier ${index + 1} up to`}
            leftSection="to"
            placeholder={index === last ? 'no end' : '10000'}
            disabled={index === last}
            {...form.getInputProps(`tiers.${index}.upTo`)}
            {...(index === last && { value: '' })}
          />
          <AmountInput
            aria-label={`Tier ${index + 1}, percent`}
            rightSection="%"
            {...form.getInputProps(`tiers.${index}.percent`)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            className={classes.remove}
            aria-label={`Remove tier ${index + 1}`}
            disabled={tiers.length === 1}
            onClick={() => form.removeListItem('tiers', index)}
          >
            <IconTrash size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {form.errors['tiers'] && <Input.Error>{form.errors['tiers']}</Input.Error>}
      <Button
        variant="default"
        size="xs"
        disabled={tiers.length >= tiersMax}
        onClick={() => form.insertListItem('tiers', { upTo: '', percent: '0.1' }, last)}
      >
        Add a tier
      </Button>
    </div>
  );
}
