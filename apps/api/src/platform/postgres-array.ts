// The driver writes arrays too, element by element and several times slower; the ledger sends thousands a second.

/** A Postgres array of ids, numbers or names, none of which needs quotes. */
export const words = <T>(items: readonly T[], word: (item: T) => string | bigint): string =>
  `{${items.map(word).join(',')}}`;

/** A Postgres array of any text; null stays null. */
export const texts = <T>(items: readonly T[], text: (item: T) => string | null): string =>
  `{${items.map((item) => quoted(text(item))).join(',')}}`;

const quoted = (text: string | null): string =>
  text === null ? 'null' : `"${/["\\]/.test(text) ? text.replaceAll(/["\\]/g, String.raw`\$&`) : text}"`;
