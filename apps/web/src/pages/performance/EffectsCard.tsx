import { Button } from '@mantine/core';
import { Card, ChangeText, MoneyText, StepsChart } from '@tradeyard/ui';
import { useMemo } from 'react';
import { moneyWords } from '../../analysis/chart-words.js';
import type { Effects } from '../../analysis/figures.js';
import { ranges, type Range } from '../../analysis/range.js';
import { FactList } from '../FactList.js';

type EffectsCardProps = { effects: Effects; range: Range; onOpen: () => void };

const parts = [
  { id: 'price', label: 'Prices' },
  { id: 'dividend', label: 'Dividends' },
  { id: 'currency', label: 'Currency' },
  { id: 'fee', label: 'Fees' },
] as const;

/** What made the gain; the parts add up to it to the cent. */
export function EffectsCard({ effects, range, onOpen }: EffectsCardProps) {
  const { currency } = effects.total;
  const words = useMemo(() => moneyWords(currency), [currency]);
  const steps = useMemo(
    () => parts.map(({ id, label }) => ({ label, value: Number(effects[id].amount) })),
    [effects],
  );
  const time = ranges.find(({ value }) => value === range.name)?.words ?? '';
  return (
    <Card
      title="What made the gain"
      action={
        <Button variant="default" size="xs" onClick={onOpen} aria-haspopup="dialog">
          By position
        </Button>
      }
    >
      <StepsChart
        caption={`What prices, dividends, currencies and fees added to the gain ${time}`}
        low
        steps={steps}
        total="Gain"
        {...words}
      />
      <FactList
        facts={[...parts, { id: 'total', label: 'Gain' } as const].map(({ id, label }) => ({
          label,
          value: (
            <ChangeText of={effects[id].amount}>
              <MoneyText {...effects[id]} signed />
            </ChangeText>
          ),
        }))}
      />
    </Card>
  );
}
