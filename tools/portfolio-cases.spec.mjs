import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calculationOf } from '../libs/portfolio/src/index.ts';
import { decimalText, requestOf } from './portfolio-cases/case-request.mjs';
import { firstDifference } from './portfolio-cases/comparison.mjs';
import { readOptions } from './portfolio-cases/options.mjs';
import { openCalculator } from './portfolio-cases/remote.mjs';
import { runCases } from './portfolio-cases/run.mjs';

/** Two bought at 10, worth 12, in dollars that rose from 0.5 to 0.8; a fee of 1. */
const sound = {
  id: 'two-bought',
  baseCurrency: 'CHF',
  clock: '2024-03-06T00:00:00.000Z',
  activities: [
    {
      ...{ date: '2024-03-04', type: 'BUY', symbol: 'A', dataSource: 'YAHOO', currency: 'USD', quantity: 2 },
      ...{ unitPriceInAssetProfileCurrency: 10, feeInAssetProfileCurrency: 1, feeInBaseCurrency: 0.45 },
    },
  ],
  marketPrices: { A: { '2024-03-06': 12 } },
  exchangeRates: { USDCHF: { '2024-03-04': 0.5, '2024-03-06': 0.8 } },
  expected: {
    snapshot: {
      ...{ currentValueInBaseCurrency: '19.2', errors: [], hasErrors: false, totalInvestment: '16' },
      positions: [
        {
          ...{ symbol: 'A', dataSource: 'YAHOO', quantity: '2', tags: [], feeInBaseCurrency: '0.45' },
          netPerformanceWithCurrencyEffectMap: { max: '8.7' },
        },
      ],
    },
    historicalData: [
      { index: 0, fromEnd: -4, date: '2024-03-03', netPerformance: 0, netWorth: 0 },
      // no rate of the 5th: it counts as 1
      { date: '2024-03-05', valueWithCurrencyEffect: 24 },
    ],
    historicalDates: { contains: ['2024-03-05'], notContains: ['2024-03-07'] },
    investments: [{ date: '2024-03-04', investment: '20' }],
    investmentsByYear: [{ date: '2024-01-01', investment: 10 }],
    approx: [{ path: 'snapshot.positions[0].averagePrice', value: 10.004, decimals: 2 }],
  },
};

async function run(cases, calculate = calculationOf) {
  const lines = [];
  const counts = await runCases(cases, calculate, (line) => lines.push(line));
  return { lines, counts };
}

/** The case, expecting something else. */
const expecting = (expected) => ({ ...sound, id: 'other', expected: { ...sound.expected, ...expected } });
const position = (more) => ({ snapshot: { positions: [{ symbol: 'A', ...more }] } });

describe('cases', () => {
  it('pass or fail, each on a line, and are counted', async () => {
    const wrong = expecting(position({ quantity: '3' }));
    const { lines, counts } = await run([sound, wrong]);
    expect(lines).toEqual([
      'pass  two-bought',
      'FAIL other: snapshot.positions[0].quantity expected 3 got 2',
      '1 passed, 1 failed',
    ]);
    expect(counts).toEqual({ passed: 1, failed: 1 });
  });

  it.each([
    ['a part in a billion', position({ averagePrice: '10.00000001' }), 'averagePrice expected 10.00000001'],
    ['a part in a thousand billions, which is rounding', position({ averagePrice: '10.000000000001' })],
    ['next to nothing in place of nothing', position({ dividend: '0.000000000000001' }), 'dividend expected'],
    ['a key that is not told', position({ mood: 'good' }), 'mood expected good got undefined'],
    ['fewer positions', { snapshot: { positions: [] } }, 'snapshot.positions.length expected 0 got 1'],
    ['fewer positions of a partial list', { snapshot: { positions: [] }, positionsListIsPartial: true }],
    ['another position', { snapshot: { positions: [{ symbol: 'B' }] }, positionsListIsPartial: true }, 'snapshot.positions[B] expected'], // prettier-ignore
    ['a shorter list', { investments: [] }, 'investments.length expected 0 got 1'],
    ['a row of another day', { historicalData: [{ date: '2024-03-09' }] }, 'historicalData[2024-03-09] expected'], // prettier-ignore
    ['a row that has nothing else', { historicalData: [{ date: '2024-03-04', exact: true }] }, 'expected no other keys got'], // prettier-ignore
    ['a date that is not there', { historicalDates: { contains: ['2024-03-09'] } }, '2024-03-09 expected a row'], // prettier-ignore
    ['a date that is', { historicalDates: { notContains: ['2024-03-04'] } }, '2024-03-04 expected no row'],
    ['what is not near', { approx: [{ path: 'snapshot.positions[0].averagePrice', value: 10.01, absTolerance: 0.005 }] }, 'expected 10.01 ± 0.005 got 10'], // prettier-ignore
  ])('expect %s', async (_, expected, words) => {
    const [line] = (await run([expecting(expected)])).lines;
    if (words) expect(line).toContain(words);
    else expect(line).toBe('pass  other');
  });

  it('that cannot be calculated fail, in words', async () => {
    const strange = { ...sound, activities: [{ ...sound.activities[0], type: 'GIFT' }] };
    expect((await run([strange])).lines[0]).toMatch(/^FAIL two-bought: A type is one of buy, sell/);
  });

  it('keep two sources of one symbol apart', () => {
    const other = { ...sound.activities[0], dataSource: 'OTHER' };
    const request = requestOf({ ...sound, activities: [...sound.activities, other] });
    expect(request.assets.map(({ symbol }) => symbol)).toEqual(['A YAHOO', 'A OTHER']);
    expect(request.prices['A OTHER']).toEqual({ '2024-03-06': '12' });
  });

  it('compare nothing that is not expected', () => {
    expect(firstDifference({}, { snapshot: {}, historicalData: [] })).toBeUndefined();
  });
});

