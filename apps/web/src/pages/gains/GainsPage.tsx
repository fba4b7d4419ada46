import { Stack } from '@mantine/core';
import { IconReceiptTax } from '@tabler/icons-react';
import { Card, EmptyState } from '@tradeyard/ui';
import { useSearchParams } from 'react-router';
import { AnalysisFrame } from '../../analysis/AnalysisFrame.js';
import { Loaded } from '../../analysis/Loaded.js';
import { canHaveSettings, type Scope } from '../../tracked/scope.js';
import { CostBasisCard } from './CostBasisCard.js';
import { useYears, yearStarts } from './gains.js';
import { LotsCard } from './LotsCard.js';
import { YearBars } from './YearBars.js';
import { YearReport } from './YearReport.js';

export default function GainsPage() {
  return (
    <AnalysisFrame
      section="Gains"
      subtitle="What was realised in each tax year, lot by lot, and what is still open"
    >
      {(scope) => <Gains key={scope.id} scope={scope} />}
    </AnalysisFrame>
  );
}

function Gains({ scope }: { scope: Scope }) {
  const [search] = useSearchParams();
  const yearStart = yearStarts.find(({ value }) => value === search.get('begins'))?.value ?? '01-01';
  const years = useYears(scope.id, yearStart);
  const hasSettings = canHaveSettings(scope);
  return (
    <Stack gap="lg">
      <Loaded
        query={years}
        what="The gains"
        isEmpty={({ portfolios }) => portfolios.every((portfolio) => portfolio.years.length === 0)}
        empty={<NothingRealised />}
      >
        {(report) => (
          <>
            <YearBars report={report} />
            <YearReport scope={scope} report={report} yearStart={yearStart} />
          </>
        )}
      </Loaded>
      {hasSettings && <CostBasisCard portfolioId={scope.id} />}
      <LotsCard portfolioId={scope.id} />
    </Stack>
  );
}

const NothingRealised = () => (
  <Card>
    <EmptyState icon={IconReceiptTax} title="Nothing was realised yet">
      A gain or a loss is realised when something is sold. What is still held stands below as open lots.
    </EmptyState>
  </Card>
);
