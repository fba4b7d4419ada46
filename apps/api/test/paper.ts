import { parseDecimal, shareOf } from '@tradeyard/kernel';
import { customer, house, move } from '@tradeyard/ledger';
import { costOf } from '@tradeyard/trading';
import { DataSource } from 'typeorm';
import { LedgerService } from '../src/ledger/ledger.service.js';
import { QuotesService } from '../src/market-data/quotes.service.js';
import type { TestApp } from './app.js';
import { booking } from './ledger.js';

/** Buys or sells whole shares in a book at the quote of this moment, as an order would, past all orders. */
export async function tradeShares(
  app: TestApp,
  bookId: string,
  side: 'buy' | 'sell',
  quantity: string,
  symbol = 'AAPL',
): Promise<void> {
  const quote = app.get(QuotesService).getQuote(symbol);
  const units = parseDecimal(quantity).digits * 10n ** 8n;
  const [asset, currency] = [shareOf(symbol), quote.currency];
  const isBuy = side === 'buy';
  const cash = costOf(units, isBuy ? quote.ask : quote.bid, currency, isBuy ? 'up' : 'down');
  const sides = [customer(bookId, currency), house('market', currency)] as const;
  const goods = [house('market', asset), customer(bookId, asset)] as const;
  const lines = isBuy
    ? [...move(...sides, cash), ...move(...goods, units)]
    : [...move(goods[1], goods[0], units), ...move(sides[1], sides[0], cash)];
  await app.get(LedgerService).submit(booking({ kind: 'trade', lines }));
}

export const usd = (amount: string) => ({ amount, currency: 'USD' });

/** The plan of a statement where tables are too small for indexes to be worth it. */
export async function explain(
  app: TestApp,
  statement: string,
  parameters: readonly unknown[],
): Promise<string> {
  return app.get(DataSource).transaction(async (manager) => {
    for (const way of ['seqscan', 'bitmapscan', 'sort']) await manager.query(`set local enable_${way} = off`);
    return JSON.stringify(await manager.query(`explain ${statement}`, [...parameters]));
  });
}
