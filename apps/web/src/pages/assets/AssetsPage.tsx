import { Button } from '@mantine/core';
import { IconBox } from '@tabler/icons-react';
import {
  AssetMark,
  Card,
  DataTable,
  EmptyState,
  ErrorState,
  PageHeader,
  TableSkeleton,
  type Column,
} from '@tradeyard/ui';
import { Link, useParams } from 'react-router';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { useSortParameter } from '../../sort-parameter.js';
import { assetClassNames, pricedWords } from '../../tracked/asset-words.js';
import { scopePath, useScope } from '../../tracked/scope.js';
import { useAssets, type Asset } from '../../tracked/tracked.js';
import { BackLink } from '../BackLink.js';
import { LoadMore } from '../LoadMore.js';
import { NameCell } from '../NameCell.js';

const columnsOf = (base: string): Column<Asset>[] => [
  {
    id: 'symbol',
    header: 'Asset',
    cell: ({ symbol, name }) => (
      <NameCell
        mark={<AssetMark name={symbol} />}
        name={symbol}
        detail={name === symbol ? null : name}
        to={`${base}/assets/${encodeURIComponent(symbol)}`}
      />
    ),
    sortBy: ({ symbol }) => symbol,
  },
  {
    id: 'class',
    header: 'Class',
    hideBelow: 'sm',
    cell: ({ class: kind }) => assetClassNames[kind],
    sortBy: ({ class: kind }) => assetClassNames[kind],
  },
  {
    id: 'currency',
    header: 'Currency',
    cell: ({ currency }) => currency,
    sortBy: ({ currency }) => currency,
  },
  {
    id: 'sector',
    header: 'Sector',
    hideBelow: 'lg',
    cell: ({ sector }) => sector ?? '–',
    sortBy: ({ sector }) => sector,
  },
  {
    id: 'country',
    header: 'Country',
    hideBelow: 'lg',
    cell: ({ country }) => country ?? '–',
    sortBy: ({ country }) => country,
  },
  { id: 'prices', header: 'Prices', cell: pricedWords, sortBy: pricedWords },
];

/** What the activities of a tracked portfolio are about, and where the prices come from. */
export default function AssetsPage() {
  const { id = '' } = useParams();
  const scope = useScope(id).data;
  const base = scopePath({ id });
  const [sort, setSort] = useSortParameter('symbol');
  const assets = useAssets(id);
  const { data, isError, error, refetch } = assets;
  usePageTitle(`Assets of ${scope?.name ?? 'a portfolio'}`);
  return (
    <>
      <PageHeader
        before={<BackLink to={`${base}/activities`}>Activities</BackLink>}
        title="Assets"
        subtitle={scope && `What ${scope.name} is made of, and where its prices come from`}
      />
      <Card flush>
        {!data && !isError && <TableSkeleton what="The list of assets" />}
        {!data && isError && (
          <ErrorState
            title="The assets could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        )}
        {data && (
          <DataTable
            caption="Assets"
            columns={columnsOf(base)}
            rows={data.pages.flatMap(({ items }) => items)}
            rowKey={({ symbol }) => symbol}
            sort={sort}
            onSort={setSort}
            empty={
              <EmptyState
                icon={IconBox}
                title="No assets yet"
                action={
                  <Button component={Link} to={`${base}/activities?do=add`}>
                    Add an activity
                  </Button>
                }
              >
                An asset stands here as soon as an activity is about it.
              </EmptyState>
            }
          />
        )}
        <LoadMore pages={assets} />
      </Card>
    </>
  );
}
