import { TextInput, type TextInputProps } from '@mantine/core';

/** A number that is kept as it was typed; nothing turns it into a float. */
export const AmountInput = (props: TextInputProps) => (
  <TextInput inputMode="decimal" autoComplete="off" placeholder="0.00" {...props} />
);
