import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconShieldHalf } from '@tabler/icons-react';
import { Card, ChangeText, MoneyText, PercentText, PriceText, QuantityText } from '@tradeyard/ui';
import { usePositions, type Position } from '../../account/account.js';
import { FactList } from '../FactList.js';
import { ProtectModal } from './ProtectModal.js';

type OwnPositionProps = { symbol: string; currency: string };

/** What one holds of this instrument, and a way to protect it; nothing is shown while one holds none. */
export function OwnPosition({ symbol, currency }: OwnPositionProps) {
  const position = usePositions().data?.items.find((held) => held.symbol === symbol);
  const [opened, { open, close }] = useDisclosure(false);
  return position ? (
    <Card
      title="Your position"
      action={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconShieldHalf size={16} stroke={1.6} aria-hidden />}
          onClick={open}
        >
          Protect
        </Button>
      }
    >
      <FactList facts={positionFacts(position)} />
      <ProtectModal position={position} currency={currency} opened={opened} onClose={close} />
    </Card>
  ) : null;
}

const positionFacts = ({ quantity, averageCost, cost, value, gain, gainPercent }: Position) => [
  { label: 'Quantity', value: <QuantityText quantity={quantity} /> },
  { label: 'Average cost', value: <PriceText price={averageCost.amount} currency={averageCost.currency} /> },
  { label: 'Cost', value: <MoneyText {...cost} /> },
  { label: 'Value', value: value ? <MoneyText {...value} /> : 'No price' },
  {
    label: 'Gain',
    value: gain ? (
      <ChangeText of={gain.amount}>
        <MoneyText {...gain} signed />
      </ChangeText>
    ) : (
      '–'
    ),
  },
  {
    label: 'Gain %',
    value:
      gainPercent === null ? (
        '–'
      ) : (
        <ChangeText of={gainPercent}>
          <PercentText percent={gainPercent} signed />
        </ChangeText>
      ),
  },
];
