import { ActionIcon, Button } from '@mantine/core';
import { IconArrowsExchange, IconArrowsLeftRight } from '@tabler/icons-react';
import { currencies, findCurrency } from '@tradeyard/kernel';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { CurrencySelect } from '../../forms/CurrencySelect.js';
import { walletAction } from '../wallet/wallet-action.js';
import classes from './PairBar.module.css';
import { useRateList, type RatesAddress } from './rates.js';

type PairBarProps = { address: RatesAddress; onChange: (change: Partial<RatesAddress>) => void };

const endedCodes = currencies.filter(({ endedOn }) => endedOn).map(({ code }) => code);

/** Chooses the two currencies, and leads to where they are exchanged. */
export function PairBar({ address: { base, quote }, onChange }: PairBarProps) {
  const { data } = useRateList('EUR');
  const codes = useMemo(() => {
    const rated = data ? [data.base, ...data.items.map(({ currency }) => currency)] : [];
    return [...rated, ...endedCodes, base, quote];
  }, [data, base, quote]);
  const swap = () => onChange({ base: quote, quote: base });
  const hasWallet = findCurrency(quote) !== undefined && !endedCodes.includes(quote);
  return (
    <div className={classes.bar}>
      <CurrencySelect
        aria-label="From"
        className={classes.select}
        codes={codes}
        value={base}
        onChange={(code) => code && (code === quote ? swap() : onChange({ base: code }))}
      />
      <ActionIcon variant="default" size={40} aria-label="Swap the currencies" onClick={swap}>
        <IconArrowsLeftRight size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
      <CurrencySelect
        aria-label="To"
        className={classes.select}
        codes={codes}
        value={quote}
        onChange={(code) => code && (code === base ? swap() : onChange({ quote: code }))}
      />
      {hasWallet && (
        <Button
          component={Link}
          to={walletAction('convert', quote)}
          variant="default"
          className={classes.convert}
          leftSection={<IconArrowsExchange size={18} stroke={1.75} aria-hidden />}
        >
          Convert into {quote}
        </Button>
      )}
    </div>
  );
}
