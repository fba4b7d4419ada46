import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../tools/paths.mjs';

const firstDay = '1999-01-04';
const days = 6_983;
const dayMs = 86_400_000;

/** The bank's columns, and how many of its decimal places each has. */
const columns = {
  ...{
    USD: 4,
    JPY: 2,
    BGN: 4,
    CYP: 5,
    CZK: 3,
    DKK: 4,
    EEK: 4,
    GBP: 5,
    HUF: 2,
    LTL: 4,
    LVL: 4,
    MTL: 4,
    PLN: 4,
    ROL: 0,
  },
  ...{
    RON: 4,
    SEK: 4,
    SIT: 4,
    SKK: 3,
    CHF: 4,
    ISK: 2,
    NOK: 4,
    HRK: 4,
    RUB: 4,
    TRL: 0,
    TRY: 4,
    AUD: 4,
    BRL: 4,
    CAD: 4,
  },
  ...{
    CNY: 4,
    HKD: 4,
    IDR: 2,
    ILS: 4,
    INR: 4,
    KRW: 2,
    MXN: 4,
    MYR: 4,
    NZD: 4,
    PHP: 3,
    SGD: 4,
    THB: 3,
    ZAR: 4,
  },
};

/** Of these the bank has fewer than half of the days. */
const rare = new Set(['CYP', 'EEK', 'ISK', 'MTL', 'ROL', 'SIT', 'SKK', 'TRL', 'LVL', 'RUB']);

/** The bank's file where the acceptance tests have it; without it one of its size and form, made in `folder`. */
export function findHistory(given, folder) {
  const real = given ?? inRoot('..', 'shared', 'data', 'eurofxref-hist.csv');
  if (given || existsSync(real)) return { path: real, origin: "the European Central Bank's file" };
  const path = join(folder, 'made-up-history.csv');
  writeFileSync(path, madeUpHistory());
  return { path, origin: 'a made-up file of the same size' };
}

/** As many days and columns as the bank's, newest first, all rates at random. */
function madeUpHistory() {
  const names = Object.keys(columns);
  const lines = [];
  for (let at = Date.parse(firstDay); lines.length < days; at += dayMs) {
    const weekday = new Date(at).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const cells = names.map((name) =>
      rare.has(name) && lines.length % 3 > 0 ? 'N/A' : (0.5 + 200 * Math.random()).toFixed(columns[name]),
    );
    lines.push(`${new Date(at).toISOString().slice(0, 10)},${cells.join(',')},`);
  }
  return `Date,${names.join(',')},\n${lines.reverse().join('\n')}\n`;
}
