import { parseDecimal } from '@tradeyard/kernel';
import type { Balance } from '../../account/account.js';

const hasSome = ({ available }: Balance): boolean => parseDecimal(available.amount).digits > 0n;

/** The currencies that can be spent now. */
export const ownCurrencies = (balances: readonly Balance[]): string[] =>
  balances.filter(hasSome).map(({ currency }) => currency);

/** The first that can be spent, or the first of all. */
export const mainCurrency = (balances: readonly Balance[]): string =>
  (balances.find(hasSome) ?? balances[0])?.currency ?? 'EUR';
