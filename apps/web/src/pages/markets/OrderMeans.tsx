import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { parseDecimal } from '@tradeyard/kernel';
import { MoneyText, QuantityText } from '@tradeyard/ui';
import { Link } from 'react-router';
import { useBalances, usePositions } from '../../account/account.js';
import { walletAction } from '../wallet/wallet-action.js';
import { part, type SizeKind } from './part.js';

const parts = [25n, 50n, 100n] as const;

type OrderMeansProps = {
  symbol: string;
  currency: string;
  side: 'buy' | 'sell';
  kind: SizeKind;
  /** Undefined for the main one, whose cash is that of the wallet. */
  portfolioId: string | undefined;
  onUse: (size: string) => void;
};

/** What an order can draw on: cash to buy with, or units to sell, and buttons for parts of it. */
export function OrderMeans({ symbol, currency, side, kind, portfolioId, onUse }: OrderMeansProps) {
  const cash =
    useBalances().data?.items.find((balance) => balance.currency === currency)?.available.amount ?? '0';
  const units =
    usePositions(portfolioId).data?.items.find((position) => position.symbol === symbol)?.quantity ?? '0';
  // The cash of another portfolio is in no list yet: the preview says what is left of it.
  if (side === 'buy' && portfolioId !== undefined) return null;
  const whole = side === 'buy' ? cash : units;
  // A part of the cash is an amount, and a part of the units is a quantity.
  const canUseParts = isSome(whole) && kind === (side === 'buy' ? 'notional' : 'quantity');
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {side === 'buy' ? <MoneyText amount={cash} currency={currency} /> : <QuantityText quantity={units} />}{' '}
        {side === 'buy' ? 'available' : 'in your position'}
        {side === 'buy' && !isSome(cash) && (
          <>
            {'. '}
            <Anchor component={Link} to={walletAction('convert', currency)} size="sm" underline="always">
              Convert to {currency}
            </Anchor>
          </>
        )}
      </Text>
      {canUseParts && (
        <Group gap="xs" grow>
          {parts.map((percent) => (
            <Button key={percent} variant="default" size="xs" onClick={() => onUse(part(whole, percent))}>
              {percent === 100n ? 'All' : `${percent}%`}
            </Button>
          ))}
        </Group>
      )}
    </Stack>
  );
}

const isSome = (decimal: string): boolean => parseDecimal(decimal).digits > 0n;
