/**
 * Ids of the seeded rows are UUIDs of version 7 made from a number, in JavaScript and in SQL alike: they sort by the
 * number, as the product's ids sort by time, and nobody has to look one up.
 */
const bookEpochMs = Date.UTC(2026, 0, 1);
const accountEpochMs = Date.UTC(2026, 0, 2);
const journalEpochMs = Date.UTC(2026, 0, 3);
const orderEpochMs = Date.UTC(2026, 0, 4);

const perMillisecond = 64;

const hex = (number, length) => number.toString(16).padStart(length, '0');

/** The book of the person with this number, from 0. It is the id of its user as well. */
export const bookId = (number) => {
  const milliseconds = hex(bookEpochMs + Math.floor(number / perMillisecond), 12);
  const inMillisecond = hex(number % perMillisecond, 3);
  return `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-7${inMillisecond}-8000-${hex(number, 12)}`;
};

// As above: 12 hexadecimal digits of milliseconds, the version, 3 digits that count, the variant, the number.
const idSql = (epochMs) => (number) =>
  `(lpad(to_hex(${epochMs} + (${number})::bigint / ${perMillisecond}), 12, '0') || '7' ||
    lpad(to_hex((${number})::bigint % ${perMillisecond}), 3, '0') || '8' ||
    lpad(to_hex((${number})::bigint), 15, '0'))::uuid`;

/** SQL expressions for the id that belongs to a number, itself an SQL expression. */
export const bookIdSql = idSql(bookEpochMs);
export const accountIdSql = idSql(accountEpochMs);
export const journalIdSql = idSql(journalEpochMs);
export const orderIdSql = idSql(orderEpochMs);
