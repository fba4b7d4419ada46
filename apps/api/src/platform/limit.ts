import { DomainError, getActiveCurrency, parsePositiveMoney, type Money } from '@tradeyard/kernel';
import { z } from 'zod';

/** `10000 EUR`, as money. */
export const limit = (name: string) =>
  z
    .string()
    .transform((text, context) => {
      const amount = readLimit(text);
      if (!amount) context.addIssue(`${name} must be ${limitForm}`);
      return amount ?? z.NEVER;
    })
    .optional();

const limitForm = 'an amount above zero of a currency that exists today, such as 10000 EUR';

function readLimit(text: string): Money | undefined {
  const [amount = '', currency = '', ...rest] = text.split(' ');
  if (rest.length > 0) return undefined;
  try {
    return parsePositiveMoney(amount, getActiveCurrency(currency).code);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
