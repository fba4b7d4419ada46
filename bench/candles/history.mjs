export const minutes = 100_000;
export const tenYears = 3_652;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
const firstMondayMs = 4 * dayMs;

/** How much time one table of the product holds: apps/api/src/market-data/candle-partitions.service.ts. */
const tableMs = { '1m': weekMs, '5m': 4 * weekMs, '15m': 12 * weekMs, '1h': 52 * weekMs };
const lengths = { '5m': '5 minutes', '15m': '15 minutes', '1h': '1 hour' };

const stretchStart = (atMs, lengthMs) => atMs - ((atMs - firstMondayMs) % lengthMs);

/** Days and minutes of many instruments until now, in the order in which they come in: each minute of all, then the next. */
export async function fillMinutes(client, symbol, instruments, end) {
  const nowMs = Math.floor(Date.now() / minuteMs) * minuteMs;
  const fromMs = nowMs - minutes * minuteMs;
  const symbols = Array.from({ length: instruments }, (_, index) =>
    index === 0 ? symbol : `BENCH${index + 1}`,
  );
  await client.query(
    `insert into instrument (symbol, name, exchange, class, currency, tick_size, start_price, yearly_volatility_bp,
       spread_bp, daily_volume, status)
     select symbol, symbol, 'BENCH', 'stock', 'USD', 0.01, 100, 2000, 1, 1000000, 'halted' from unnest($1::text[]) as symbol`,
    [symbols],
  );
  for (const [interval, lengthMs] of Object.entries(tableMs)) {
    for (let startMs = stretchStart(fromMs, lengthMs); startMs <= nowMs; startMs += lengthMs) {
      const name = `${interval}_${new Date(startMs).toISOString().slice(0, 10).replaceAll('-', '')}`;
      for (const table of ['candle', 'candle_pack']) {
        await client.query(
          `create table if not exists ${table}_${name} partition of ${table}_${interval} for values
             from ('${new Date(startMs).toISOString()}') to ('${new Date(startMs + lengthMs).toISOString()}')`,
        );
      }
    }
  }
  const write = (interval, length, startMs, count) =>
    client.query(
      `insert into candle select symbol, '${interval}', at, open, open + 0.17, open - 0.23, open + 0.05,
         step * 7919 % 100000, 'imported'
       from generate_series(0, ${count - 1}) as step
       cross join unnest($1::text[]) with ordinality as named (symbol, place)
       cross join lateral (select to_timestamp(${startMs / 1_000}) + step * interval '${length}' as at,
         round(200 + ((step * 31 + place * 7) % 9973)::numeric / 100, 2) as open offset 0) as made
       order by step, place`,
      [symbols],
    );
  await write('1d', '1 day', Math.floor(nowMs / dayMs) * dayMs - (tenYears - 1) * dayMs, tenYears);
  const perTurn = 5_000;
  for (let written = 0; written < minutes; written += perTurn) {
    end.throwIfAborted();
    await write('1m', '1 minute', fromMs + written * minuteMs, perTurn);
  }
  for (const [interval, length] of Object.entries(lengths)) {
    await client.query(
      `insert into candle
       select symbol, '${interval}', date_bin('${length}', at, timestamptz 'epoch') as start, (array_agg(open order by at))[1],
         max(high), min(low), (array_agg(close order by at desc))[1], sum(volume), 'imported'
       from candle where symbol = $1 and "interval" = '1m' group by symbol, start`,
      [symbol],
    );
  }
  await client.query('analyze candle');
}

/** How many minutes of all instruments lie in packs. */
export async function packedMinutes(client) {
  const { rows } = await client.query(
    `select coalesce(sum(count), 0)::integer as packed from candle_pack where "interval" = '1m'`,
  );
  return rows[0].packed;
}
