import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RatesImportService } from '../src/currency/rates-import.service.js';
import { createTestApp, type TestApp, type TestPerson } from '../test/app.js';
import { TestClock } from '../test/clock.js';

const folder = process.env['TRADEYARD_REAL_DATA'];
if (!folder) throw new Error('TRADEYARD_REAL_DATA must name the folder of the real files; see the README');
const file = join(folder, 'eurofxref-hist.csv');

type Item = { date: string; rate: string; asOf?: string };
type Fraction = { numerator: bigint; denominator: bigint };
/** Units of a currency for one euro on a day, as the file has it. */
type Known = { day: string; rate: string };

const dayMs = 86_400_000;
const clock = new TestClock();
let app: TestApp;
let ada: TestPerson;
let days: ReadonlyMap<string, Readonly<Record<string, string>>>;

beforeAll(async () => {
  clock.set('2026-04-15T12:00:00Z');
  app = await createTestApp({ clock });
  ada = await app.register();
  await app.get(RatesImportService).importEcbHistory(file, () => undefined);
  const [[, ...codes] = [], ...lines] = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  days = new Map(
    lines
      .map(([day = '', ...rates]) => {
        const named = rates.flatMap((rate, place) => (/\d/.test(rate) ? [[codes[place], rate]] : []));
        return [day, Object.fromEntries(named)] as const;
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}, 120_000);
afterAll(() => app.close());

const age = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs;

/** What the file says of a pair, day by day, without the cleverness of the product; until `end`, where one ended. */
function naiveHistory(
  base: string,
  quote: string,
  end: string,
): { day: string; asOf: string; exact: Fraction }[] {
  const found: { day: string; asOf: string; exact: Fraction }[] = [];
  const last: Record<string, Known> = {};
  for (const [day, rates] of days) {
    if (day >= end) break;
    for (const code of [base, quote]) {
      const rate = code === 'EUR' ? '1' : rates[code];
      if (rate) last[code] = { day, rate };
    }
    const isPublished = [base, quote].some((code) => code !== 'EUR' && rates[code]);
    const [one, other] = [last[base], last[quote]];
    if (!isPublished || !one || !other || age(one.day, day) > 7 || age(other.day, day) > 7) continue;
    const asOf = one.day < other.day ? one.day : other.day;
    found.push({ day, asOf, exact: quotient(other.rate, one.rate) });
  }
  return found;
}

function quotient(above: string, below: string): Fraction {
  const places = (text: string) => text.split('.')[1]?.length ?? 0;
  const digits = (text: string) => BigInt(text.replace('.', ''));
  return {
    numerator: digits(above) * 10n ** BigInt(places(below)),
    denominator: digits(below) * 10n ** BigInt(places(above)),
  };
}

/** Whether the text is the nearest number of twelve significant digits, or fewer where that is the very number. */
function isNearest(text: string, { numerator, denominator }: Fraction): boolean {
  let scale = 0n;
  while (numerator * 10n ** scale < denominator * 10n ** 11n) scale += 1n;
  const [whole = '', fraction = ''] = text.split('.');
  if (BigInt(fraction.length) > scale) return false;
  const written = BigInt(whole + fraction.padEnd(Number(scale), '0'));
  const difference = written * denominator - numerator * 10n ** scale;
  return 2n * (difference < 0n ? -difference : difference) <= denominator;
}

describe('the history of a pair, of the whole file', () => {
  it.each([
    ['USD', 'JPY', 6_983, null],
    ['GBP', 'CHF', 6_983, null],
    ['EUR', 'USD', 6_983, null],
    ['IDR', 'KRW', 5_384, null],
    ['USD', 'HRK', undefined, '2023-01-01'],
    ['ROL', 'CHF', undefined, '2005-07-01'],
    ['CYP', 'SKK', undefined, '2008-01-01'],
    ['EUR', 'BGN', undefined, '2026-01-01'],
    ['NOK', 'ISK', undefined, null],
    ['RUB', 'TRY', undefined, null],
  ])('%s in %s is what the file says, on every day of it', async (base, quote, count, endedOn) => {
    const expected = naiveHistory(base, quote, endedOn ?? '9999-12-31');
    const { status, body } = await ada.get(`/rates/history?base=${base}&quote=${quote}`);
    const items = body.items as Item[];

    expect([status, body.sources, body.ended?.endedOn ?? null]).toEqual([200, ['ECB'], endedOn]);
    expect(items.map(({ date, asOf = date }) => `${date} ${asOf}`)).toEqual(
      expected.map(({ day, asOf }) => `${day} ${asOf}`),
    );
    expect(items.filter(({ rate }, place) => !isNearest(rate, expected[place]?.exact as Fraction))).toEqual(
      [],
    );
    if (count) expect(items).toHaveLength(count);
  });

  it('has the gap of ten years in which nobody said what a krona was worth', async () => {
    const { body } = await ada.get('/rates/history?base=EUR&quote=ISK&from=2008-01-01&to=2019-01-01');
    const dates = (body.items as Item[]).map(({ date }) => date);

    const gaps = dates.flatMap((date, place) => {
      const next = dates[place + 1];
      return next && age(date, next) > 7 ? [[date, next]] : [];
    });
    expect(gaps).toEqual([['2008-12-09', '2018-02-01']]);
    expect(
      (await ada.get('/rates/history?base=EUR&quote=ISK&from=2012-01-01&to=2012-12-31')).body.items,
    ).toEqual([]);
  });

  it('is the last rate before a weekend on each weekend', async () => {
    const saturdays = Array.from({ length: 200 }, (_, week) =>
      new Date(Date.parse('2021-01-02') + week * 7 * dayMs).toISOString().slice(0, 10),
    );
    for (const from of saturdays.filter((_, week) => week % 10 === 0)) {
      const { body } = await ada.get(`/rates/history?base=USD&quote=JPY&from=${from}&to=${from}`);
      const friday = [...days.keys()].findLast((day) => day < from);
      expect(body.items).toEqual([{ date: from, rate: expect.any(String), asOf: friday }]);
    }
  });

  it.each([
    ['base=EUR&quote=HRK&from=2023-01-01', 'currency_ended', 'quote'],
    ['base=USD&quote=JPY&to=1999-01-03', 'date_out_of_range', 'to'],
    ['base=EUR&quote=AED', 'rate_unavailable', 'quote'],
  ])('refuses %s', async (query, code, field) => {
    expect(await ada.get(`/rates/history?${query}`)).toMatchObject({
      status: 422,
      body: { code, errors: [{ field }] },
    });
  });
});
