import { SegmentedControl } from '@mantine/core';
import { DayInput } from '../forms/DayInput.js';
import { ranges, type Range } from './range.js';
import classes from './RangePicker.module.css';

type RangePickerProps = { range: Range; onChange: (change: Partial<Range>) => void };

/** Chooses the time that a page tells of, or two days. */
export function RangePicker({ range: { name, from, to }, onChange }: RangePickerProps) {
  return (
    <div className={classes.picker}>
      <div className={classes.scroller}>
        <SegmentedControl
          aria-label="Time"
          size="sm"
          data={ranges.map(({ value, label }) => ({ value, label }))}
          value={name}
          onChange={(value) => onChange({ name: value })}
        />
      </div>
      {name === 'custom' && (
        <div className={classes.days}>
          <DayInput
            aria-label="From"
            size="sm"
            value={from}
            max={to}
            error={from > to}
            onChange={({ currentTarget: { value } }) => onChange({ from: value })}
          />
          <span aria-hidden>–</span>
          <DayInput
            aria-label="To"
            size="sm"
            value={to}
            min={from}
            error={from > to && 'Before it begins'}
            onChange={({ currentTarget: { value } }) => onChange({ to: value })}
          />
        </div>
      )}
    </div>
  );
}
