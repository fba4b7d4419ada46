import {
  DomainError,
  compareDecimals,
  divide,
  powerOfTen,
  roundToMinor,
  type Decimal,
  type Rounding,
} from '@tradeyard/kernel';
import { basisPoints, weightsOf } from './weights.js';

export type RebalanceHolding = {
  readonly symbol: string;
  /** Zero or more; zero for what is to be bought first. */
  readonly quantity: Decimal;
  /** Of one unit, in the portfolio's currency, above zero. */
  readonly price: Decimal;
  /** Orders are whole multiples of it: 1 for whole shares, 0.00000001 for coins. */
  readonly step: Decimal;
  /** Basis points of all that has a target, and of the cash; null for what is to be left alone. */
  readonly targetBp: number | null;
};

export type RebalanceInput = {
  readonly holdings: readonly RebalanceHolding[];
  /** Minor units to invest besides, zero or more. */
  readonly cash: bigint;
  /** Decimal places of the portfolio's currency. */
  readonly exponent: number;
  /** Minor units below which no order is worth its fee. */
  readonly minimumOrder: bigint;
  /** Without it the cash alone brings the weights nearer to their targets. */
  readonly maySell?: boolean;
};

export type RebalanceOrder = {
  readonly symbol: string;
  readonly side: 'sell' | 'buy';
  readonly quantity: Decimal;
  /** Minor units at the price of the plan: what a sale brings, rounded down, or a purchase costs, rounded up. */
  readonly amount: bigint;
};

export type RebalancedHolding = {
  readonly symbol: string;
  readonly value: bigint;
  readonly weightBp: number | null;
  readonly targetBp: number;
  readonly driftBp: number | null;
};

export type RebalancePlan = {
  /** Sales first: they pay for the purchases. */
  readonly orders: readonly RebalanceOrder[];
  /** Minor units that are left; zero or more. Its target is what the targets leave of 10,000. */
  readonly residual: bigint;
  /** What has a target, after all orders; weights are of it and of the residual. */
  readonly after: readonly RebalancedHolding[];
};

/** A holding in whole steps, with what they are worth. `steps` are those ordered: below zero to sell. */
type Line = {
  readonly holding: RebalanceHolding;
  readonly targetBp: number;
  readonly value: bigint;
  readonly wanted: bigint;
  readonly stepsHeld: bigint;
  steps: bigint;
};

/** What so many steps are worth in minor units: exact, and rounded once. */
function worthOf(
  { price, step }: RebalanceHolding,
  steps: bigint,
  exponent: number,
  rounding: Rounding,
): bigint {
  const digits = steps * step.digits * price.digits;
  return roundToMinor({ digits, scale: step.scale + price.scale }, exponent, rounding);
}

/** The most steps that cost no more than the amount. */
const stepsFor = ({ price, step }: RebalanceHolding, amount: bigint, exponent: number): bigint =>
  amount <= 0n
    ? 0n
    : (amount * powerOfTen(step.scale + price.scale)) / (step.digits * price.digits * powerOfTen(exponent));

function checkInput({ holdings, cash }: RebalanceInput): void {
  if (cash < 0n) throw new DomainError('amount_must_be_positive', 'The cash to invest is below zero', 'cash');
  const targets = holdings.map(({ targetBp }) => targetBp ?? 0);
  const sum = targets.reduce((total, target) => total + target, 0);
  if (targets.some((target) => target < 0 || !Number.isInteger(target)) || sum > basisPoints) {
    throw new DomainError(
      'percent_out_of_range',
      'Targets are zero or more and 100 % at most together',
      'targets',
    );
  }
  const zero: Decimal = { digits: 0n, scale: 0 };
  for (const { symbol, price, step, quantity } of holdings) {
    if (compareDecimals(price, zero) <= 0) {
      throw new DomainError('amount_must_be_positive', `The price of ${symbol} is not above zero`, 'price');
    }
    if (compareDecimals(step, zero) <= 0 || compareDecimals(quantity, zero) < 0) {
      throw new DomainError('amount_must_be_positive', `The quantity of ${symbol} is below zero`, 'quantity');
    }
  }
}

function linesOf({ holdings, cash, exponent }: RebalanceInput): Line[] {
  const targeted = holdings.flatMap((holding) => {
    const { quantity, price, targetBp } = holding;
    if (targetBp === null) return [];
    const digits = quantity.digits * price.digits;
    const value = roundToMinor({ digits, scale: quantity.scale + price.scale }, exponent, 'down');
    return [{ holding, targetBp, value }];
  });
  const total = targeted.reduce((sum, { value }) => sum + value, cash);
  return targeted.map(({ holding, targetBp, value }) => {
    const { quantity, step } = holding;
    return {
      holding,
      targetBp,
      value,
      wanted: divide(total * BigInt(targetBp), BigInt(basisPoints), 'down'),
      stepsHeld: (quantity.digits * powerOfTen(step.scale)) / (step.digits * powerOfTen(quantity.scale)),
      steps: 0n,
    };
  });
}

