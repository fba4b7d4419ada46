import { divide, formatDecimal, parseDecimal, powerOfTen, ratio, ratioToDecimal } from '@tradeyard/kernel';
import { type DecimalMark } from './column-mapping.js';
import { RowProblem } from './import-row.js';

/**
 * How the numbers of a file are written. `mixed` has numbers of both kinds, `unknown` has none that tells: then those
 * with three digits behind their only mark (`1,234`) can be read in two ways.
 */
export type NumberStyle = DecimalMark | 'mixed' | 'unknown';

/** Longer ones are no numbers; an exponent beyond it would make them longer than anything that is owned. */
const charactersMax = 60;
const exponentMax = 30;

const decoration = /[\s\u00a0\u202f\u2009'’"]|[\p{Sc}]|^[A-Z]{3}|[A-Z]{3}$/gu;

/** The evidence of one number: which mark is its decimal mark, or nothing where it has none or may be both. */
function markOf(text: string): DecimalMark | undefined {
  const dot = text.lastIndexOf('.');
  const comma = text.lastIndexOf(',');
  if (dot < 0 && comma < 0) return undefined;
  if (dot >= 0 && comma >= 0) return dot > comma ? '.' : ',';
  const mark = dot >= 0 ? '.' : ',';
  const other = mark === '.' ? ',' : '.';
  const at = Math.max(dot, comma);
  if (text.indexOf(mark) !== at) return other; // 1.234.567
  const before = text.slice(0, at).replace(/^\D+/, '');
  const after = /^\d*/.exec(text.slice(at + 1))?.[0] ?? '';
  return after.length === 3 && /^[1-9]\d{0,2}$/.test(before) ? undefined : mark;
}

/** What the numbers of a file tell of how they are written. Cells that are no numbers are no evidence. */
export function decideNumberStyle(texts: Iterable<string>): NumberStyle {
  let style: NumberStyle = 'unknown';
  for (const text of texts) {
    if (!/\d[.,]|[.,]\d/.test(text) || /[a-z]{2}/i.test(text.replace(decoration, ''))) continue;
    const mark = markOf(text.replace(decoration, ''));
    if (mark === undefined || mark === style) continue;
    if (style !== 'unknown') return 'mixed';
    style = mark;
  }
  return style;
}

/**
 * A number as `parseDecimal` takes it: `€ 1.234,50` is `1234.50`, `(12)` and `12-` are `-12`, `1e-8` is `0.00000001`.
 * Throws a `RowProblem`: `not_a_number`, or `ambiguous_number` for `1,234` where the style does not tell.
 */
export function readNumber(text: string, style: NumberStyle, column?: string): string {
  if (text.length <= charactersMax && plain.test(text) && (style === '.' || !text.includes('.')))
    return trimZeros(text);
  let bare = text.length > charactersMax ? '' : text.replace(decoration, '').replace(/[\u2212\u2013]/g, '-');
  const isNegative = /^-|-$|^\(.*\)$/.test(bare);
  bare = bare.replace(/^[-+(]+|[-)]+$/g, '');
  const [, mantissa = '', exponent = '0'] = /^([\d.,]+)(?:[eE]([+-]?\d{1,3}))?$/.exec(bare) ?? [];
  if (!/\d/.test(mantissa)) throw notANumber(text, column);
  const mark = style === '.' || style === ',' ? style : markOf(mantissa);
  if (mark === undefined && /[.,]/.test(mantissa)) {
    throw new RowProblem(
      'ambiguous_number',
      `"${clip(text)}" can be read in two ways: choose whether the point or the comma is the decimal mark`,
      column,
    );
  }
  const thousands = mark === ',' ? '.' : ',';
  const [whole = '', fraction = '', rest] = mantissa.split(mark ?? '.');
  if (rest !== undefined || fraction.includes(thousands) || !isGrouped(whole, thousands)) {
    throw notANumber(text, column);
  }
  const digits = shift(whole.replaceAll(thousands, ''), fraction, Number(exponent), text, column);
  return isNegative && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

const plain = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const trimZeros = (text: string): string =>
  (text.includes('.') ? text.replace(/\.?0+$/, '') : text).replace(/^-0$/, '0');

/** Thousands have three digits each: `1,234,567`. Two as in India are taken too. */
const isGrouped = (whole: string, thousands: string): boolean => {
  const [first = '', ...groups] = whole.split(thousands);
  if (groups.length === 0) return true;
  return (
    /^\d{1,3}$/.test(first) && groups.every((group) => /^\d{2,3}$/.test(group)) && groups.at(-1)?.length === 3
  );
};

function shift(whole: string, fraction: string, exponent: number, text: string, column?: string): string {
  if (Math.abs(exponent) > exponentMax) throw notANumber(text, column);
  const scale = fraction.length - exponent;
  const digits = BigInt(`${whole}${fraction}`) * powerOfTen(Math.max(0, -scale));
  return formatDecimal({ digits, scale: Math.max(0, scale) });
}

const notANumber = (text: string, column?: string): RowProblem =>
  new RowProblem('not_a_number', `"${clip(text)}" is not a number such as 1234.56: correct it`, column);

/** Longer descriptions are none of a broker, and patterns would take their time with them. */
const descriptionMax = 300;

/** What of a description is looked into. */
export const beginningOf = (text: string): string => text.slice(0, descriptionMax);

/** What somebody wrote, short enough for a sentence. */
export const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}...` : text);

export const isZero = (number: string | null | undefined): boolean => !number || !/[1-9]/.test(number);
export const isNegative = (number: string): boolean => number.startsWith('-');
/** Without its sign. */
export const magnitude = (number: string): string => (number.startsWith('-') ? number.slice(1) : number);
export const negated = (number: string): string =>
  isZero(number) ? number : number.startsWith('-') ? number.slice(1) : `-${number}`;

/** The sum of canonical numbers, exact. */
export function sum(...numbers: readonly (string | null | undefined)[]): string {
  const parts = numbers.filter((number) => number !== null && number !== undefined).map(parseDecimal);
  const scale = Math.max(0, ...parts.map((part) => part.scale));
  const digits = parts.reduce((all, part) => all + part.digits * powerOfTen(scale - part.scale), 0n);
  return formatDecimal({ digits, scale });
}

export function product(a: string, b: string): string {
  const [left, right] = [parseDecimal(a), parseDecimal(b)];
  return formatDecimal({ digits: left.digits * right.digits, scale: left.scale + right.scale });
}

/** Places of what is computed where a file states a total: the product with the quantity is then right to the cent. */
const quotientPlaces = 10;

/** `a / b` of canonical numbers, `b` not zero, to ten places. */
export const quotient = (a: string, b: string): string =>
  formatDecimal(ratioToDecimal(ratio(parseDecimal(a), parseDecimal(b)), quotientPlaces));

/** To so many places, half to even. */
export function rounded(number: string, places: number): string {
  const { digits, scale } = parseDecimal(number);
  if (scale <= places) return formatDecimal({ digits, scale });
  return formatDecimal({ digits: divide(digits, powerOfTen(scale - places), 'halfEven'), scale: places });
}
