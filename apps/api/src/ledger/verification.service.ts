import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import type { AccountKind } from '@tradeyard/ledger';
import { DataSource, type QueryRunner } from 'typeorm';

/** What a difference is about, in the order in which they are looked for and told. */
export const verificationRules = [
  'posting_without_account',
  'account_without_posting',
  'balance_after_wrong',
  'held_after_wrong',
  'account_not_covered',
  'balance_wrong',
  'held_wrong',
  'last_journal_wrong',
  'posting_without_journal',
  'journal_without_posting',
  'journal_not_zero',
  'holds_not_held',
  'asset_not_zero',
] as const;
export type VerificationRule = (typeof verificationRules)[number];

export type VerifiedAccount = {
  readonly id: string;
  readonly bookId: string;
  /** Whose book it is; null for the house. */
  readonly handle: string | null;
  readonly asset: string;
  readonly kind: AccountKind;
};

/**
 * Where the ledger first differs from what its postings come to. `expected` and
 * `found` are minor units, or ids of journals.
 */
export type Difference = {
  readonly rule: VerificationRule;
  /** Null where it is about no account, or about one that is not there. */
  readonly account: VerifiedAccount | null;
  readonly accountId: string | null;
  readonly journalId: string | null;
  readonly asset: string | null;
  readonly expected: string | null;
  readonly found: string | null;
};

export type Verification = {
  readonly accounts: number;
  readonly journals: number;
  readonly postings: number;
  readonly assets: number;
  /** The first few; none when the ledger is sound. */
  readonly differences: readonly Difference[];
  readonly seconds: number;
};

/** Of each kind of check; whoever looks for the cause starts with the first. */
const differencesMax = 5;

/**
 * Enough to sort in a few runs. Sorts and hashes that need more use the disk, so
 * a ledger of any size is checked in the same memory.
 */
const workMemory = '64MB';

/** Recomputes all balances from the postings, and looks for what a sound ledger never holds. Changes nothing. */
@Injectable()
export class VerificationService {
  private running: Promise<Verification> | undefined;

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Looks at one moment of the ledger, while others go on to write. Who asks
   * while it is under way gets the result of that one. With `statementMs` it
   * gives up when one of its statements takes longer.
   */
  verify(statementMs = 0): Promise<Verification> {
    this.running ??= this.run(statementMs).finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async run(statementMs: number): Promise<Verification> {
    const startedAtMs = performance.now();
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.query('begin isolation level repeatable read read only');
      await settle(runner, statementMs);
      const [counts] = await runner.manager.query<[Counts]>(count);
      const found = [
        ...(await findAccountDifferences(runner)),
        ...(await findDifferences(runner, journalDifferences, ['hashagg'])),
        ...(await findDifferences(runner, holdDifferences)),
        ...(await findDifferences(runner, assetDifferences)),
      ];
      const differences = await withAccounts(runner, found);
      await runner.query('commit');
      const seconds = Math.round(performance.now() - startedAtMs) / 1000;
      return { ...numbers(counts), differences, seconds };
    } catch (error) {
      await runner.query('rollback').catch(() => undefined); // the connection may be what failed
      throw error;
    } finally {
      await runner.release();
    }
  }
}

// One core is enough, and leaves the others to those who work meanwhile.
const settle = (runner: QueryRunner, statementMs: number): Promise<unknown> =>
  runner.query(
    `select set_config('work_mem', $1, true), set_config('statement_timeout', $2, true),
       set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true)`,
    [workMemory, String(statementMs)],
  );

/**
 * Without the ways that `avoided` names. Postings lie in the order of their
 * journals: following an index account by account would read the whole table in
 * jumps, which is slow in memory and worse on a disk, and a hash of all journals
 * would go to the disk and back. Sorting reads and writes everything in order.
 */
async function findDifferences(
  runner: QueryRunner,
  statement: string,
  avoided: readonly string[] = [],
): Promise<FoundRow[]> {
  await runner.query('savepoint settings');
  try {
    for (const way of avoided) await runner.query(`set local enable_${way} = off`);
    return await runner.manager.query<FoundRow[]>(`${statement} limit ${differencesMax}`);
  } finally {
    await runner.query('rollback to savepoint settings');
  }
}

/** Sums in which nobody has meddled fit a bigint, which is the faster one. */
async function findAccountDifferences(runner: QueryRunner): Promise<FoundRow[]> {
  const avoided = ['indexscan', 'mergejoin'];
  try {
    return await findDifferences(runner, accountDifferences('bigint'), avoided);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code !== outOfRange) throw error;
    return findDifferences(runner, accountDifferences('numeric'), avoided);
  }
}

const outOfRange = '22003';

const count = `
  select (select count(*) from account) as accounts, (select count(*) from journal) as journals,
    (select count(*) from posting) as postings, (select count(distinct asset) from account) as assets`;

