import { connect, databaseOptions } from '../../apps/api/dist/platform/database.js';

/** What the crowd watches: as many instruments as its goal says. */
export const symbols = Array.from({ length: 100 }, (_, index) => `BENCH${String(index).padStart(3, '0')}`);

/** Makes the tables of an empty database, with simulated instruments that tick the whole day. */
export async function prepareMarket(databaseUrl) {
  const dataSource = await connect(databaseOptions(databaseUrl));
  try {
    await dataSource.query(
      `insert into instrument (symbol, name, exchange, class, currency, tick_size, start_price,
         yearly_volatility_bp, spread_bp, daily_volume)
       select symbol, 'Benchmark ' || symbol, 'NASDAQ', 'stock', 'USD', 0.01, 100 + place, 9000, 2, 40000000
       from unnest($1::text[]) with ordinality as listed (symbol, place)`,
      [symbols],
    );
  } finally {
    await dataSource.destroy();
  }
}
