import { Stack } from '@mantine/core';
import { PageHeader } from '@tradeyard/ui';
import { usePageTitle } from '../../page-title.js';
import { AllRates } from './AllRates.js';
import { PairBar } from './PairBar.js';
import { PairHistory } from './PairHistory.js';
import { useRatesAddress } from './rates.js';

/** What currencies are worth in each other, and what they were. */
export default function ExchangeRatesPage() {
  const [address, change] = useRatesAddress();
  usePageTitle(`${address.base} in ${address.quote}`);
  return (
    <>
      <PageHeader title="Rates" subtitle="What currencies are worth in each other, and what they were" />
      <Stack gap="lg">
        <PairBar address={address} onChange={change} />
        <PairHistory address={address} onChange={change} />
        <AllRates address={address} onChange={change} />
      </Stack>
    </>
  );
}
