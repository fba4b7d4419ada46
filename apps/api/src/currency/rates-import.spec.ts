import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { RatesImportService, type ImportProgress, type ImportSummary } from './rates-import.service.js';

let app: TestApp;
let folder: string;
let seeded: unknown;

beforeAll(async () => {
  const clock = new TestClock();
  clock.set('2026-04-15T12:00:00Z');
  app = await createTestApp({ clock });
  folder = await mkdtemp(join(tmpdir(), 'rates-'));
  seeded = await readTable();
});
afterEach(() => app.query(`delete from rate where date <> '2026-04-13'`));
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

async function importText(
  text: string | Buffer,
  onProgress: (progress: ImportProgress) => void = () => undefined,
) {
  const path = join(folder, 'rates.csv');
  await writeFile(path, text);
  return app.get(RatesImportService).importEcbHistory(path, onProgress);
}

const readTable = (): Promise<{ day: string; currency: string; rate: string; source: string }[]> =>
  app.query(
    `select to_char(date, 'YYYY-MM-DD') as day, currency, per_euro as rate, source from rate order by date, currency`,
  );

const readRates = async (): Promise<string[]> =>
  (await readTable()).filter(({ day }) => day !== '2026-04-13').map((row) => Object.values(row).join(' '));

// Three days as the bank wrote them, of a few of its currencies.
const header = 'Date,USD,JPY,HRK,ROL,TRY,';
const newestFirst = `${header}
2026-04-10,1.1711,186.43,N/A,N/A,52.3147,
2022-12-30,1.0666,140.66,7.5365,N/A,19.9649,
1999-01-04,1.1789,133.73,N/A,13111,N/A,
`;
const threeDays = [
  '1999-01-04 JPY 133.73 ECB',
  '1999-01-04 ROL 13111 ECB',
  '1999-01-04 USD 1.1789 ECB',
  '2022-12-30 HRK 7.5365 ECB',
  '2022-12-30 JPY 140.66 ECB',
  '2022-12-30 TRY 19.9649 ECB',
  '2022-12-30 USD 1.0666 ECB',
  '2026-04-10 JPY 186.43 ECB',
  '2026-04-10 TRY 52.3147 ECB',
  '2026-04-10 USD 1.1711 ECB',
];

// More than one statement writes.
const manyDays = Array.from({ length: 9_000 }, (_, day) => {
  const date = new Date(Date.parse('2000-01-01') + day * 86_400_000).toISOString().slice(0, 10);
  return `${date},1.${day},100.${day}`;
});

describe('importing the history of rates', () => {
  it('stores every number of the file and says what it did', async () => {
    const progress: ImportProgress[] = [];
    const summary = await importText(newestFirst, (each) => progress.push(each));

    expect(await readRates()).toEqual(threeDays);
    expect(summary).toEqual<ImportSummary>({
      days: 3,
      rates: 10,
      inserted: 10,
      updated: 0,
      unchanged: 0,
      first: '1999-01-04',
      last: '2026-04-10',
    });
    expect(progress.at(-1)).toEqual({ fraction: 1, days: 3 });
  });

  it('changes nothing when it is done again, and only what differs in another edition', async () => {
    await importText(newestFirst);
    const again = await importText(newestFirst);
    const corrected = await importText(newestFirst.replace('140.66', '140.67').replace('1.0666', '1.06660'));

    expect(again).toMatchObject({ inserted: 0, updated: 0, unchanged: 10 });
    expect(corrected).toMatchObject({ inserted: 0, updated: 1, unchanged: 9 });
    expect(await readRates()).toContain('2022-12-30 JPY 140.67 ECB');
  });

  it.each([
    ['oldest first', newestFirst.split('\n').slice(1, 4).reverse().join('\n').replace(/^/, `${header}\n`)],
    ['Windows line ends and a byte order mark', `\uFEFF${newestFirst.replaceAll('\n', '\r\n')}`],
    [
      'spaces after the commas, empty lines, empty cells',
      newestFirst.replaceAll(',', ', ').replaceAll('N/A', '').replaceAll('\n', '\n\n'),
    ],
    ['no comma at the end of a line', newestFirst.replaceAll(',\n', '\n')],
    ['quoted cells', newestFirst.replaceAll(/([\d.-]+|Date)(?=,)/g, '"$1"')],
    [
      'other columns first',
      `TRY,ROL,Date,HRK,JPY,USD
52.3147,N/A,2026-04-10,N/A,186.43,1.1711
19.9649,N/A,2022-12-30,7.5365,140.66,1.0666
N/A,13111,1999-01-04,N/A,133.73,1.1789`,
    ],
  ])('reads %s', async (_, text) => {
    await importText(text);

    expect(await readRates()).toEqual(threeDays);
  });

  it('writes in several batches what is one transaction', async () => {
    const file = `Date,USD,JPY\n${manyDays.join('\n')}\n`;
    const progress: number[] = [];

    const summary = await importText(file, ({ fraction }) => progress.push(fraction));

    expect(summary).toMatchObject({ days: 9_000, rates: 18_000, inserted: 18_000 });
    expect(progress.length).toBeGreaterThan(2);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    await app.query(`delete from rate where date <> '2026-04-13'`);

    await expect(importText(`${file}2026-04-10,1.1,x\n`)).rejects.toMatchObject({ code: 'csv_malformed' });
    expect(await readTable()).toEqual(seeded);
  });

  it('lets two run at once, in opposite order', async () => {
    const paths = await Promise.all(
      [manyDays, [...manyDays].reverse()].map(async (lines, number) => {
        const path = join(folder, `at-once-${number}.csv`);
        await writeFile(path, `Date,USD,JPY\n${lines.join('\n')}\n`);
        return path;
      }),
    );

    const importer = app.get(RatesImportService);
    const summaries = await Promise.all(
      paths.map((path) => importer.importEcbHistory(path, () => undefined)),
    );

    expect(summaries.map(({ inserted }) => inserted).sort((a, b) => a - b)).toEqual([0, 18_000]);
  });
});

