import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInstruments } from '../pages/markets/markets.js';
import { useAssets } from './tracked.js';

const searchDelayMs = 200;
const shownMax = 8;

type SymbolInputProps = Omit<AutocompleteProps, 'data' | 'onChange'> & {
  portfolioId: string;
  value: string;
  onChange: (symbol: string) => void;
  /** Called besides with the currency of what was typed, where it is one that is known. */
  onCurrency?: (currency: string) => void;
};

/** The symbol of an asset: one that is in the portfolio, one that is listed here, or any other that was never heard of. */
export function SymbolInput({ portfolioId, value, onChange, onCurrency, ...props }: SymbolInputProps) {
  const [asked] = useDebouncedValue(value.trim(), searchDelayMs);
  const assets = useAssets(portfolioId).data?.pages.flatMap(({ items }) => items) ?? [];
  const listed = useInstruments(asked).data?.pages[0]?.items ?? [];
  const known = new Map([...listed, ...assets].map((each) => [each.symbol, each]));
  const typed = value.trim().toLowerCase();
  const own = assets
    .filter(({ symbol, name }) => `${symbol} ${name}`.toLowerCase().includes(typed))
    .map(({ symbol }) => symbol)
    .slice(0, shownMax);
  const others = listed
    .map(({ symbol }) => symbol)
    .filter((symbol) => !own.includes(symbol))
    .slice(0, shownMax);
  const choose = (symbol: string) => {
    onChange(symbol);
    const currency = known.get(symbol.trim())?.currency;
    if (currency !== undefined) onCurrency?.(currency);
  };
  return (
    <Autocomplete
      size="md"
      placeholder="AAPL"
      autoComplete="off"
      autoCapitalize="characters"
      // Not where a fault leads to the field: the list would cover what is said below it.
      openOnFocus={false}
      data={[
        ...(own.length > 0 ? [{ group: 'In this portfolio', items: own }] : []),
        ...(others.length > 0 ? [{ group: 'Listed here', items: others }] : []),
      ]}
      // It is found already, by its name too.
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span>
          <b>{option.value}</b> {known.get(option.value)?.name}
        </span>
      )}
      value={value}
      onChange={choose}
      {...props}
    />
  );
}
