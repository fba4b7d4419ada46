/** Of what a sum of floats says, so small a part is rounding: about 450 times what one addition can be off. */
const noiseShare = 1e-13;

/** A sum, or exactly zero where it is but the rounding of its parts; `size` is what those are together, without signs. */
export const settled = (sum: number, size: number): number => (Math.abs(sum) <= size * noiseShare ? 0 : sum);

/**
 * `a - b`, and exactly zero where what is left is the rounding of either. It decides when a position is flat, or a gain
 * nothing: ten times 0.1 bought and 1 sold leaves no 1e-16 of a share.
 */
export const difference = (a: number, b: number): number =>
  settled(a - b, Math.max(Math.abs(a), Math.abs(b)));
