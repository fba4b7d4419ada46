import { dayNumber, powerOfTen, type DayNumber, type Decimal, type Ratio } from '@tradeyard/kernel';
import type { ActivityType } from './activity.js';
import type { CourseEntry } from './corporate-course.js';

/** A `CourseEntry` as the floats that returns are made of. */
export type CourseNumbers = {
  readonly id: string;
  readonly day: DayNumber;
  /** Milliseconds since 1970, or 0 where no moment is known. */
  readonly atMs: number;
  readonly type: ActivityType;
  readonly quantity: number;
  /** NaN where it is unknown. */
  readonly price: number;
  /** 0 where none is known. */
  readonly amount: number;
  readonly fee: number;
  readonly isInternal: boolean;
};

/** The one step from exact numbers to floats: each is divided once. */
export const courseNumbers = ({
  id,
  day,
  at,
  type,
  quantity,
  price,
  amount,
  fee,
  isInternal,
}: CourseEntry): CourseNumbers => ({
  id,
  day: dayNumber(day),
  atMs: at === null ? 0 : Date.parse(at),
  type,
  quantity: ratioNumber(quantity),
  price: price ? ratioNumber(price) : NaN,
  amount: amount ? decimalNumber(amount) : 0,
  fee: decimalNumber(fee),
  isInternal,
});

/** Numerators and denominators that no float can hold lose their last bits before they are divided. */
const bitsMax = 1000;

function ratioNumber({ numerator, denominator }: Ratio): number {
  const [top, bottom] = [Number(numerator), Number(denominator)];
  if (Number.isFinite(top) && Number.isFinite(bottom)) return top / bottom;
  const hexDigits = Math.max(numerator.toString(16).length, denominator.toString(16).length);
  const excess = BigInt(4 * hexDigits - bitsMax);
  return Number(numerator >> excess) / Number(denominator >> excess);
}

const decimalNumber = ({ digits, scale }: Decimal): number =>
  ratioNumber({ numerator: digits, denominator: powerOfTen(scale) });
