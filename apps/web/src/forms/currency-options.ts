import { currencies, type Currency } from '@tradeyard/kernel';

/** The currencies that most money is traded in, by the BIS triennial survey; they stand first in a list. */
const usual = ['EUR', 'USD', 'GBP', 'JPY', 'CHF', 'CAD', 'AUD'];

type Option = { value: string; label: string };
export type OptionGroup = { group: string; items: Option[] };

/** All currencies a wallet can take, grouped for a picker that shows each by `shown`; `isOffered` can leave some out. */
export function currencyGroups(
  shown: 'code' | 'name',
  isOffered: (code: string) => boolean = () => true,
): OptionGroup[] {
  const option = ({ code, name }: Currency): Option => ({
    value: code,
    label: shown === 'code' ? code : `${code} · ${name}`,
  });
  const active = currencies.filter(({ code, endedOn }) => !endedOn && isOffered(code));
  const groups = [
    { group: 'Most used', items: active.filter(({ code }) => usual.includes(code)) },
    {
      group: 'Currencies',
      items: active.filter(({ code, kind }) => kind === 'fiat' && !usual.includes(code)),
    },
    { group: 'Crypto', items: active.filter(({ kind }) => kind === 'crypto') },
  ];
  return groups
    .filter(({ items }) => items.length > 0)
    .map(({ group, items }) => ({ group, items: items.map(option) }));
}