/** Sells what is above its target, no more than is held. Returns what it brings. */
function sell(lines: readonly Line[], { exponent, minimumOrder }: RebalanceInput): bigint {
  let proceeds = 0n;
  for (const line of lines) {
    const { holding, value, wanted, stepsHeld } = line;
    // The value was rounded down, so that no more steps fit into it than are held.
    const steps = wanted === 0n ? stepsHeld : stepsFor(holding, value - wanted, exponent);
    const amount = worthOf(holding, steps, exponent, 'down');
    if (steps <= 0n || amount <= 0n || amount < minimumOrder) continue;
    line.steps = -steps;
    proceeds += amount;
  }
  return proceeds;
}

const costOf = ({ holding }: Line, steps: bigint, exponent: number): bigint =>
  worthOf(holding, steps, exponent, 'up');

/** What so many steps more cost, on top of those that are ordered. */
const costOfMore = (line: Line, more: bigint, exponent: number): bigint =>
  costOf(line, line.steps + more, exponent) - costOf(line, line.steps, exponent);

/**
 * Buys what is below its target, each the same part of what it lacks where the budget is short of it. What whole steps
 * leave goes round again, and at last a step at a time to what lacks most, as long as one brings it nearer to its target.
 * Returns what is left.
 */
function buy(lines: readonly Line[], budget: bigint, { exponent, minimumOrder }: RebalanceInput): bigint {
  let left = budget;
  const stillLacks = (line: Line): bigint => line.wanted - line.value - costOf(line, line.steps, exponent);
  const order = (line: Line, more: bigint): bigint => {
    const cost = costOfMore(line, more, exponent);
    if (more <= 0n || cost > left) return 0n;
    line.steps += more;
    left -= cost;
    return more;
  };
  for (;;) {
    const open = lines.filter((line) => {
      const ofStep = costOfMore(line, 1n, exponent);
      // What was sold is not bought back for the cent by which rounding has it lack something.
      // And steps that cost less than a cent come by the cent: one by one they would take forever.
      return line.steps >= 0n && ofStep > 0n && ofStep <= left && 2n * stillLacks(line) > ofStep;
    });
    const [most] = open.toSorted((a, b) => (stillLacks(a) < stillLacks(b) ? 1 : -1));
    if (!most) break;
    const lacks = open.reduce((sum, line) => sum + stillLacks(line), 0n);
    const toSpend = left < lacks ? left : lacks;
    let ordered = 0n;
    for (const line of open) {
      const share = (stillLacks(line) * toSpend) / lacks;
      ordered += order(line, stepsFor(line.holding, share, exponent));
    }
    if (ordered === 0n && order(most, 1n) === 0n) break;
  }
  for (const line of lines) {
    const cost = costOf(line, line.steps, exponent);
    if (line.steps <= 0n || cost >= minimumOrder) continue;
    line.steps = 0n;
    left += cost;
  }
  return left;
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/**
 * Orders that bring a portfolio to its targets at the prices given, exact in minor units: sales of what is above, then
 * purchases with the cash and what the sales bring. Steps and the minimum order may leave a drift, which is told. Throws
 * `percent_out_of_range` for targets below zero or above 100 % together, `amount_must_be_positive` for cash or a quantity
 * below zero, or a price or step that is not above it.
 */
export function planRebalance(input: RebalanceInput): RebalancePlan {
  checkInput(input);
  const { exponent, cash, maySell = true } = input;
  const lines = linesOf(input);
  const residual = buy(lines, cash + (maySell ? sell(lines, input) : 0n), input);
  const orders = lines
    .filter(({ steps }) => steps !== 0n)
    .map((line): RebalanceOrder => {
      const { symbol, step } = line.holding;
      const steps = magnitude(line.steps);
      const side = line.steps < 0n ? 'sell' : 'buy';
      const quantity = { digits: steps * step.digits, scale: step.scale };
      const amount = worthOf(line.holding, steps, exponent, side === 'sell' ? 'down' : 'up');
      return { symbol, side, quantity, amount };
    })
    .sort((a, b) => Number(a.side === 'buy') - Number(b.side === 'buy'));
  const values = lines.map((line) => {
    const change = worthOf(line.holding, magnitude(line.steps), exponent, 'down');
    return line.steps < 0n ? line.value - change : line.value + change;
  });
  const weights = weightsOf([...values, residual]);
  const after = lines.map(({ holding: { symbol }, targetBp }, index): RebalancedHolding => {
    const weightBp = weights?.[index] ?? null;
    const driftBp = weightBp === null ? null : weightBp - targetBp;
    return { symbol, value: values[index] ?? 0n, weightBp, targetBp, driftBp };
  });
  return { orders, residual, after };
}
