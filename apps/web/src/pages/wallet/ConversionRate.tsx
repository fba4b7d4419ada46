import { Skeleton, Text } from '@mantine/core';
import { formatDay, formatRate } from '@tradeyard/ui';
import type { ShownRate } from './conversion.js';

/** The rate of a conversion in words: what one unit costs, whose rate it is and of which day. */
export function ConversionRate({ shown, isPending }: { shown: ShownRate | null; isPending: boolean }) {
  if (!shown && isPending) return <Skeleton height={40} width={240} radius="sm" />;
  if (!shown) {
    return (
      <Text size="sm" c="dimmed">
        There is no rate between these two.
      </Text>
    );
  }
  const { from, to, rate, date, source } = shown;
  return (
    <Text size="sm" c="dimmed" className="tabular">
      <Text span c="var(--text)" fw={500}>
        1 {from} = {formatRate(rate)} {to}
      </Text>
      <br />
      {source} rate of {formatDay(date)}
    </Text>
  );
}
