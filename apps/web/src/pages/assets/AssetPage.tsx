import { Skeleton, Stack } from '@mantine/core';
import { Card, ErrorState, PageHeader } from '@tradeyard/ui';
import { useParams } from 'react-router';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { scopePath, useScope } from '../../tracked/scope.js';
import { useAsset } from '../../tracked/tracked.js';
import { BackLink } from '../BackLink.js';
import { AssetForm } from './AssetForm.js';
import { HandPrices } from './HandPrices.js';

/** One asset of a tracked portfolio: what it is, and its prices where no market has them. */
export default function AssetPage() {
  const { id = '', symbol = '' } = useParams();
  const scope = useScope(id).data;
  const { data, isError, error, refetch } = useAsset(id, symbol);
  usePageTitle(`${symbol} in ${scope?.name ?? 'a portfolio'}`);
  return (
    <>
      <PageHeader
        before={<BackLink to={`${scopePath({ id })}/assets`}>Assets</BackLink>}
        title={symbol}
        subtitle={data && data.name !== symbol ? data.name : undefined}
      />
      {!data && !isError && <Skeleton height={320} radius="lg" />}
      {!data && isError && (
        <Card>
          <ErrorState
            title="This asset could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        </Card>
      )}
      {data && (
        <Stack gap="lg">
          <Card title="What it is">
            <AssetForm
              key={JSON.stringify(data)}
              portfolioId={id}
              asset={data}
              canChange={scope?.canChange ?? false}
            />
          </Card>
          {data.instrument === null && (
            <HandPrices portfolioId={id} asset={data} canChange={scope?.canChange ?? false} />
          )}
        </Stack>
      )}
    </>
  );
}
