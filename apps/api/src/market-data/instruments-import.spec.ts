import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { MarketJob } from './market.job.js';

let app: TestApp;
let admin: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  app.get(MarketJob).stop();
  admin = await app.register(); // who comes first
});
afterAll(() => app.close());

const importText = (text: string, query = '') =>
  admin.post(`/instruments/import${query}`, text, { 'content-type': 'text/csv' });

const header = 'Symbol,Name,Exchange,Class,Currency,Calendar,Provider,Tick size';
const row = (symbol: string, name: string, rest = 'NASDAQ,stock,USD,XNAS,yahoo,0.01') =>
  `${symbol},${name},${rest}`;
const file = (...rows: string[]) => [header, ...rows].join('\n');
const stored = () => app.query('select * from instrument order by symbol');

describe('a file of instruments', () => {
  const two = file(
    row('MSFT', '"Microsoft, Corp."'),
    '',
    row('SAP', 'SAP SE', 'XETRA,stock,EUR,XETR,simulated,0.02'),
  );

  it('says what it would do, and does it', async () => {
    const before = await stored();
    const summary = { rows: 2, created: 2, changed: 0, unchanged: 0 };
    expect((await importText(two, '?dryRun=true')).body).toEqual({ ...summary, dryRun: true });
    expect(await stored()).toEqual(before);
    expect(await importText(two)).toMatchObject({ status: 200, body: { ...summary, dryRun: false } });
    expect((await admin.get('/instruments/SAP/settings')).body).toMatchObject({
      name: 'SAP SE',
      currency: 'EUR',
      tickSize: '0.02',
      timeZone: 'Europe/Berlin',
      yearlyVolatilityBp: 3000,
    });
    expect((await admin.get('/instruments/MSFT')).body).toMatchObject({
      name: 'Microsoft, Corp.',
      provider: 'yahoo',
    });
  });

  it('changes what it says and leaves the rest as it is', async () => {
    await admin.patch('/instruments/SAP', { yearlyVolatilityBp: 1234, status: 'halted' });
    const changed = two.replace('SAP SE', 'SAP');
    expect((await importText(changed)).body).toMatchObject({ created: 0, changed: 1, unchanged: 1 });
    expect((await admin.get('/instruments/SAP/settings')).body).toMatchObject({
      name: 'SAP',
      yearlyVolatilityBp: 1234,
      status: 'halted',
    });
    expect((await importText(changed)).body).toMatchObject({ created: 0, changed: 0, unchanged: 2 });
  });

  it('says sectors and countries, which stay where a file does not', async () => {
    const [head, ...rows] = two.replaceAll('\n\n', '\n').split('\n');
    const origins = [`${head},sector,country`, `${rows[0]},,`, `${rows[1]},Technology,DE`].join('\n');
    expect((await importText(origins)).body).toMatchObject({ changed: 1 });
    await importText(two);
    expect((await admin.get('/instruments/SAP')).body).toMatchObject({ sector: 'Technology', country: 'DE' });
  });

  it('is refused as a whole with every wrong row, by line and column', async () => {
    const before = await stored();
    const { status, body } = await importText(
      file(
        row('GOOD', 'Good'),
        row('bad', 'Bad'),
        row('OTHER', 'Other', 'NASDAQ,stock,XXX,XNAS,yahoo,0.01'),
        'SHORT,Short',
        row('GOOD', 'Again'),
        row('MSFT', 'Microsoft', 'NASDAQ,stock,EUR,XNAS,yahoo,0.01'),
        row('KEY', 'Key', 'NASDAQ,stock,USD,XNAS,finnhub,0.01'),
        row('DAY', 'Day', 'NASDAQ,stock,USD,NYSE,yahoo,0.01'),
      ),
    );
    expect([status, body.code]).toEqual([422, 'csv_malformed']);
    const errors = body.errors as { field: string; message: string }[];
    expect(errors.map(({ field }) => field)).toEqual(['line 5', 'line 6, column symbol']);
    expect(errors[1]?.message).toBe('Line 6, column symbol: GOOD is on line 2 already');
    const repaired = await importText(
      file(
        row('GOOD', 'Good'),
        row('bad', 'Bad'),
        row('OTHER', 'Other', 'NASDAQ,stock,XXX,XNAS,yahoo,0.01'),
        row('MSFT', 'Microsoft', 'NASDAQ,stock,EUR,XNAS,yahoo,0.01'),
        row('KEY', 'Key', 'NASDAQ,stock,USD,XNAS,finnhub,0.01'),
        row('DAY', 'Day', 'NASDAQ,stock,USD,NYSE,yahoo,0.01'),
      ),
    );
    expect((repaired.body.errors as { field: string }[]).map(({ field }) => field)).toEqual([
      'line 3, column symbol',
      'line 4, column currency',
      'line 5, column currency',
      'line 6, column provider',
      'line 7, column calendar',
    ]);
    expect(repaired.body.detail).toMatch(
      /^Line 3, column symbol: "bad" is not .*, and 4 more rows are wrong\. Nothing/,
    );
    expect(await stored()).toEqual(before);
  });

  it.each([
    ['nothing', '', 422, 'csv_malformed', 'line 1'],
    ['no currency', 'symbol,name,exchange,class\n', 422, 'csv_malformed', 'line 1, column currency'],
    ['a column that nobody knows', `${header},Colour\n`, 422, 'csv_malformed', 'line 1'],
    ['a quote that does not end', `${header}\n"MSFT,\n`, 422, 'csv_malformed', 'line 2'],
    [
      'more than it may have',
      `${header}\n${`${'x'.repeat(9_000)}\n`.repeat(2_000)}`,
      413,
      'payload_too_large',
      undefined,
    ],
  ])('is refused with %s', async (_, text, status, code, field) => {
    const answer = await importText(text);
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.field]).toEqual([status, code, field]);
  });

  it('is the body itself', async () => {
    expect(await admin.post('/instruments/import', { file: two })).toMatchObject({ status: 415 });
    expect(await admin.post('/instruments', two, { 'content-type': 'text/csv' })).toMatchObject({
      status: 415,
    });
    expect(await importText(two, '?dryRun=perhaps')).toMatchObject({ status: 400 });
  });
});

