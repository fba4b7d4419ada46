import { currency } from './commands.mjs';
import { accountIdSql, bookIdSql, journalIdSql } from './ids.mjs';

/** What each account is given at first, in minor units: nobody runs dry within a benchmark. */
const given = 1_000_000;

/** After the deposits everybody sends one minor unit to somebody else this many times, and gets one as often. */
const seedRounds = 4;

const houseBookId = '00000000-0000-7000-8000-000000000001';

/** Postings of a ledger with this many accounts: two for each deposit and for each transfer. */
export const seededPostings = (accounts) => accounts * 2 * (1 + seedRounds);

/**
 * Fills an empty ledger in bulk, and leaves it as the product itself would have: journals sum to zero, and the
 * postings of each account, in the order of their journals, chain up to its balance.
 */
export async function seedLedger(client, accounts) {
  await client.query('begin');
  await addJournals(client, accounts);
  await addDeposits(client, accounts);
  for (let round = 1; round <= seedRounds; round++) await addTransfers(client, accounts, round);
  await addAccounts(client, accounts);
  await client.query('commit');
  await client.query('vacuum (analyze)');
}

// Journals 0 to n-1 are the deposits; those of round r begin at n * r.
const addJournals = (client, accounts) =>
  client.query(`
    insert into journal (id, kind, actor, at, origin)
    select ${journalIdSql('k')}, case when k < ${accounts} then 'deposit' else 'transfer' end,
      ${bookIdSql(`k % ${accounts}`)}, timestamptz '2026-01-03' + k / 64 * interval '1 millisecond', 'bench'
    from generate_series(0, ${accounts * (1 + seedRounds) - 1}) k`);

// The account of the outside has the number after the last person's.
const addDeposits = (client, accounts) =>
  client.query(`
    insert into posting (account_id, journal_id, amount, held, balance_after, held_after)
    select ${accountIdSql(accounts)}, ${journalIdSql('k')}, -${given}, 0, -${given} * (k + 1)::bigint, 0
    from generate_series(0, ${accounts - 1}) k
    union all
    select ${accountIdSql('k')}, ${journalIdSql('k')}, ${given}, 0, ${given}, 0
    from generate_series(0, ${accounts - 1}) k`);

/**
 * In its own journal of the round each account sends one unit to the account `step` further on. Those behind the
 * first `step` have got theirs by then, because the journal of who sends to them comes before their own; the first
 * `step` send before they get.
 */
function addTransfers(client, accounts, round) {
  const step = stepOf(accounts, round);
  const journal = journalIdSql(`${accounts * round} + k`);
  return client.query(`
    insert into posting (account_id, journal_id, amount, held, balance_after, held_after)
    select side.account_id, ${journal}, side.amount, 0, side.balance_after, 0
    from generate_series(0, ${accounts - 1}) k
    cross join lateral (values
      (${accountIdSql('k')}, -1, case when k < ${step} then ${given} - 1 else ${given} end),
      (${accountIdSql(`(k + ${step}) % ${accounts}`)}, 1,
        case when k + ${step} < ${accounts} then ${given} + 1 else ${given} end)
    ) as side (account_id, amount, balance_after)`);
}

// Far from each other and never the whole way round.
const stepOf = (accounts, round) => Math.floor((accounts * round) / (seedRounds + 1)) + 1;

async function addAccounts(client, accounts) {
  const step = stepOf(accounts, seedRounds);
  const lastRound = accounts * seedRounds;
  // The later of its own journal in the last round and of the one that sent to it.
  const last = `${lastRound} + case when k < ${step} then k + ${accounts} - ${step} else k end`;
  await client.query(`
    insert into account (id, book_id, asset, kind, balance, held, last_journal_id)
    select ${accountIdSql('k')}, ${bookIdSql('k')}, '${currency}', 'customer', ${given}, 0, ${journalIdSql(last)}
    from generate_series(0, ${accounts - 1}) k`);
  await client.query(`
    insert into account (id, book_id, asset, kind, balance, held, last_journal_id)
    values (${accountIdSql(accounts)}, '${houseBookId}', '${currency}', 'outside',
      -${given}::bigint * ${accounts}, 0, ${journalIdSql(accounts - 1)})`);
}

/** People for the seeded books, so that money can be sent to their handles. Nobody can sign in as one of them. */
export async function seedPeople(client, accounts) {
  const name = `'bench-' || lpad(k::text, 7, '0')`;
  await client.query(`
    insert into "user" (id, email, handle, display_name, base_currency, password_hash, created_at)
    select ${bookIdSql('k')}, ${name} || '@example.org', ${name}, 'Bench ' || k, '${currency}', 'none',
      timestamptz '2026-01-01'
    from generate_series(0, ${accounts - 1}) k`);
  await client.query('vacuum (analyze) "user"');
}

/** The handle of a seeded person; all are equally long. */
export const handle = (number) => `bench-${String(number).padStart(7, '0')}`;
