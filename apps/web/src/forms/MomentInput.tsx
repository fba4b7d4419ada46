import { TextInput, type TextInputProps } from '@mantine/core';

/** A day and a time as `YYYY-MM-DDTHH:MM` in the reader's own time zone, in the picker of the device. */
export const MomentInput = (props: TextInputProps) => <TextInput type="datetime-local" {...props} />;
