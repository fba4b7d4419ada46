import { Collapse, Group, Select, Stack, UnstyledButton } from '@mantine/core';
import type { FormErrors } from '@mantine/form';
import { IconChevronDown } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { AmountInput } from '../forms/AmountInput.js';
import { FeeTiers } from './FeeTiers.js';
import { modelsSummary } from './model-words.js';
import { modelsOf, type ModelsValues } from './models-form.js';
import classes from './ModelsFields.module.css';

/** What is used of a form that has these fields among its own. */
export type ModelsForm = {
  values: ModelsValues;
  errors: FormErrors;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the library's own type of what an input takes
  getInputProps: (path: string) => any;
  insertListItem: (path: string, item: unknown, index?: number) => void;
  removeListItem: (path: string, index: number) => void;
};

/**
 * How orders are filled, behind a line that says it in words: most people never look. It opens by itself where one of
 * its fields is at fault.
 */
export function ModelsFields({ form, opened = false }: { form: ModelsForm; opened?: boolean }) {
  const [isOpen, setOpen] = useState(opened);
  const id = useId();
  const hasFault = Object.keys(form.errors).some((field) => /^(price|slippage|fee|tiers)/.test(field));
  const isShown = isOpen || hasFault;
  return (
    <div>
      <UnstyledButton
        className={classes.toggle}
        aria-expanded={isShown}
        aria-controls={id}
        onClick={() => setOpen(!isShown)}
      >
        <span className={classes.words}>
          <span className={classes.title}>How orders are filled</span>
          <span className={classes.summary}>{modelsSummary(modelsOf(form.values))}</span>
        </span>
        <IconChevronDown size={18} stroke={1.75} aria-hidden className={classes.arrow} />
      </UnstyledButton>
      <Collapse expanded={isShown} id={id}>
        <Stack gap="md" className={classes.fields}>
          <PriceFields form={form} />
          <SlippageFields form={form} />
          <FeeFields form={form} />
        </Stack>
      </Collapse>
    </div>
  );
}

const priceSentences: Record<ModelsValues['priceKind'], string> = {
  touch: 'A buy pays the ask and a sale gets the bid, all of it at once.',
  spread: 'The price lies between the middle and the ask or bid: 0% is the middle, 100% the ask or bid.',
  volume: 'At the ask or bid, but only so much of what is traded in the market; the rest waits.',
};

const PriceFields = ({ form }: { form: ModelsForm }) => (
  <>
    <Select
      label="Price"
      description={priceSentences[form.values.priceKind]}
      data={[
        { value: 'touch', label: 'At the ask or bid' },
        { value: 'spread', label: 'Within the spread' },
        { value: 'volume', label: 'A share of the volume' },
      ]}
      allowDeselect={false}
      {...form.getInputProps('priceKind')}
    />
    {form.values.priceKind !== 'touch' && (
      <Percent
        label={form.values.priceKind === 'spread' ? 'Way to the ask or bid' : 'Share of the volume'}
        {...form.getInputProps('pricePercent')}
      />
    )}
  </>
);

const slippageSentences: Record<ModelsValues['slippageKind'], string> = {
  none: 'An order does not move its own price.',
  fixed: 'Each fill is so much worse than the price above.',
  volumeShare:
    'The larger an order is beside what is traded, the worse its price gets, by the square of its share.',
};

const SlippageFields = ({ form }: { form: ModelsForm }) => (
  <>
    <Select
      label="Slippage"
      description={slippageSentences[form.values.slippageKind]}
      data={[
        { value: 'none', label: 'None' },
        { value: 'fixed', label: 'Always the same' },
        { value: 'volumeShare', label: 'By the size of the order' },
      ]}
      allowDeselect={false}
      {...form.getInputProps('slippageKind')}
    />
    {form.values.slippageKind === 'fixed' && (
      <Percent label="Worse by" description="At most 10" {...form.getInputProps('slippagePercent')} />
    )}
    {form.values.slippageKind === 'volumeShare' && (
      <Group grow align="flex-start" gap="sm">
        <Percent
          label="Largest share"
          description="What counts at most"
          {...form.getInputProps('slippageLimit')}
        />
        <Percent
          label="Impact"
          description="Times the square of it"
          {...form.getInputProps('slippageImpact')}
        />
      </Group>
    )}
  </>
);

const feeSentences: Record<ModelsValues['feeKind'], string> = {
  none: 'Trading is free.',
  perShare: 'An amount for each share or coin, in the currency that it is traded in.',
  percent: 'A part of the cash that changes hands.',
  tiered: 'Each part of the cash costs what its tier says, as income is taxed.',
};

const FeeFields = ({ form }: { form: ModelsForm }) => {
  const { feeKind } = form.values;
  return (
    <>
      <Select
        label="Fee"
        description={feeSentences[feeKind]}
        data={[
          { value: 'none', label: 'None' },
          { value: 'perShare', label: 'Per unit' },
          { value: 'percent', label: 'A percentage' },
          { value: 'tiered', label: 'In tiers' },
        ]}
        allowDeselect={false}
        {...form.getInputProps('feeKind')}
      />
      {(feeKind === 'perShare' || feeKind === 'percent') && (
        <Group grow align="flex-start" gap="sm">
          {feeKind === 'perShare' ? (
            <AmountInput
              label="For each unit"
              description="Such as 0.005"
              {...form.getInputProps('feeAmount')}
            />
          ) : (
            <Percent label="Of the amount" description="Such as 0.1" {...form.getInputProps('feePercent')} />
          )}
          <AmountInput
            label="At least"
            placeholder="0"
            description="In the instrument’s currency"
            {...form.getInputProps('feeMinimum')}
          />
        </Group>
      )}
      {feeKind === 'tiered' && <FeeTiers form={form} />}
    </>
  );
};

const Percent = (props: Parameters<typeof AmountInput>[0]) => (
  <AmountInput placeholder="0" rightSection="%" {...props} />
);
