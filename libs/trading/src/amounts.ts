import {
  divide,
  getCurrency,
  powerOfTen,
  unitExponent,
  type Decimal,
  type Rounding,
} from '@tradeyard/kernel';

/** `quantity` hundred-millionths at `price` per whole unit, in the currency's minor units. */
export function costOf(quantity: bigint, price: Decimal, currency: string, rounding: Rounding): bigint {
  const numerator = quantity * price.digits * powerOfTen(getCurrency(currency).exponent);
  return divide(numerator, powerOfTen(unitExponent + price.scale), rounding);
}

/** What `cash` in the currency's minor units is worth at `price`, in hundred-millionths of the asset. */
export function unitsFor(cash: bigint, price: Decimal, currency: string, rounding: Rounding): bigint {
  const numerator = cash * powerOfTen(unitExponent + price.scale);
  return divide(numerator, price.digits * powerOfTen(getCurrency(currency).exponent), rounding);
}
