import { Stack } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import { daysBetween } from '@tradeyard/kernel';
import { Card, EmptyState } from '@tradeyard/ui';
import { useSearchParams } from 'react-router';
import { AnalysisFrame } from '../../analysis/AnalysisFrame.js';
import { usePerformance, type Breakdown, type Performance as Figures } from '../../analysis/figures.js';
import { FirstStepButton } from '../../analysis/FirstStepButton.js';
import { Loaded } from '../../analysis/Loaded.js';
import { useRange } from '../../analysis/range.js';
import { RangePicker } from '../../analysis/RangePicker.js';
import { useOpenTrail } from '../../analysis/trail.js';
import { TrailPanel } from '../../analysis/TrailPanel.js';
import type { Scope } from '../../tracked/scope.js';
import { AgainstBenchmark } from './AgainstBenchmark.js';
import { breakdowns } from './breakdowns.js';
import { EffectsCard } from './EffectsCard.js';
import { Methods } from './Methods.js';
import { NetWorthCard } from './NetWorthCard.js';
import { PartsCard } from './PartsCard.js';
import { ValueCard } from './ValueCard.js';

export default function PerformancePage() {
  return (
    <AnalysisFrame section="Performance" subtitle="What it earned, by which measure, and what made it">
      {(scope) => <Performance key={scope.id} scope={scope} />}
    </AnalysisFrame>
  );
}

function Performance({ scope }: { scope: Scope }) {
  const [search] = useSearchParams();
  const [range, setRange] = useRange();
  const by: Breakdown = breakdowns.find(({ value }) => value === search.get('by'))?.value ?? 'position';
  const performance = usePerformance(scope.id, range, by);
  const trail = useOpenTrail(scope.id, range, by);
  return (
    <>
      <RangePicker range={range} onChange={setRange} />
      <Loaded
        query={performance}
        what="The performance"
        isEmpty={hasJustBegun}
        empty={<NoPerformance scope={scope} />}
      >
        {(data) => (
          <Stack gap="lg" aria-busy={performance.isPlaceholderData}>
            <Methods methods={data.total.methods} onOpen={trail.open} />
            <ValueCard performance={data} onOpen={trail.open} />
            <EffectsCard effects={data.total.effects} range={range} onOpen={() => trail.open('effects')} />
            <NetWorthCard scope={scope} range={range} />
            <AgainstBenchmark scope={scope} range={range} />
            <PartsCard parts={data.parts} by={by} onOpen={trail.open} />
          </Stack>
        )}
      </Loaded>
      <TrailPanel question={trail.question} onClose={trail.close} />
    </>
  );
}

/** Figures begin on the eve of the first activity, or yesterday where there is none. */
const hasJustBegun = ({ parts, firstDay, today }: Figures): boolean =>
  parts.length === 0 && daysBetween(firstDay, today) <= 1;

const NoPerformance = ({ scope }: { scope: Scope }) => (
  <Card>
    <EmptyState
      icon={IconChartLine}
      title="Nothing has happened here yet"
      action={<FirstStepButton scope={scope} />}
    >
      Returns are told from the day of the first purchase or deposit on.
    </EmptyState>
  </Card>
);
