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
import type { Portfolio } from '../../paper/paper.js';
import { isTogether, scopePath, type Scope } from '../../tracked/scope.js';
import { isCash, type SnapshotPosition } from '../../tracked/snapshot.js';
import { NameCell } from '../NameCell.js';

const missing = '–';

const assetPath = ({ portfolioId, symbol }: SnapshotPosition, isTracked: boolean): string =>
  isTracked
    ? `${scopePath({ id: portfolioId })}/assets/${encodeURIComponent(symbol)}`
    : `/markets/${encodeURIComponent(symbol)}`;

const whoseColumn = (portfolios: ReadonlyMap<string, Portfolio>): Column<SnapshotPosition> => {
  const nameOf = ({ portfolioId }: SnapshotPosition): string => portfolios.get(portfolioId)?.name ?? missing;
  return { id: 'portfolio', header: 'Portfolio', hideBelow: 'md', cell: nameOf, sortBy: nameOf };
};

/** Of several portfolios together each position says whose it is. */
export function overviewColumns(scope: Scope, portfolios: readonly Portfolio[]): Column<SnapshotPosition>[] {
  const byId = new Map(portfolios.map((portfolio) => [portfolio.id, portfolio]));
  return [
    {
      id: 'symbol',
      header: 'Asset',
      cell: (position) => {
        const { portfolioId, symbol, name } = position;
        const isTracked = (byId.get(portfolioId)?.kind ?? scope.kind) === 'tracked';
        return (
          <NameCell
            mark={<AssetMark name={symbol} />}
            name={symbol}
            detail={name === symbol ? null : name}
            {...(!isCash(position) && { to: assetPath(position, isTracked) })}
          />
        );
      },
      sortBy: ({ symbol }) => symbol,
    },
    ...(isTogether(scope.kind) ? [whoseColumn(byId)] : []),
    {
      id: 'quantity',
      header: 'Quantity',
      numeric: true,
      hideBelow: 'sm',
      cell: ({ quantity }) => <QuantityText quantity={quantity} />,
      sortBy: ({ quantity }) => parseDecimal(quantity),
    },
    {
      id: 'averagePrice',
      header: 'Average price',
      numeric: true,
      hideBelow: 'lg',
      cell: (position) => <UnitPrice position={position} price={position.averagePrice} />,
      sortBy: ({ averagePrice }) => parseDecimal(averagePrice.amount),
    },
    {
      id: 'price',
      header: 'Price',
      numeric: true,
      hideBelow: 'md',
      cell: (position) => <UnitPrice position={position} price={position.price} />,
      sortBy: ({ price }) => price && parseDecimal(price.amount),
    },
    {
      id: 'value',
      header: 'Value',
      numeric: true,
      cell: ({ value }) => <MoneyText {...value} />,
      sortBy: ({ value }) => parseDecimal(value.amount),
    },
    {
      id: 'weight',
      header: 'Part',
      numeric: true,
      hideBelow: 'lg',
      cell: ({ weight }) => (weight === null ? missing : <PercentText percent={weight} />),
      sortBy: ({ weight }) => weight && parseDecimal(weight),
    },
    ...gainColumns,
  ];
}

/** One unit of cash costs what it is. */
const UnitPrice = ({ position, price }: { position: SnapshotPosition; price: SnapshotPosition['price'] }) =>
  price && !isCash(position) ? <PriceText price={price.amount} currency={price.currency} /> : missing;

const gainColumns: readonly Column<SnapshotPosition>[] = [
  {
    id: 'gain',
    header: 'Gain',
    numeric: true,
    hideBelow: 'md',
    cell: ({ gain: { net } }) => (
      <ChangeText of={net.amount}>
        <MoneyText {...net} signed />
      </ChangeText>
    ),
    sortBy: ({ gain }) => parseDecimal(gain.net.amount),
  },
  {
    id: 'gainPercent',
    header: 'Gain %',
    numeric: true,
    cell: ({ gain: { percent } }) =>
      percent === null ? (
        missing
      ) : (
        <ChangeText of={percent}>
          <PercentText percent={percent} signed />
        </ChangeText>
      ),
    sortBy: ({ gain: { percent } }) => percent && parseDecimal(percent),
  },
];
