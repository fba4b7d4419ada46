import { Card, ChangeText, MoneyText, PercentText, PriceText, QuantityText } from '@tradeyard/ui';
import { usePositions, type Position } from '../../account/account.js';
import { FactList } from '../FactList.js';

/** What one holds of this instrument; nothing is shown while one holds none. */
export function OwnPosition({ symbol }: { symbol: string }) {
  const position = usePositions().data?.items.find((held) => held.symbol === symbol);
  return position ? (
    <Card title="Your position">
      <FactList facts={positionFacts(position)} />
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
