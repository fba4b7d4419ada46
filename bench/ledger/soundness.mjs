/** What a sound ledger never holds, each with the way to find it. */
const violations = {
  'an asset is not zero over all accounts':
    'select asset, sum(balance) from account group by asset having sum(balance) <> 0',
  'a customer owes money, or holds more than there is':
    "select id, balance, held from account where kind = 'customer' and (balance < 0 or balance < held) limit 5",
  'a journal is not zero': `
    select journal_id from posting join account on account.id = account_id
    group by journal_id, asset having sum(amount) <> 0 limit 5`,
  'a posting does not follow from the one before it': `
    select account_id, journal_id from (
      select account_id, journal_id, balance_after - amount as before,
        lag(balance_after, 1, 0::bigint) over (partition by account_id order by journal_id) as wanted
      from posting
    ) as chain where before <> wanted limit 5`,
  'an account differs from its last posting': `
    select id, balance, balance_after from account a
    left join posting p on p.account_id = a.id and p.journal_id = a.last_journal_id
    where balance_after is distinct from balance limit 5`,
};

/** How many transfers the ledger holds. */
export async function countTransfers(client) {
  const { rows } = await client.query("select count(*)::int as count from journal where kind = 'transfer'");
  return rows[0].count;
}

/** All that is wrong with a ledger; nothing when it is sound. `transfersWanted` is how many have to be in it. */
export async function findViolations(client, transfersWanted) {
  const found = [];
  for (const [what, statement] of Object.entries(violations)) {
    const { rows } = await client.query(statement);
    for (const row of rows) found.push(`${what}: ${JSON.stringify(row)}`);
  }
  const transfers = await countTransfers(client);
  if (transfers !== transfersWanted) {
    found.push(`${transfersWanted} transfers were answered, ${transfers} are in the ledger`);
  }
  return found;
}
