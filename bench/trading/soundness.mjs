import { findViolations } from '../ledger/soundness.mjs';

/** What orders never leave behind, each with the way to find it. */
const violations = {
  'an account reserves something else than its orders': `
    select a.id, a.held, o.held from account a
    left join (
      select book_id, currency, sum(o.held) as held from "order" o where side = 'buy' group by book_id, currency
    ) as o on o.book_id = a.book_id and o.currency = a.asset
    where a.kind = 'customer' and a.held <> coalesce(o.held, 0) limit 5`,
  'a fill is not in the ledger': `
    select fill.id from fill left join journal on journal.id = journal_id
    where journal.kind is distinct from 'trade' limit 5`,
  'an order differs from its fills': `
    select o.id from "order" o left join (
      select order_id, sum(quantity) as quantity, sum(cash) as cash from fill group by order_id
    ) as f on f.order_id = o.id
    where filled_quantity <> coalesce(f.quantity, 0) or filled_cash <> coalesce(f.cash, 0) limit 5`,
};

/** All that is wrong with orders and ledger; `filled` and `placed` are how many have to be there. */
export async function findFaults(client, { filled, placed }) {
  const found = await findViolations(client, 0);
  for (const [what, statement] of Object.entries(violations)) {
    const { rows } = await client.query(statement);
    for (const row of rows) found.push(`${what}: ${JSON.stringify(row)}`);
  }
  const { rows } = await client.query(
    `select (select count(*) from fill)::int as filled,
       (select count(*) from "order" where client_order_id not like 'seed-%')::int as placed`,
  );
  const [counted] = rows;
  if (counted.filled !== filled)
    found.push(`${filled} orders were filled, ${counted.filled} fills are there`);
  if (counted.placed !== placed) found.push(`${placed} orders were placed, ${counted.placed} are there`);
  return found;
}
