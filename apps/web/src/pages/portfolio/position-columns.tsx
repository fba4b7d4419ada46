import { parseDecimal } from '@tradeyard/kernel';
import {
  AssetMark,
  ChangeText,
  MoneyText,
  PercentText,
  PriceText,
  QuantityText,
  type Column,
} from '@tradeyard/ui';
import type { Money, Position } from '../../account/account.js';
import { NameCell } from '../NameCell.js';

const missing = '–';
const decimal = (value: Money | null) => value && parseDecimal(value.amount);

export const positionColumns: readonly Column<Position>[] = [
  {
    id: 'symbol',
    header: 'Instrument',
    cell: ({ symbol, name }) => (
      <NameCell mark={<AssetMark name={symbol} />} name={symbol} detail={name} to={`/markets/${symbol}`} />
    ),
    sortBy: ({ symbol }) => symbol,
  },
  {
    id: 'quantity',
    header: 'Quantity',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ quantity }) => <QuantityText quantity={quantity} />,
    sortBy: ({ quantity }) => parseDecimal(quantity),
  },
  {
    id: 'averageCost',
    header: 'Average cost',
    numeric: true,
    hideBelow: 'lg',
    cell: ({ averageCost: { amount, currency } }) => <PriceText price={amount} currency={currency} />,
    sortBy: ({ averageCost }) => decimal(averageCost),
  },
  {
    id: 'price',
    header: 'Price',
    numeric: true,
    hideBelow: 'md',
    cell: ({ price }) => (price ? <PriceText price={price.amount} currency={price.currency} /> : missing),
    sortBy: ({ price }) => decimal(price),
  },
  {
    id: 'value',
    header: 'Value',
    numeric: true,
    cell: ({ value }) => (value ? <MoneyText {...value} /> : missing),
    sortBy: ({ value }) => decimal(value),
  },
  {
    id: 'gain',
    header: 'Gain',
    numeric: true,
    hideBelow: 'md',
    cell: ({ gain }) =>
      gain ? (
        <ChangeText of={gain.amount}>
          <MoneyText {...gain} signed />
        </ChangeText>
      ) : (
        missing
      ),
    sortBy: ({ gain }) => decimal(gain),
  },
  {
    id: 'gainPercent',
    header: 'Gain %',
    numeric: true,
    cell: ({ gainPercent }) =>
      gainPercent === null ? (
        missing
      ) : (
        <ChangeText of={gainPercent}>
          <PercentText percent={gainPercent} signed />
        </ChangeText>
      ),
    sortBy: ({ gainPercent }) => (gainPercent === null ? null : parseDecimal(gainPercent)),
  },
];
