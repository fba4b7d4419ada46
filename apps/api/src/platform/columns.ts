import { Column, type ColumnOptions } from 'typeorm';

/** A `bigint` of minor units. The driver gives text, because a number would lose digits. */
export const MinorColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({
    type: 'bigint',
    ...options,
    transformer: {
      to: (value: bigint | null | undefined) => value?.toString() ?? value,
      from: (value: string | null) => (value === null ? null : BigInt(value)),
    },
  });

/** An exact decimal (price, rate), as text on both sides. */
export const DecimalColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ ...options, type: 'numeric' });

/** A moment, in UTC. */
export const InstantColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ ...options, type: 'timestamptz' });
