import { setImmediate as nextTurn } from 'node:timers/promises';
import { DomainError } from '@tradeyard/kernel';
import type { HandPrice } from './activities-reader.service.js';
import type { Step } from './activity-writer.service.js';

/** Twenty years of fifty assets: all are read whenever a portfolio is computed anew. */
export const handPricesMax = 250_000;

/** So many are written in a few hundredths of a second. */
const chunkSize = 5_000;

/**
 * Writes prices, of which no two are of the same asset and day, or takes them away where they are null. Answers how many
 * were not so before. Throws `too_many_prices`.
 */
export async function writePrices(step: Step, prices: readonly HandPrice[]): Promise<number> {
  let changed = 0;
  for (let start = 0; start < prices.length; start += chunkSize) {
    if (start > 0) await nextTurn();
    changed += await writeChunk(step, prices.slice(start, start + chunkSize));
  }
  if (changed > 0) await requireRoom(step);
  return changed;
}

async function writeChunk(
  { manager, portfolioId, version }: Step,
  prices: readonly HandPrice[],
): Promise<number> {
  const changed = await manager.query<unknown[]>(
    `insert into tracked_price as p (portfolio_id, symbol, day, price, version)
     select $1, r.symbol, r.day, r.price, $2 from unnest($3::text[], $4::date[], $5::numeric[]) as r (symbol, day, price)
     where r.price is not null or exists (
       select from tracked_price where portfolio_id = $1 and symbol = r.symbol and day = r.day)
     on conflict (portfolio_id, symbol, day) do update set price = excluded.price, version = excluded.version
       where p.price is distinct from excluded.price
     returning 1`,
    [
      portfolioId,
      version,
      prices.map(({ symbol }) => symbol),
      prices.map(({ day }) => day),
      prices.map(({ price }) => price),
    ],
  );
  return changed.length;
}

async function requireRoom({ manager, portfolioId }: Step): Promise<void> {
  const [beyond] = await manager.query<unknown[]>(
    'select from tracked_price where portfolio_id = $1 limit 1 offset $2',
    [portfolioId, handPricesMax],
  );
  if (beyond) {
    const message = `A portfolio has room for ${handPricesMax} prices by hand`;
    throw new DomainError('too_many_prices', message, 'prices');
  }
}
