import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { formatMoney, money } from '@tradeyard/kernel';
import { transfer } from '@tradeyard/ledger';

/** The currency of every account that takes part. */
export const currency = 'EUR';

/** All that the benchmark needs to know of the ledger's own form. */

/** One minor unit from book to book, remembered under a key of its own, with an answer like the wallet's. */
export function transferCommand(fromBookId, toBookId) {
  const amount = money(1n, currency);
  const journal = transfer(fromBookId, toBookId, amount);
  return {
    accounts: journal.lines.map(({ account }) => account),
    actor: fromBookId,
    origin: 'bench',
    idempotency: { key: randomUUID(), fingerprint: `transfer ${fromBookId} ${toBookId} 1` },
    decide: (unit) => {
      const { id, at, postings } = unit.book(journal);
      return {
        id,
        kind: journal.kind,
        at: at.toISOString(),
        amount: formatMoney(amount),
        balanceAfter: formatMoney(money(postings[0].account.balance, currency)),
      };
    },
  };
}

class BenchModule {}

/** The ledger as the API has it, on the database of the environment, with nothing else of the API around it. */
export async function openLedger() {
  const built = '../../apps/api/dist';
  const { PlatformModule } = await import(`${built}/platform/platform.module.js`);
  const { LedgerModule } = await import(`${built}/ledger/ledger.module.js`);
  const { LedgerService } = await import(`${built}/ledger/ledger.service.js`);
  const context = await NestFactory.createApplicationContext(
    { module: BenchModule, imports: [PlatformModule, LedgerModule] },
    { logger: ['fatal', 'error', 'warn'], abortOnError: false },
  );
  return context.get(LedgerService);
}