it.each([
  [0.1, '0.1'],
  [1e-7, '0.0000001'],
  [-1.5e-9, '-0.0000000015'],
  [1e21, '1000000000000000000000'],
  [1.25e22, '12500000000000000000000'],
  [0, '0'],
])('writes %s as %s', (number, text) => {
  expect(decimalText(number)).toBe(text);
  expect(Number(text)).toBe(number);
});

describe('the command line', () => {
  let folder;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tradeyard-spec-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    [[], undefined, 'FILE is missing'],
    [['cases.json', 'more.json'], { cases: [] }, 'One FILE at a time, not also more.json.'],
    [['other.json'], { cases: [] }, 'cannot be read (ENOENT)'],
    [['cases.json'], 'no JSON', 'is not JSON'],
    [['cases.json'], [], 'has no list "cases"'],
    [['cases.json'], { cases: [{ id: 'a', activities: [] }] }, 'The case a of'],
    [['cases.json'], { cases: [7] }, 'The case number 1 of'],
    [['cases.json', '--url', 'here'], { cases: [] }, '--url must look like'],
    [['cases.json', '--loud'], { cases: [] }, "Unknown option '--loud'"],
  ])('refuses %j with %j', (args, content, words) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content ?? {});
    writeFileSync(join(folder, 'cases.json'), text);
    expect(() => readOptions(args, { cwd: folder })).toThrow(words);
  });

  it('reads a file and an address', () => {
    writeFileSync(join(folder, 'cases.json'), JSON.stringify({ cases: [sound] }));
    const options = readOptions(['cases.json', '--url', 'http://localhost:3000/'], { cwd: folder });
    expect(options).toMatchObject({ cases: [{ id: 'two-bought' }], url: 'http://localhost:3000' });
  });
});

describe('through the API', () => {
  let server;
  afterEach(() => server?.close());

  /** Answers as the API does, and `status` to calculations. */
  async function serve(status) {
    const heard = [];
    server = createServer((request, response) => {
      const parts = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(parts).toString());
        heard.push({ path: request.url, authorization: request.headers.authorization, body });
        const isNew = request.url.endsWith('/register');
        response.writeHead(isNew ? 201 : status, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify(isNew ? { accessToken: 'token' } : status < 300 ? calculationOf(body) : {}),
        );
      });
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { origin: `http://127.0.0.1:${server.address().port}`, heard };
  }

  const open = (origin) => openCalculator(origin, new AbortController().signal);

  it('asks as somebody new, and compares in the same way', async () => {
    const { origin, heard } = await serve(200);
    expect((await run([sound], await open(origin))).lines).toEqual([
      'pass  two-bought',
      '1 passed, 0 failed',
    ]);
    expect(heard).toMatchObject([
      { path: '/api/v1/auth/register', body: { displayName: 'Portfolio cases', baseCurrency: 'USD' } },
      { path: '/api/v1/portfolios/calculation', authorization: 'Bearer token', body: { currency: 'CHF' } },
    ]);
  });

  it('goes on after a case that is refused, and not after anything else', async () => {
    const refusing = await serve(422);
    expect((await run([sound, sound], await open(refusing.origin))).counts).toEqual({ passed: 0, failed: 2 });
    server.close();
    const broken = await serve(404);
    await expect(run([sound], await open(broken.origin))).rejects.toThrow('answered 404');
  });

  it('says that nobody answers', async () => {
    await expect(open('http://127.0.0.1:9')).rejects.toThrow('Nobody answers at http://127.0.0.1:9');
  });
});