describe('a file that is wrong', () => {
  const line = (text: string) => `${newestFirst}${text}\n`; // line 5
  it.each([
    ['nothing at all', '', 'The file is empty'],
    ['only a header', `${header}\n`, 'no day'],
    ['another file', 'Time,Open,High,Low\n2026-04-10,1,2,3\n', 'Line 1: the header has no column "Date"'],
    [
      'a web page',
      '<!doctype html>\n<html><body>Not here</body></html>\n',
      'Line 1: the header has no column "Date"',
    ],
    ['something compressed', Buffer.from('504b0304140000000800a2b3', 'hex'), 'Line 1'],
    ['a column of an unknown currency', newestFirst.replace('HRK', 'XYZ'), 'Line 1, column XYZ'],
    ['a column of a crypto asset', newestFirst.replace('HRK', 'BTC'), 'Line 1, column BTC'],
    ['a column of the euro', newestFirst.replace('HRK', 'EUR'), 'Line 1, column EUR'],
    ['a column twice', newestFirst.replace('HRK', 'USD'), 'Line 1, column USD: this column is there twice'],
    ['a column without a name', newestFirst.replace('HRK', ''), 'Line 1, column 4'],
    ['no currency', 'Date,\n2026-04-10,\n', 'Line 1: the header names no currency'],
    ['letters in a number', line('2026-04-09,1.16x5,185.7,N/A,N/A,52.1,'), 'Line 5, column USD: "1.16x5"'],
    ['a decimal comma', line('2026-04-09,"1,1685",185.7,N/A,N/A,52.1,'), 'Line 5, column USD: "1,1685"'],
    ['an exponent', line('2026-04-09,1.1685,1.857e2,N/A,N/A,52.1,'), 'Line 5, column JPY'],
    [
      'zero',
      line('2026-04-09,1.1685,0.00,N/A,N/A,52.1,'),
      'Line 5, column JPY: "0.00" is not a number above zero',
    ],
    ['a negative rate', line('2026-04-09,1.1685,-185.7,N/A,N/A,52.1,'), 'Line 5, column JPY'],
    ['not a number', line('2026-04-09,1.1685,NaN,N/A,N/A,52.1,'), 'Line 5, column JPY'],
    ['a number beyond belief', line(`2026-04-09,${'9'.repeat(40)},1,N/A,N/A,52.1,`), 'Line 5, column USD'],
    ['a line that was cut off', line('2026-04-09,1.1685,18'), 'Line 5, column JPY: the line ends here'],
    ['a file that was cut off', newestFirst.slice(0, -3), 'Line 4, column TRY: the line ends here'],
    ['a line too long', line('2026-04-09,1.1685,185.7,N/A,N/A,52.1,,'), 'Line 5'],
    ['a value under no name', line('2026-04-09,1.1685,185.7,N/A,N/A,52.1,7'), 'Line 5, column 7'],
    ['no date', line(',1.1685,185.7,N/A,N/A,52.1,'), 'Line 5, column Date: "" is not a day'],
    [
      'a day that does not exist',
      line('2026-02-30,1.1685,185.7,N/A,N/A,52.1,'),
      'Line 5, column Date: "2026-02-30"',
    ],
    ['another form of date', line('09.04.2026,1.1685,185.7,N/A,N/A,52.1,'), 'Line 5, column Date'],
    [
      'a day twice',
      line('2022-12-30,1.0666,140.66,7.5365,N/A,19.9,'),
      'Line 5, column Date: line 3 has 2022-12-30 too',
    ],
    [
      'a day to come',
      line('2026-04-17,1.1685,185.7,N/A,N/A,52.1,'),
      'Line 5, column Date: 2026-04-17 is in the future',
    ],
    [
      'a day before the euro',
      line('1998-12-31,1.1685,185.7,N/A,N/A,52.1,'),
      'Line 5, column Date: 1998-12-31 is before',
    ],
    [
      'a quote that stays open',
      newestFirst.replace(',186.43', ',"186.43'),
      'Line 2, column JPY: this is not CSV (quote not closed)',
    ],
    [
      'a quote within a number',
      newestFirst.replace('186.43', '186"43'),
      'Line 2, column JPY: this is not CSV (invalid opening quote)',
    ],
    [
      'a line without an end',
      `${header}\n2026-04-09,${'1'.repeat(200_000)}`,
      'Line 2, column USD: this is not CSV (max record size)',
    ],
  ])('%s is refused, and nothing is written', async (_, text, message) => {
    await expect(importText(text)).rejects.toMatchObject({
      code: 'csv_malformed',
      message: expect.stringContaining(message),
    });
    expect(await readTable()).toEqual(seeded);
  });

  it.each(['nowhere.csv', '.'])('that is not there (%s) is said so', async (name) => {
    const path = join(folder, name);

    await expect(app.get(RatesImportService).importEcbHistory(path, () => undefined)).rejects.toMatchObject({
      code: 'csv_malformed',
      message: `There is no file at ${path}`,
    });
  });
});
