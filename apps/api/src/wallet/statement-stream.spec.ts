import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';

const count = 45_000;
const batches = count / 1000;
const memoLength = 200;

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register();
  await addEntries('GBP', count);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => app.close());

const file = (query: string) => ada.get(`/wallet/statement.csv?${query}`);
const rowsOf = (csv: string): Record<string, string>[] => parse(csv, { columns: true, bom: true });

let series = 0;

/** Adds entries of 0.01 as the ledger would have booked them, far more quickly; the first is ours to find. */
async function addEntries(currency: string, entries: number) {
  series += 2;
  const id = (kind: number, k: string) =>
    `('01900000-0000-7${String(series + kind).padStart(3, '0')}-8000-' || lpad(to_hex(${k}), 12, '0'))::uuid`;
  await app.query(
    `insert into journal (id, kind, at, memo, origin)
     select ${id(0, 'k')}, 'deposit', '2024-06-10T02:35:18.400Z',
       case k when 1 then 'needle' else rpad(k::text, ${memoLength}, '€') end, 'test'
     from generate_series(1, $1::int) k`,
    [entries],
  );
  await app.query(
    `insert into posting select ${id(1, '1')}, ${id(0, 'k')}, 1, 0, k, 0 from generate_series(1, $1::int) k`,
    [entries],
  );
  await app.query(
    `insert into account (id, book_id, asset, kind, balance, held, last_journal_id)
     select ${id(1, '1')}, $1, $2, 'customer', $3::int, 0, ${id(0, '$3::int')}`,
    [ada.user.id, currency, entries],
  );
}

/** How often entries were read since it was called. */
function countReads(): () => number {
  const query = vi.spyOn(app.get(DataSource), 'query');
  return () => query.mock.calls.filter(([text]) => text.includes('cross join lateral')).length;
}

const open = (headers: Record<string, string> = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const url = `${app.origin}/api/v1/wallet/statement.csv?currency=GBP`;
    const authorization = `Bearer ${ada.accessToken}`;
    get(url, { headers: { authorization, ...headers }, agent: false }, resolve).on('error', reject);
  });

/** Waits until nothing is read any more. */
async function settle(reads: () => number): Promise<number> {
  let before = -1;
  while (before !== reads()) {
    before = reads();
    await sleep(300);
  }
  return before;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const memoryUsed = (): number => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

it('a file is whole', async () => {
  const { body } = await file('currency=GBP');

  const rows = rowsOf(body);
  expect(rows).toHaveLength(count);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(count);
  expect(rows.at(-1)).toMatchObject({ amount: '0.01', balance: '450.00' });
});

it('is read only as fast as it is taken', async () => {
  const before = memoryUsed();
  const reads = countReads();
  const response = await open();
  response.pause();

  const whilePaused = await settle(reads);
  const grown = memoryUsed() - before;
  let bytes = 0;
  for await (const chunk of response) bytes += (chunk as Buffer).length;

  // What is on its way lies with the system, which takes some megabytes for a connection.
  expect(whilePaused).toBeLessThan(batches / 2);
  expect(bytes).toBeGreaterThan(25_000_000);
  expect(grown).toBeLessThan(8_000_000);
  expect(reads()).toBe(batches + 1);
}, 30_000);

it('is not read on when nobody takes it any more', async () => {
  const reads = countReads();
  const response = await open();
  response.pause();
  await settle(reads);

  response.destroy();

  const left = await settle(reads);
  await sleep(500);
  expect([reads(), left < batches / 2]).toEqual([left, true]);
});

it.each(['identity', 'gzip'])('breaks off where it fails, sent as %s', async (encoding) => {
  const reads = countReads();
  const response = await open({ 'accept-encoding': encoding });
  response.pause();
  // Packed, the whole of it may have room in the pipe: it fails while it is read.
  if (encoding === 'identity') await settle(reads);
  await app.query('alter table posting rename to gone');
  const content = encoding === 'gzip' ? response.pipe(createGunzip()) : response;
  response.on('error', (error) => content.destroy(error));

  const text: string[] = [];
  const taking = (async () => {
    for await (const chunk of content) text.push(String(chunk));
  })();

  await expect(taking).rejects.toThrow(/aborted/);
  expect(text.join('').split('\r\n').length).toBeLessThan(count);
  await app.query('alter table gone rename to posting');
});

it('is a problem as any other when it fails at once', async () => {
  await app.query('alter table posting rename to gone');
  const answer = await file('currency=GBP');
  await app.query('alter table gone rename to posting');

  expect(answer).toMatchObject({ status: 500, body: { code: 'internal_error' } });
  expect(answer.headers.get('content-disposition')).toBeNull();
});

it('a search for what is rare goes on from page to page, and none takes long', async () => {
  const found = [];
  const sizes = [];
  for (let next: string | null = ''; next !== null;) {
    const query: string = `currency=GBP&text=needle${next && `&cursor=${next}`}`;
    const { body } = await ada.get(`/wallet/statement?${query}`);
    sizes.push(body.items.length);
    found.push(...body.items);
    next = body.next;
  }

  expect(sizes).toEqual([0, 0, 1]);
  expect(found).toMatchObject([{ memo: 'needle', balance: '0.01' }]);
  expect(rowsOf((await file('currency=GBP&text=needle')).body)).toMatchObject([{ memo: 'needle' }]);
});

it('a period of too many entries has a beginning and an end, and no totals', async () => {
  await addEntries('SEK', 100_001);

  const { body } = await ada.get('/wallet/statement?currency=SEK&limit=1');

  expect(body).toMatchObject({ opening: '0.00', closing: '1000.01', totalIn: null, totalOut: null });
});
