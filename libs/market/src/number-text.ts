const small = /^(\d)(?:\.(\d+))?e-(\d+)$/;

/**
 * The shortest decimal text that JavaScript reads as this number: for a number
 * that came as JSON it is what stood there. Undefined for what is no number,
 * negative or beyond all prices.
 */
export function numberText(value: unknown): string | undefined {
  if (typeof value !== 'number' || !(value >= 0 && value < 1e21)) return undefined;
  const text = String(value);
  const [, first, rest = '', power] = small.exec(text) ?? [];
  return first === undefined ? text : `0.${'0'.repeat(Number(power) - 1)}${first}${rest}`;
}