// Each posting against the one before it in its account, and the last one against the account itself: if none differs,
// the account's balance is the sum of its postings. Of each account the first difference is told. `number` is the type
// in which amounts are added.
const accountDifferences = (number: 'bigint' | 'numeric'): string => `
  with chain as (
    select account_id, journal_id, amount, balance_after, held, held_after,
      lag(balance_after, 1, 0::bigint) over own::${number} + amount as balance_expected,
      lag(held_after, 1, 0::bigint) over own::${number} + held as held_expected,
      lead(journal_id) over own is null as is_last
    from posting window own as (partition by account_id order by journal_id)
  ),
  suspect as (
    select * from chain
    where is_last or balance_after <> balance_expected or held_after <> held_expected
      or balance_after < held_after or held_after < 0
  ),
  difference as (
    select coalesce(s.account_id, a.id) as account_id, a.asset, s.journal_id, case
      when a.id is null then 'posting_without_account'
      when s.account_id is null then 'account_without_posting'
      when balance_after <> balance_expected then 'balance_after_wrong'
      when held_after <> held_expected then 'held_after_wrong'
      when held_after < 0 or case when a.kind = 'customer' then balance_after < held_after else held_after <> 0 end
        then 'account_not_covered'
      when is_last and a.balance <> balance_after then 'balance_wrong'
      when is_last and a.held <> held_after then 'held_wrong'
      when is_last and a.last_journal_id <> journal_id then 'last_journal_wrong'
    end as rule, amount, balance_expected, balance_after, held_expected, held_after, a.balance, a.held, a.last_journal_id
    from suspect s full join account a on a.id = s.account_id
  ),
  first as (
    select distinct on (account_id) * from difference where rule is not null order by account_id, journal_id
  )
  select rule, account_id as "accountId", asset, journal_id as "journalId",
    case rule
      when 'balance_after_wrong' then balance_expected::text
      when 'held_after_wrong' then held_expected::text
      when 'account_not_covered' then held_after::text
      when 'balance_wrong' then balance_after::text
      when 'held_wrong' then held_after::text
      when 'last_journal_wrong' then journal_id::text
    end as expected,
    case rule
      when 'posting_without_account' then amount::text
      when 'account_without_posting' then balance::text
      when 'balance_after_wrong' then balance_after::text
      when 'held_after_wrong' then held_after::text
      when 'account_not_covered' then balance_after::text
      when 'balance_wrong' then balance::text
      when 'held_wrong' then held::text
      when 'last_journal_wrong' then last_journal_id::text
    end as found
  from first order by account_id`;

const journalDifferences = `
  with line as (
    select p.journal_id, a.asset, p.amount from posting p left join account a on a.id = p.account_id
  ),
  total as (select journal_id, asset, sum(amount) as amount from line group by journal_id, asset),
  difference as (
    select coalesce(t.journal_id, j.id) as journal_id, t.asset, case
      when j.id is null then 'posting_without_journal'
      when t.journal_id is null then 'journal_without_posting'
      when t.amount <> 0 then 'journal_not_zero'
    end as rule, t.amount
    from total t full join journal j on j.id = t.journal_id
  )
  select rule, null as "accountId", asset, journal_id as "journalId",
    case rule when 'journal_not_zero' then '0' end as expected, amount::text as found
  from difference where rule is not null order by journal_id, asset`;

// Nothing but holds reserves money: what is held without one would be free for nobody, ever.
const holdDifferences = `
  with reserved as (
    select book_id, currency as asset, sum(amount) as amount from hold where status = 'open' group by book_id, currency
  ),
  reserving as (select book_id, asset, held from account where kind = 'customer' and held <> 0),
  difference as (
    select book_id, asset, coalesce(amount, 0) as expected, coalesce(held, 0) as found
    from reserved full join reserving using (book_id, asset)
    where coalesce(amount, 0) <> coalesce(held, 0)
  )
  select 'holds_not_held' as rule, a.id as "accountId", d.asset, a.last_journal_id as "journalId",
    d.expected::text as expected, d.found::text as found
  from difference d left join account a on a.book_id = d.book_id and a.asset = d.asset and a.kind = 'customer'
  order by d.book_id, d.asset`;

const assetDifferences = `
  select 'asset_not_zero' as rule, null as "accountId", asset, null as "journalId",
    '0' as expected, sum(balance)::text as found
  from account group by asset having sum(balance) <> 0 order by asset`;

/** A difference in a journal is told with the first account that it moved. */
async function withAccounts(runner: QueryRunner, rows: readonly FoundRow[]): Promise<Difference[]> {
  if (rows.length === 0) return [];
  const journals = rows.filter(({ accountId }) => accountId === null).map(({ journalId }) => journalId);
  const accounts = await runner.manager.query<(VerifiedAccount & { journalId: string | null })[]>(
    `with touched as (
       select account_id, journal_id from posting where journal_id = any ($2)
       union all select id, null from account where id = any ($1)
     )
     select a.id, a.book_id as "bookId", u.handle, a.asset, a.kind, t.journal_id as "journalId"
     from touched t join account a on a.id = t.account_id left join "user" u on u.id = a.book_id
     order by a.id`,
    [rows.map(({ accountId }) => accountId), journals],
  );
  return rows.map((row) => {
    const named = accounts.find(({ id, asset, journalId }) =>
      row.accountId === null
        ? journalId !== null && journalId === row.journalId && asset === row.asset
        : id === row.accountId,
    );
    if (!named) return { ...row, account: null };
    const { id, bookId, handle, asset, kind } = named;
    return { ...row, accountId: id, account: { id, bookId, handle, asset, kind } };
  });
}

type FoundRow = Omit<Difference, 'account'>;
type Counts = Record<'accounts' | 'journals' | 'postings' | 'assets', string>;

const numbers = ({ accounts, journals, postings, assets }: Counts) => ({
  accounts: Number(accounts),
  journals: Number(journals),
  postings: Number(postings),
  assets: Number(assets),
});
