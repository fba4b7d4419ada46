import { Anchor, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { localDay } from '../../account/local-day.js';
import { DayInput } from '../../forms/DayInput.js';

/** The day that money counts for, where that is not today. Few need it, so it waits behind a link. */
export function ValueDateField(props: TextInputProps) {
  const [isAsked, setAsked] = useState(false);
  const [today] = useState(() => localDay(new Date()));
  if (!isAsked && !props.value) {
    return (
      <Anchor component="button" type="button" size="sm" ta="left" onClick={() => setAsked(true)}>
        Count it for an earlier day
      </Anchor>
    );
  }
  return (
    <DayInput
      label="Counts for the day"
      description="The money moves now; charts and returns count it for this day"
      max={today}
      autoFocus
      {...props}
    />
  );
}
