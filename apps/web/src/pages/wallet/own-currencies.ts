import { compareDecimals, parseDecimal } from '@tradeyard/kernel';
import type { Balance } from '../../account/account.js';

const hasSome = ({ available }: Balance): boolean => parseDecimal(available.amount).digits > 0n;

/** The currencies that can be spent now. */
export const ownCurrencies = (balances: readonly Balance[]): string[] =>
  balances.filter(hasSome).map(({ currency }) => currency);

/** The one that is worth the most of those that can be spent, or the first of all. */
export const mainCurrency = (balances: readonly Balance[]): string =>
  (balances.filter(hasSome).sort(byValue)[0] ?? balances[0])?.currency ?? 'EUR';

const byValue = (a: Balance, b: Balance): number =>
  compareDecimals(parseDecimal(b.value?.amount ?? '0'), parseDecimal(a.value?.amount ?? '0'));
