import { Group } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { AmountInput } from '../../forms/AmountInput.js';
import { CurrencySelect } from '../../forms/CurrencySelect.js';
import type { Conversion } from './conversion-quote.js';

type ConversionSideProps = {
  form: UseFormReturnType<Conversion>;
  side: 'from' | 'to';
  codes: readonly string[] | undefined;
  /** What this side comes to when the amount was typed on the other one; empty while that is not known. */
  quoted: string;
};

/** An amount and its currency. The side that was typed last decides, and the other one follows. */
export function ConversionSide({ form, side, codes, quoted }: ConversionSideProps) {
  const { given, fromAmount, toAmount } = form.values;
  const isFrom = side === 'from';
  return (
    <Group align="flex-start" gap="sm" wrap="nowrap">
      <AmountInput
        label={isFrom ? 'You pay' : 'You receive'}
        flex={1}
        autoFocus={isFrom}
        data-autofocus={isFrom || undefined}
        {...form.getInputProps(isFrom ? 'fromAmount' : 'toAmount')}
        value={given === side ? (isFrom ? fromAmount : toAmount) : quoted}
        onChange={({ currentTarget: { value } }) => {
          form.setValues(isFrom ? { given: 'from', fromAmount: value } : { given: 'to', toAmount: value });
          form.clearErrors();
        }}
      />
      <CurrencySelect
        label={isFrom ? 'From' : 'To'}
        short
        w={116}
        codes={codes}
        {...form.getInputProps(isFrom ? 'fromCurrency' : 'toCurrency')}
      />
    </Group>
  );
}
