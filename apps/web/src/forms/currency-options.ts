import { currencies, findCurrency, type Currency } from '@tradeyard/kernel';

/** The currencies that most money is traded in, by the BIS triennial survey; they stand first in a list. */
const usual = ['EUR', 'USD', 'GBP', 'JPY', 'CHF', 'CAD', 'AUD'];

type Option = { value: string; label: string };
export type OptionGroup = { group: string; items: Option[] };

const canBeKept = (code: string): boolean => findCurrency(code)?.endedOn === undefined;

/**
 * Currencies grouped for a picker that shows each by `shown`: all that a wallet can take, or those that `isOffered`,
 * which may have ended.
 */
export function currencyGroups(
  shown: 'code' | 'name',
  isOffered: (code: string) => boolean = canBeKept,
): OptionGroup[] {
  const option = ({ code, name }: Currency): Option => ({
    value: code,
    label: shown === 'code' ? code : `${code} · ${name}`,
  });
  const offered = currencies.filter(({ code }) => isOffered(code));
  const active = offered.filter(({ endedOn }) => !endedOn);
  const groups = [
    { group: 'Most used', items: active.filter(({ code }) => usual.includes(code)) },
    {
      group: 'Currencies',
      items: active.filter(({ code, kind }) => kind === 'fiat' && !usual.includes(code)),
    },
    { group: 'Crypto', items: active.filter(({ kind }) => kind === 'crypto') },
    { group: 'Ended', items: offered.filter(({ endedOn }) => endedOn) },
  ];
  return groups
    .filter(({ items }) => items.length > 0)
    .map(({ group, items }) => ({ group, items: items.map(option) }));
}
