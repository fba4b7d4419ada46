import { Skeleton } from '@mantine/core';
import { ChangeText, MoneyText, PercentText } from '@tradeyard/ui';
import { useSnapshot } from '../../tracked/snapshot.js';

/** What a portfolio is worth; its figures come one by one, for those of one can take longer. */
export function TrackedValue({ id }: { id: string }) {
  const { data, isError } = useSnapshot(id);
  if (data) return <MoneyText {...data.netWorth} />;
  return isError ? '–' : <Skeleton height={14} width={80} ml="auto" radius="sm" />;
}

/** What was gained in it since the beginning, in percent. */
export function TrackedGain({ id }: { id: string }) {
  const { data, isError } = useSnapshot(id);
  if (!data) return isError ? '–' : <Skeleton height={14} width={56} ml="auto" radius="sm" />;
  const { percent } = data.gain;
  if (percent === null) return '–';
  return (
    <ChangeText of={percent}>
      <PercentText percent={percent} signed />
    </ChangeText>
  );
}
