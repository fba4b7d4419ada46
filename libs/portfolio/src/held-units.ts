import type { Decimal } from '@tradeyard/kernel';
import type { Activity } from './activity.js';
import { inOrder } from './activity-order.js';
import { factorOf, quantityOf, scaleUnits, unitsOf, wholeUnit } from './unit-count.js';

/** Units of 10^-18 that are held and that are owed. */
type Sides = { long: bigint; short: bigint };

/** Counts what is held of each asset, with the rounding of the lots but without them: quantities alone. */
export class HeldUnits {
  private readonly sides = new Map<string, Sides>();

  sidesOf(symbol: string): Readonly<Sides> {
    return this.sides.get(symbol) ?? { long: 0n, short: 0n };
  }

  apply(activity: Activity): void {
    const { type, symbol, quantity } = activity;
    if (symbol === null) return;
    const sides = this.get(symbol);
    if (type === 'split') this.split(sides, activity);
    else if (type === 'merger') this.merge(sides, activity);
    else if (type === 'spin_off') this.spinOff(sides, activity);
    else if (quantity) trade(sides, type, unitsOf(quantity));
  }

  private get(symbol: string): Sides {
    const known = this.sides.get(symbol);
    if (known) return known;
    const sides = { long: 0n, short: 0n };
    this.sides.set(symbol, sides);
    return sides;
  }

  private split(sides: Sides, { ratio, amount }: Activity): void {
    if (!ratio) return;
    for (const side of ['long', 'short'] as const) {
      const units = scaleUnits(sides[side], factorOf(ratio));
      sides[side] = amount ? units - (units % wholeUnit) : units;
    }
  }

  private merge(sides: Sides, { ratio, target }: Activity): void {
    for (const side of ['long', 'short'] as const) {
      if (ratio && target !== null) this.get(target)[side] += scaleUnits(sides[side], factorOf(ratio));
      sides[side] = 0n;
    }
  }

  private spinOff(sides: Sides, { ratio, target, amount }: Activity): void {
    if (!ratio || target === null) return;
    for (const side of ['long', 'short'] as const) {
      const units = scaleUnits(sides[side], factorOf(ratio));
      this.get(target)[side] += amount ? units - (units % wholeUnit) : units;
    }
  }
}

function trade(sides: Sides, type: Activity['type'], units: bigint): void {
  if (type === 'buy' || type === 'cover' || type === 'item' || type === 'transfer_in') {
    const closing = units < sides.short ? units : sides.short;
    sides.short -= closing;
    sides.long += units - closing;
  } else if (type === 'sell' || type === 'short' || type === 'transfer_out') {
    const closing = units < sides.long ? units : sides.long;
    sides.long -= closing;
    sides.short += units - closing;
  }
}

/** An activity that takes more than was held before it. */
export type Oversold = { readonly activity: Activity; readonly held: Decimal };

/**
 * The first sale or transfer of more units than are held, null where there is none. Only `short` sells what is not held.
 * Splits of the market have to be among the activities: `withMarketSplits`.
 */
export function findOversold(activities: readonly Activity[]): Oversold | null {
  const held = new HeldUnits();
  for (const activity of inOrder(activities)) {
    const { type, symbol, quantity } = activity;
    if ((type === 'sell' || type === 'transfer_out') && symbol !== null && quantity) {
      const { long: units } = held.sidesOf(symbol);
      if (unitsOf(quantity) > units) return { activity, held: quantityOf(units) };
    }
    held.apply(activity);
  }
  return null;
}
