import type { Schemas } from '../api.js';
import { clean, numberFault } from '../forms/amount.js';

/** How a stop-loss is given: its price, or how far it follows the best price. */
export type StopLossKind = 'price' | 'amount' | 'percent';

/** A take-profit and a stop-loss as they are typed; what is empty is not wanted. */
export type Exits = { takeProfit: string; stopLossKind: StopLossKind; stopLoss: string };

export const noExits: Exits = { takeProfit: '', stopLossKind: 'price', stopLoss: '' };

export const exitFaults = {
  takeProfit: ({ takeProfit, stopLoss }: Exits): string | null =>
    takeProfit.trim() || stopLoss.trim()
      ? optionalFault(takeProfit, 'Enter a price')
      : 'Enter a take-profit, a stop-loss, or both',
  stopLoss: ({ stopLossKind, stopLoss }: Exits): string | null =>
    optionalFault(stopLoss, stopLossKind === 'percent' ? 'Enter a percentage' : 'Enter a price'),
};

const optionalFault = (typed: string, sentence: string): string | null =>
  typed.trim() === '' ? null : numberFault(typed, sentence);

/** As the API takes them. */
export function exitsBody({ takeProfit, stopLossKind, stopLoss }: Exits): {
  takeProfit?: Schemas['TakeProfitDto'];
  stopLoss?: Schemas['StopLossDto'];
} {
  const stop = clean(stopLoss);
  return {
    ...(takeProfit.trim() && { takeProfit: { limitPrice: clean(takeProfit) } }),
    ...(stop && {
      stopLoss:
        stopLossKind === 'price'
          ? { stopPrice: stop }
          : stopLossKind === 'amount'
            ? { trailAmount: stop }
            : { trailPercent: stop },
    }),
  };
}

/** Which field a path into the body belongs to; null for none of these. */
export const exitFieldOf = (path: string): 'takeProfit' | 'stopLoss' | null =>
  path.startsWith('takeProfit') ? 'takeProfit' : path.startsWith('stopLoss') ? 'stopLoss' : null;
