import { Injectable } from '@nestjs/common';
import type { QueryRunner } from 'typeorm';

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
  'cost_after_wrong',
  'cost_without_balance',
  'cost_without_posting',
  'cost_wrong',
  'asset_not_zero',
] as const;
export type VerificationRule = (typeof verificationRules)[number];

/**
 * Where the ledger first differs from what its postings come to. `expected` and
 * `found` are minor units, ids of journals, or minor units of a cost with their
 * currency.
 */
export type FoundDifference = {
  readonly rule: VerificationRule;
  readonly accountId: string | null;
  readonly journalId: string | null;
  readonly asset: string | null;
  readonly expected: string | null;
  readonly found: string | null;
};

/** Of each kind of check; whoever looks for the cause starts with the first. */
const differencesMax = 5;

/** Looks for what a sound ledger never holds, in the transaction of whoever asks. */
@Injectable()
export class DifferencesService {
  async find(runner: QueryRunner): Promise<FoundDifference[]> {
    return [
      ...(await findAccountDifferences(runner)),
      ...(await findDifferences(runner, journalDifferences, ['hashagg'])),
      ...(await findDifferences(runner, holdDifferences)),
      ...(await findDifferences(runner, costDifferences, ['indexscan', 'nestloop'])),
      ...(await findDifferences(runner, assetDifferences)),
    ];
  }
}

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
): Promise<FoundDifference[]> {
  await runner.query('savepoint settings');
  try {
    for (const way of avoided) await runner.query(`set local enable_${way} = off`);
    return await runner.manager.query<FoundDifference[]>(`${statement} limit ${differencesMax}`);
  } finally {
    await runner.query('rollback to savepoint settings');
  }
}

/** Sums in which nobody has meddled fit a bigint, which is the faster one. */
async function findAccountDifferences(runner: QueryRunner): Promise<FoundDifference[]> {
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

// Nothing but holds, orders and reservations of day trading reserves anything: what is held without one would be free for nobody, ever.
const holdDifferences = `
  with reserved as (
    select book_id, asset, sum(amount) as amount from (
      select book_id, currency as asset, amount from hold where status = 'open'
      union all
      select book_id, case side when 'buy' then currency else asset end, held from "order" where held <> 0
      union all
      select trader_id, 'USD', cash from daytrading_reservation where side = 'buy'
      union all
      select trader_id, 'dayshare:' || symbol, shares from daytrading_reservation where side = 'sell' and shares > 0
    ) as each group by book_id, asset
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

// Each cost against the one before it in its account, as far as both are counted in one currency, and the last one
// against the account; one pass over what is counted. Where nothing was there before, the cost began at zero; where an
// owner began to count in another currency, or a balance was there that nobody had counted, it began at some worth.
const costDifferences = `
  with chain as (
    select c.*, p.amount, p.balance_after,
      lead(c.journal_id) over own is null as is_last,
      case
        when lag(c.cost_after) over own is not null and lag(c.currency) over own = c.currency then lag(c.cost_after) over own
        when p.balance_after = p.amount then 0
      end::numeric + c.cost as cost_expected
    from posting_cost c left join posting p on p.account_id = c.account_id and p.journal_id = c.journal_id
    window own as (partition by c.account_id order by c.journal_id)
  ),
  difference as (
    select coalesce(c.account_id, a.id) as account_id, c.journal_id, case
      when c.account_id is not null and c.amount is null then 'cost_without_posting'
      when c.cost_after <> c.cost_expected then 'cost_after_wrong'
      when c.balance_after = 0 and c.cost_after <> 0 then 'cost_without_balance'
      when coalesce(c.is_last, true) and (a.cost is distinct from c.cost_after
        or (c.cost_after is not null and a.cost_currency is distinct from c.currency)) then 'cost_wrong'
    end as rule,
    cost_expected || ' ' || c.currency as chained, c.cost_after || ' ' || c.currency as told, a.cost || ' ' || a.cost_currency as kept
    from chain c full join (select * from account where cost is not null) a on a.id = c.account_id
  ),
  first as (
    select distinct on (account_id) * from difference where rule is not null order by account_id, journal_id
  )
  select rule, account_id as "accountId", null as asset, journal_id as "journalId",
    case rule when 'cost_after_wrong' then chained when 'cost_wrong' then coalesce(told, 'nothing')
      when 'cost_without_balance' then '0' end as expected,
    case rule when 'cost_wrong' then coalesce(kept, 'nothing') else told end as found
  from first order by account_id`;

const assetDifferences = `
  select 'asset_not_zero' as rule, null as "accountId", asset, null as "journalId",
    '0' as expected, sum(balance)::text as found
  from account group by asset having sum(balance) <> 0 order by asset`;