describe('many instruments', () => {
  const exchanges = ['NYSE', 'NASDAQ', 'XETRA', 'LSE'];
  const rows = Array.from({ length: 5_000 }, (_, n) => {
    const code = `${n}`.padStart(5, '0');
    const currency = n % 2_000 === 0 ? 'CHF' : 'USD';
    return row(
      `Q${code}`,
      `Company ${code} of many`,
      `${exchanges[n % 4]},stock,${currency},XNYS,yahoo,0.01`,
    );
  });

  it('are listed by a few statements', async () => {
    const startedAt = performance.now();
    expect((await importText(file(...rows))).body).toMatchObject({ rows: 5_000, created: 5_000 });
    expect(performance.now() - startedAt).toBeLessThan(10_000); // a second on a busy machine
    // The others, to search among 50,000.
    await app.query(`
      insert into instrument (symbol, name, exchange, class, currency, calendar, provider, tick_size, start_price,
        yearly_volatility_bp, spread_bp, daily_volume)
      select 'Q' || to_char(n, 'FM00000'), 'Company ' || n || ' of many', 'NYSE', 'stock', 'USD', 'XNYS', 'yahoo', 0.01, 1,
        0, 0, 0
      from generate_series(5000, 49999) as n`);
    await app.query('analyze instrument');
  }, 30_000);

  it.each([
    ['a symbol', '?query=q01234', ['Q01234']],
    ['the beginning of a symbol, the symbol itself first', '?query=q0123', ['Q01230', 'Q01231', 'Q01232']],
    ['a word of the name', '?query=apple', ['AAPL']],
    ['words of the name', '?query=company 0123', ['Q01230', 'Q01231', 'Q01232']],
    ['a common word', '?query=comp', ['Q00000', 'Q00001', 'Q00002']],
    ['a letter', '?query=q', ['Q00000', 'Q00001', 'Q00002']],
    ['nothing', '', ['AAPL', 'ADA-USD', 'AMZN']],
    ['an exchange', '?exchange=LSE', ['Q00003', 'Q00007', 'Q00011']],
    ['a rare currency', '?currency=CHF', ['Q00000', 'Q02000', 'Q04000']],
    ['a class', '?class=crypto', ['ADA-USD', 'BTC-USD', 'ETH-USD']],
    ['a provider', '?provider=simulated', ['AAPL', 'ADA-USD', 'AMZN']],
    ['a status', '?status=halted', ['SAP']],
    ['a word and a filter', '?query=comp&currency=CHF', ['Q00000', 'Q02000', 'Q04000']],
  ])('are found by %s without reading all', async (_, query, found) => {
    const statements: [string, unknown[]][] = [];
    const dataSource = app.get(DataSource);
    const before = dataSource.logger;
    const logQuery = (text: string, parameters: unknown[] = []) => {
      if (text.includes('FROM "instrument"')) statements.push([text, parameters]);
    };
    dataSource.logger = { ...before, logQuery };
    const { body } = await admin.get(`/instruments${query}${query ? '&' : '?'}limit=3`);
    dataSource.logger = before;
    expect(body.items.slice(0, 3).map(({ symbol }: { symbol: string }) => symbol)).toEqual(found);
    expect(statements.length).toBeGreaterThan(0);
    for (const [text, parameters] of statements) {
      const plan = (await app.query(`explain ${text}`, parameters))
        .map((line) => line['QUERY PLAN'])
        .join('\n');
      expect(plan).not.toContain('Seq Scan');
    }
  });

  it('come in pages, ranked, each once', async () => {
    await importText(file(row('Q01', 'The exact one'), row('ZZ', 'q01 of words')));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await admin.get(`/instruments?query=q01&limit=200${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ symbol }: { symbol: string }) => symbol));
      cursor = body.next;
    }
    const beginning = rows.map((each) => each.slice(0, 6)).filter((symbol) => symbol.startsWith('Q01'));
    expect(seen).toEqual(['Q01', ...beginning, 'ZZ']);
  });
});

it('is refused where two instruments would have one name at a provider, and lets them change names', async () => {
  const named = (...rows: string[]) =>
    ['symbol,name,exchange,class,currency,calendar,provider,providerSymbol', ...rows].join('\n');
  const at = (symbol: string, providerSymbol: string) =>
    `${symbol},${symbol},NASDAQ,stock,USD,XNAS,yahoo,${providerSymbol}`;
  expect(await importText(named(at('FIRST', 'FIRST.L'), at('SECOND', 'SECOND.L')))).toMatchObject({
    body: { created: 2 },
  });

  const { status, body } = await importText(
    named(at('THIRD', 'third.l'), at('FOURTH', 'THIRD.L'), at('FIFTH', 'FIRST.L')),
  );
  expect([status, body.code]).toEqual([422, 'csv_malformed']);
  expect(body.errors).toEqual([
    {
      field: 'line 3, column providersymbol',
      message: expect.stringContaining('THIRD is priced by THIRD.L'),
    },
    {
      field: 'line 4, column providersymbol',
      message: expect.stringContaining('FIRST is priced by FIRST.L'),
    },
  ]);

  expect(await importText(named(at('FIRST', 'SECOND.L'), at('SECOND', 'FIRST.L')))).toMatchObject({
    body: { changed: 2 },
  });
});
