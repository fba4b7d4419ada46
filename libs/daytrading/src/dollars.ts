import { formatMinor } from '@tradeyard/kernel';

const centsExponent = 2;

/** Cents as they are written in the log and in answers: `12.30`. */
export const dollars = (cents: bigint): string => formatMinor(cents, centsExponent);
