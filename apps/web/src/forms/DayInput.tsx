import { TextInput, type TextInputProps } from '@mantine/core';

/** A calendar day as `YYYY-MM-DD`, in the picker of the device. */
export const DayInput = (props: TextInputProps) => <TextInput type="date" {...props} />;
