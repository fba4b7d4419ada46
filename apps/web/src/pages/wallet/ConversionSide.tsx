import { Group } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { clean } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { CurrencySelect } from '../../forms/CurrencySelect.js';
import type { ConversionPreview } from './conversion.js';
import type { Conversion } from './use-conversion.js';

type ConversionSideProps = {
  form: UseFormReturnType<Conversion>;
  side: 'from' | 'to';
  codes: readonly string[] | undefined;
  preview: ConversionPreview | null;
  /** What this side comes to when the amount was typed on the other one. */
  otherSide: (typed: string, preview: ConversionPreview) => { amount: string };
};

/** An amount and its currency. The side that was typed last decides, and the other one follows. */
export function ConversionSide({ form, side, codes, preview, otherSide }: ConversionSideProps) {
  const { given, fromAmount, toAmount } = form.values;
  const isFrom = side === 'from';
  const followed = () => follow(otherSide, isFrom ? toAmount : fromAmount, preview);
  return (
    <Group align="flex-start" gap="sm" wrap="nowrap">
      <AmountInput
        label={isFrom ? 'You pay' : 'You receive'}
        flex={1}
        autoFocus={isFrom}
        data-autofocus={isFrom || undefined}
        {...form.getInputProps(isFrom ? 'fromAmount' : 'toAmount')}
        value={given === side ? (isFrom ? fromAmount : toAmount) : followed()}
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

/** Nothing while the other side is no amount yet. */
function follow(
  otherSide: ConversionSideProps['otherSide'],
  typed: string,
  preview: ConversionPreview | null,
): string {
  try {
    return preview ? otherSide(clean(typed), preview).amount : '';
  } catch {
    return '';
  }
}
