import { weightsOf } from './weights.js';

export type AllocatedHolding = {
  readonly symbol: string;
  readonly assetClass: string | null;
  readonly currency: string | null;
  readonly sector: string | null;
  readonly country: string | null;
  /** Minor units of the portfolio's currency. */
  readonly value: bigint;
};

export const allocationKinds = ['position', 'class', 'currency', 'sector', 'country'] as const;
export type AllocationKind = (typeof allocationKinds)[number];

export type AllocationSlice = {
  /** Null for all that has no such property: the unclassified. */
  readonly key: string | null;
  readonly value: bigint;
  /** Basis points of the total; null where the total is not above zero. */
  readonly weightBp: number | null;
  /** What it should be; null without a target. */
  readonly targetBp: number | null;
  /** Weight less target, in basis points: 150 is one and a half percent points too much. */
  readonly driftBp: number | null;
};

const keyOf: Record<AllocationKind, (holding: AllocatedHolding) => string | null> = {
  position: ({ symbol }) => symbol,
  class: ({ assetClass }) => assetClass,
  currency: ({ currency }) => currency,
  sector: ({ sector }) => sector,
  country: ({ country }) => country,
};

/**
 * What a portfolio consists of, largest first, the unclassified last; the weights add up to 10,000 basis points. What has
 * a target and nothing in the portfolio is a slice too. Values below zero (debts) lower the total and have their weight.
 */
export function allocationOf(
  holdings: readonly AllocatedHolding[],
  by: AllocationKind,
  targets: ReadonlyMap<string, number> = new Map(),
): { readonly slices: readonly AllocationSlice[]; readonly total: bigint } {
  const values = new Map<string | null, bigint>([...targets.keys()].map((key) => [key, 0n]));
  for (const holding of holdings) {
    const key = keyOf[by](holding);
    values.set(key, (values.get(key) ?? 0n) + holding.value);
  }
  const entries = [...values];
  const weights = weightsOf(entries.map(([, value]) => value));
  const slices = entries.map(([key, value], index): AllocationSlice => {
    const weightBp = weights?.[index] ?? null;
    const targetBp = key === null ? null : (targets.get(key) ?? null);
    const driftBp = weightBp === null || targetBp === null ? null : weightBp - targetBp;
    return { key, value, weightBp, targetBp, driftBp };
  });
  slices.sort(
    (a, b) =>
      Number(a.key === null) - Number(b.key === null) || (a.value < b.value ? 1 : a.value > b.value ? -1 : 0),
  );
  return { slices, total: entries.reduce((sum, [, value]) => sum + value, 0n) };
}
