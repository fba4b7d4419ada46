import type { Happening } from './happening.js';
import { movementsMax, type Movement, type Trader } from './trader.js';

/** How what happened moved the trader's available cash. */
export function movementsOf({ transaction, atMs, command, symbol, result, moved }: Happening): Movement[] {
  if (!moved || command === null) return [];
  return moved.map((funds) => ({
    transaction,
    at: new Date(atMs).toISOString(),
    command,
    symbol: result?.symbol ?? symbol ?? '',
    action: funds.startsWith('-') ? 'remove' : 'add',
    funds: funds.replace('-', ''),
  }));
}

/** The trader who remembers it, for their summary. */
export function remember(trader: Trader, happening: Happening): Trader {
  if (!happening.moved) return trader;
  const movements = [...trader.movements, ...movementsOf(happening)].slice(-movementsMax);
  return { ...trader, movements };
}
