import { DomainError, parseDecimal, parsePositiveMoney, unitExponent, toMinor } from '@tradeyard/kernel';

/** The rule's own sentence about what is wrong with an amount, or null; the API asks the same rule. */
export const amountFault = (amount: string, currency: string): string | null =>
  faultOf('Enter an amount', amount, () => parsePositiveMoney(clean(amount), currency));

/** As `amountFault`, for a number of shares or coins. */
export const quantityFault = (quantity: string): string | null =>
  faultOf('Enter a quantity', quantity, () => {
    if (toMinor(parseDecimal(clean(quantity)), unitExponent) <= 0n) {
      throw new DomainError('amount_must_be_positive', 'The quantity must be more than zero');
    }
  });

/** What is wrong with a number above zero, such as a price, or null; `sentence` is said of anything else. */
export function numberFault(typed: string, sentence: string): string | null {
  try {
    return parseDecimal(clean(typed)).digits > 0n ? null : sentence;
  } catch {
    return sentence;
  }
}

/** What was typed as the rule reads it: people leave spaces, also between thousands. */
export const clean = (typed: string): string => typed.replaceAll(/\s/g, '');

function faultOf(whenMissing: string, typed: string, read: () => unknown): string | null {
  if (typed.trim() === '') return whenMissing;
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}
