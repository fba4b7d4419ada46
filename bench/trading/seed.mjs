import { accountIdSql, bookIdSql, journalIdSql, orderIdSql } from '../ledger/ids.mjs';
import { currency } from '../ledger/commands.mjs';
import { seedPeople } from '../ledger/seed.mjs';

/** As many orders are filled by one tick, each of somebody else. */
export const ordersOfTick = 10_000;
/** What people place orders for through HTTP. */
export const httpSymbol = 'HTTP';
export const fillSymbol = (tick) => `FILL${String(tick).padStart(2, '0')}`;

const instruments = 1_000;
const ordersOfPerson = 10;
const given = 1_000_000;
const houseBookId = '00000000-0000-7000-8000-000000000001';
const placedAt = `timestamptz '2026-01-04'`;

/**
 * Open orders of many people, with the money that they reserve, as the product itself would have left them: limits, stops
 * and trailing stops, all purchases. Those of one tick, on an instrument of its own, lie scattered among the others.
 */
export async function seedOrders(client, { orders, ticks }) {
  const people = orders / ordersOfPerson;
  await addInstruments(client, ticks);
  await seedPeople(client, people);
  await client.query('begin');
  await addOrders(client, { orders, people, ticks });
  await addMoney(client, people);
  await client.query(`insert into order_progress (name, at) values ('prices', now())`);
  await client.query('commit');
  await client.query('vacuum (analyze)');
  await client.query('checkpoint');
}

// None of them has a history to be replayed: the only ticks are the benchmark's.
const addInstruments = (client, ticks) =>
  client.query(
    `insert into instrument (symbol, name, exchange, class, currency, tick_size, provider, start_price,
       yearly_volatility_bp, spread_bp, daily_volume)
     select symbol, 'Benchmark ' || symbol, 'NASDAQ', 'stock', $2, 0.01, 'replay', 100, 2000, 2, 40000000
     from unnest($1::text[]) symbol`,
    [
      [
        httpSymbol,
        ...Array.from({ length: ticks }, (_, tick) => fillSymbol(tick)),
        ...Array.from({ length: instruments - ticks - 1 }, (_, place) => restSymbol(place)),
      ],
      currency,
    ],
  );

const restSymbol = (place) => `REST${String(place).padStart(3, '0')}`;

/** The k-th order is in column k % columns, and nobody has two in one column. */
function addOrders(client, { orders, people, ticks }) {
  const columns = orders / ordersOfTick;
  const others = instruments - ticks - 1;
  return client.query(`
    insert into "order" (id, user_id, portfolio_id, book_id, symbol, asset, side, type, status, time_in_force,
      client_order_id, quantity, currency, filled_quantity, filled_cash, fee, limit_price, stop_price, trail_amount,
      watermark, reserve_price, order_class, held, is_point, version, created_at, updated_at, met_at)
    select ${orderIdSql('k')}, person, person, person, symbol, 'share:' || symbol, 'buy', type, 'open', 'gtc',
      'seed-' || k, 100000000, '${currency}', 0, 0, 0,
      case when type = 'limit' then price end, case when type = 'stop' then price end,
      case when type = 'trailing_stop' then price - 100 end, case when type = 'trailing_stop' then 100 end,
      price, 'simple', price * 100, false, 0, ${placedAt}, ${placedAt}, ${placedAt}
    from (
      select k, symbol, type, ${bookIdSql(`(k / ${columns} + k % ${columns} * ${ordersOfTick}) % ${people}`)} as person,
        case when symbol like 'FILL%' then 99 when type = 'limit' then 90 - k % 500 * 0.01 else 110 + k % 500 * 0.01 end
          as price
      from (
        select k,
          case when k % ${columns} < ${ticks} then 'FILL' || lpad((k % ${columns})::text, 2, '0')
            else 'REST' || lpad((k * 7919::bigint % ${others})::text, 3, '0') end as symbol,
          case when k % ${columns} < ${ticks} or k / ${columns} % 10 < 4 then 'limit'
            when k / ${columns} % 10 < 7 then 'stop' else 'trailing_stop' end as type
        from generate_series(0, ${orders - 1}) k
      ) as kind
    ) as placed`);
}

/** Everybody has a deposit, and a journal that reserves what their orders do; the account of the outside comes last. */
async function addMoney(client, people) {
  await client.query(`
    create temporary table reserved on commit drop as
    select row_number() over (order by id) - 1 as k, id as book_id, held from "user"
    join (select user_id, sum(held)::bigint as held from "order" group by user_id) as o on o.user_id = id`);
  await client.query(`
    insert into journal (id, kind, actor, at, origin)
    select ${journalIdSql('k')}, 'deposit', book_id, ${placedAt}, 'bench' from reserved
    union all
    select ${journalIdSql(`k + ${people}`)}, 'hold', book_id, ${placedAt}, 'bench' from reserved`);
  await client.query(`
    insert into posting (account_id, journal_id, amount, held, balance_after, held_after)
    select ${accountIdSql(people)}, ${journalIdSql('k')}, -${given}, 0, -${given} * (k + 1), 0 from reserved
    union all
    select ${accountIdSql('k')}, ${journalIdSql('k')}, ${given}, 0, ${given}, 0 from reserved
    union all
    select ${accountIdSql('k')}, ${journalIdSql(`k + ${people}`)}, 0, held, ${given}, held from reserved`);
  await client.query(`
    insert into account (id, book_id, asset, kind, balance, held, last_journal_id)
    select ${accountIdSql('k')}, book_id, '${currency}', 'customer', ${given}, held, ${journalIdSql(`k + ${people}`)}
    from reserved
    union all
    select ${accountIdSql(people)}, '${houseBookId}', '${currency}', 'outside', -${given}::bigint * ${people}, 0,
      ${journalIdSql(people - 1)}`);
}
