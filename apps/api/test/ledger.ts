import type { Command, Journal, NewRow } from '@tradeyard/ledger';

/** Runs a statement on the database under test. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows are what the statement says
export type Query = (statement: string, parameters?: readonly unknown[]) => Promise<any[]>;

type Booking = { actor?: string | null; key?: string; request?: string; rows?: readonly NewRow[] };

/** A command that books the journal as it is; its answer is the journal's id. Under a `key` it stands for `request`. */
export const booking = (
  journal: Journal,
  { actor = null, key, request = 'the same', rows = [] }: Booking = {},
): Command<string> => ({
  accounts: journal.lines.map(({ account }) => account),
  actor,
  ...(key !== undefined && { idempotency: { key, fingerprint: request } }),
  decide: ({ newId }) => {
    const id = newId();
    return { journals: [{ ...journal, id }], rows, answer: () => id };
  },
});

/** What a sound ledger never holds, each with the way to find it. */
const violations: Record<string, string> = {
  'an asset is not zero over all accounts':
    'select a.asset, sum(p.amount) from posting p join account a on a.id = p.account_id group by a.asset having sum(p.amount) <> 0',
  'a journal is not zero in an asset': `
    select p.journal_id, a.asset, sum(p.amount) from posting p join account a on a.id = p.account_id
    group by p.journal_id, a.asset having sum(p.amount) <> 0`,
  'a customer owes money': `select * from account where kind in ('available', 'held') and balance < 0`,
  'an account differs from its postings': `
    select a.id, a.balance, a.seq, sum(p.amount), count(p.*) from account a left join posting p on p.account_id = a.id
    group by a.id having a.balance <> coalesce(sum(p.amount), 0) or a.seq <> count(p.*)`,
  'postings of an account do not follow each other': `
    select * from (
      select account_id, seq, balance_after, row_number() over own as place, sum(amount) over own as running
      from posting window own as (partition by account_id order by seq)
    ) as chain where seq <> place or balance_after <> running`,
  'a posting has no journal, or no account of its book': `
    select p.* from posting p left join journal j on j.id = p.journal_id
    left join account a on a.id = p.account_id and a.book_id = p.book_id
    where j.id is null or a.id is null`,
  'a journal has no postings':
    'select j.id from journal j left join posting p on p.journal_id = j.id where p.journal_id is null',
  'a key has moved money more or less than once': `
    select coalesce(i.user_id, j.actor) as who, coalesce(i.key, j.idempotency_key) as key, count(j.*)
    from idempotency i
    full join (select * from journal where idempotency_key is not null and actor is not null) as j
      on j.actor = i.user_id and j.idempotency_key = i.key
    group by 1, 2 having count(j.*) <> 1 or count(i.*) <> 1`,
};

/** All that is wrong with the ledger in the database; nothing when it is sound. */
export async function auditLedger(query: Query): Promise<string[]> {
  const found: string[] = [];
  for (const [what, statement] of Object.entries(violations)) {
    for (const row of await query(statement)) found.push(`${what}: ${JSON.stringify(row)}`);
  }
  return found;
}
