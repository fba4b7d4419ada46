import { Skeleton, Text } from '@mantine/core';
import { formatDecimal, ratioToDecimal } from '@tradeyard/kernel';
import { formatDay, formatRate } from '@tradeyard/ui';
import type { ConversionPreview } from './conversion.js';

const placesRead = 12;

/** The rate of a conversion in words: what one unit costs, whose rate it is and of which day. */
export function ConversionRate({
  preview,
  isPending,
}: {
  preview: ConversionPreview | null;
  isPending: boolean;
}) {
  if (isPending) return <Skeleton height={40} width={240} radius="sm" />;
  if (!preview) {
    return (
      <Text size="sm" c="dimmed">
        There is no rate between these two.
      </Text>
    );
  }
  const { rate, date, source } = preview;
  return (
    <Text size="sm" c="dimmed" className="tabular">
      <Text span c="var(--text)" fw={500}>
        1 {rate.from} = {formatRate(formatDecimal(ratioToDecimal(rate.rate, placesRead)))} {rate.to}
      </Text>
      <br />
      {source} rate of {formatDay(date)}, no fee
    </Text>
  );
}
