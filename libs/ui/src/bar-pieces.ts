/** `change` is green above zero and red below; `hollow` is not there yet. */
export type BarTone = 'accent' | 'change' | 'notice' | 'hollow' | 'gain' | 'loss';

/** A part of a bar, from one height to another. */
export type Piece = { readonly from: number; readonly to: number; readonly tone: BarTone };

const toneOf = (tone: BarTone, value: number): BarTone =>
  tone === 'change' ? (value < 0 ? 'loss' : 'gain') : tone;

/** Values on top of each other: what is above zero grows up from it, what is below grows down. */
export function stackPieces(values: readonly { value: number | null; tone: BarTone }[]): Piece[] {
  let [up, down] = [0, 0];
  return values.flatMap(({ value, tone }) => {
    if (value === null || value === 0) return [];
    const from = value > 0 ? up : down;
    const to = from + value;
    if (value > 0) up = to;
    else down = to;
    return [{ from, to, tone: toneOf(tone, value) }];
  });
}

/** Each begins where the one before ended; what they come to stands on zero at the end. */
export function stepPieces(values: readonly number[]): Piece[] {
  let level = 0;
  const steps = values.map((value): Piece => {
    const from = level;
    level += value;
    return { from, to: level, tone: toneOf('change', value) };
  });
  return [...steps, { from: 0, to: level, tone: 'accent' }];
}
