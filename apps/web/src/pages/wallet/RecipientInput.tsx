import { TextInput, type TextInputProps } from '@mantine/core';

/** Another person here. */
export const RecipientInput = (props: TextInputProps) => (
  <TextInput
    label="To"
    description="Their email, or their handle such as @ada-lovelace"
    autoComplete="off"
    autoCapitalize="none"
    {...props}
  />
);
