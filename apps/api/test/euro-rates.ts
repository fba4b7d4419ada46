import type { TestApp } from './app.js';

/** Sets what a euro is worth on a day, as decimal text by currency. */
export async function setRates(app: TestApp, date: string, rates: Record<string, string>): Promise<void> {
  await app.query(
    `insert into rate (currency, date, per_euro, source)
     select currency, $1, per_euro, 'ECB' from unnest($2::text[], $3::numeric[]) as given (currency, per_euro)
     on conflict on constraint rate_pkey do update set per_euro = excluded.per_euro`,
    [date, Object.keys(rates), Object.values(rates)],
  );
}
