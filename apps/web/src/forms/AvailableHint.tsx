import { Anchor, Group, Text } from '@mantine/core';
import { MoneyText } from '@tradeyard/ui';
import type { Balance } from '../account/account.js';

type AvailableHintProps = {
  balances: readonly Balance[];
  currency: string;
  onUseAll: (amount: string) => void;
};

/** How much there is to spend, and a way to take all of it. */
export function AvailableHint({ balances, currency, onUseAll }: AvailableHintProps) {
  const amount = balances.find((balance) => balance.currency === currency)?.available.amount ?? '0';
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" c="dimmed">
        <MoneyText amount={amount} currency={currency} /> available
      </Text>
      <Anchor component="button" type="button" size="sm" onClick={() => onUseAll(amount)}>
        Use all
      </Anchor>
    </Group>
  );
}
