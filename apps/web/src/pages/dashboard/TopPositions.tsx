import { AssetMark, Card, ChangeText, formatQuantity, MoneyText, PercentText } from '@tradeyard/ui';
import { parseDecimal, compareDecimals } from '@tradeyard/kernel';
import type { Position, usePositions } from '../../account/account.js';
import { SeeAll } from './SeeAll.js';
import { ShortList } from './ShortList.js';

const rowsMax = 5;

/** The largest positions. */
export const TopPositions = ({ positions }: { positions: ReturnType<typeof usePositions> }) => (
  <Card title="Positions" flush action={<SeeAll to="/portfolio">Portfolio</SeeAll>}>
    <ShortList label="Largest positions" rows={largest(positions.data?.items ?? []).map(positionRow)} />
  </Card>
);

const largest = (positions: readonly Position[]): Position[] =>
  [...positions]
    .sort((a, b) =>
      compareDecimals(parseDecimal(b.value?.amount ?? '0'), parseDecimal(a.value?.amount ?? '0')),
    )
    .slice(0, rowsMax);

const positionRow = ({ symbol, name, quantity, value, gainPercent }: Position) => ({
  key: symbol,
  mark: <AssetMark name={symbol} />,
  name: symbol,
  detail: `${formatQuantity(quantity)} · ${name}`,
  to: `/markets/${symbol}`,
  value: value ? <MoneyText {...value} /> : 'No price',
  note: gainPercent !== null && (
    <ChangeText of={gainPercent}>
      <PercentText percent={gainPercent} signed />
    </ChangeText>
  ),
});
