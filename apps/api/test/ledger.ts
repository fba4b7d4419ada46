import type { Command, Journal } from '@tradeyard/ledger';

/** Runs a statement on the database under test. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows are what the statement says
export type Query = (statement: string, parameters?: readonly unknown[]) => Promise<any[]>;

/** A row of any table, with its values as the table's entity names them. */
export type TestRow = { readonly table: string; readonly values: object };

type Booking = { actor?: string | null; key?: string; request?: string; rows?: readonly TestRow[] };

/** A command that books the journal as it is; its answer is the journal's id. Under a `key` it stands for `request`. */
export const booking = (
  journal: Journal,
  { actor = null, key, request = 'the same', rows = [] }: Booking = {},
): Command<string> => ({
  accounts: journal.lines.map(({ account }) => account),
  actor,
  origin: 'test',
  ...(key !== undefined && { idempotency: { key, fingerprint: request } }),
  decide: (unit) => {
    for (const { table, values } of rows) unit.save(table, { id: unit.newId(), ...values });
    return unit.book(journal).id;
  },
});

/** What a sound ledger never holds, each with the way to find it. */
const violations: Record<string, string> = {
  'an asset is not zero over all accounts':
    'select a.asset, sum(p.amount) from posting p join account a on a.id = p.account_id group by a.asset having sum(p.amount) <> 0',
  'a journal is not zero in an asset': `
    select p.journal_id, a.asset, sum(p.amount) from posting p join account a on a.id = p.account_id
    group by p.journal_id, a.asset having sum(p.amount) <> 0`,
  'a customer owes money or holds more than there is': `select * from account where kind = 'customer' and (held < 0 or balance < held)`,
  'a hold or order that is open is not held, or held is what none reserves': `
    select a.book_id, a.asset, a.held, sum(r.amount) from account a
    left join (
      select book_id, currency as asset, amount from hold where status = 'open'
      union all select book_id, case side when 'buy' then currency else asset end, held from "order" where held <> 0
      union all select trader_id, 'USD', cash from daytrading_reservation where side = 'buy'
      union all select trader_id, 'dayshare:' || symbol, shares from daytrading_reservation where side = 'sell'
    ) r on r.book_id = a.book_id and r.asset = a.asset and a.kind = 'customer'
    group by a.id having a.held <> coalesce(sum(r.amount), 0)`,
  'an account differs from its postings': `
    select a.id, a.balance, a.held, sum(p.amount), sum(p.held) from account a left join posting p on p.account_id = a.id
    group by a.id having a.balance <> coalesce(sum(p.amount), 0) or a.held <> coalesce(sum(p.held), 0)`,
  'an account does not know its last journal': `
    select a.id from account a where a.last_journal_id is distinct from
      (select journal_id from posting p where p.account_id = a.id order by journal_id desc limit 1)`,
  'postings of an account do not follow each other': `
    select * from (
      select account_id, balance_after, held_after, sum(amount) over own as running, sum(held) over own as reserved
      from posting window own as (partition by account_id order by journal_id)
    ) as chain where balance_after <> running or held_after <> reserved`,
  'a posting has no journal, or no account': `
    select p.* from posting p left join journal j on j.id = p.journal_id left join account a on a.id = p.account_id
    where j.id is null or a.id is null`,
  'a journal has no postings':
    'select j.id from journal j left join posting p on p.journal_id = j.id where p.journal_id is null',
  'an account does not know its cost': `
    select a.id, a.cost, a.cost_currency, c.* from account a
    left join lateral (select * from posting_cost where account_id = a.id order by journal_id desc limit 1) c on true
    where a.cost is distinct from c.cost_after or (a.cost is not null and a.cost_currency <> c.currency)`,
  // A batch under a key books a journal for each of its results; a day-trading command may move nothing.
  'a key has moved money more or less than once': `
    select coalesce(i.user_id, j.actor) as who, coalesce(i.key, j.idempotency_key) as key, count(j.id)
    from idempotency i
    full join (select * from journal where idempotency_key is not null and actor is not null) as j
      on j.actor = i.user_id and j.idempotency_key = i.key
    group by 1, 2, i.key, i.answer
    having i.key is null or count(j.id) <> json_array_length(coalesce(i.answer::json->'results', '[null]'))
      and not (count(j.id) = 0 and json_typeof(i.answer::json) = 'object' and i.answer::jsonb ?& array['transaction'])`,
};

/** All that is wrong with the ledger in the database; nothing when it is sound. */
export async function auditLedger(query: Query): Promise<string[]> {
  const found: string[] = [];
  for (const [what, statement] of Object.entries(violations)) {
    for (const row of await query(statement)) found.push(`${what}: ${JSON.stringify(row)}`);
  }
  return found;
}
