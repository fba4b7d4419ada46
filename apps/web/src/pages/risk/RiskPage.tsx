import { Stack } from '@mantine/core';
import { IconWaveSine } from '@tabler/icons-react';
import { Card, EmptyState, formatDay, LinesChart, MonthTable } from '@tradeyard/ui';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { AnalysisFrame } from '../../analysis/AnalysisFrame.js';
import { percentWords } from '../../analysis/chart-words.js';
import { useRisk, type Risk } from '../../analysis/figures.js';
import { FirstStepButton } from '../../analysis/FirstStepButton.js';
import { Loaded } from '../../analysis/Loaded.js';
import { useRange } from '../../analysis/range.js';
import { RangePicker } from '../../analysis/RangePicker.js';
import { useOpenTrail } from '../../analysis/trail.js';
import { TrailPanel } from '../../analysis/TrailPanel.js';
import type { Scope } from '../../tracked/scope.js';
import { RiskFigures } from './RiskFigures.js';
import { RiskFree } from './RiskFree.js';

/** Two days make a return, and two returns a deviation. */
const returnsLeast = 2;

export default function RiskPage() {
  return (
    <AnalysisFrame section="Risk" subtitle="How rough the ride was, and how deep it fell">
      {(scope) => <RiskContent key={scope.id} scope={scope} />}
    </AnalysisFrame>
  );
}

function RiskContent({ scope }: { scope: Scope }) {
  const [search] = useSearchParams();
  const [range, setRange] = useRange();
  const risk = useRisk(scope.id, range, search.get('riskFree'));
  const trail = useOpenTrail(scope.id, range);
  return (
    <>
      <RangePicker range={range} onChange={setRange} />
      <Loaded
        query={risk}
        what="The risk"
        isEmpty={({ returns }) => returns < returnsLeast}
        empty={<TooLittle scope={scope} />}
      >
        {(data) => (
          <Stack gap="lg">
            <RiskFigures risk={data} onOpen={trail.open} />
            <Drawdowns risk={data} />
            <Card title="Month by month">
              <MonthTable
                caption="Time-weighted return of each month"
                years={data.months.toReversed().map(({ year, months, total }) => ({
                  year,
                  total,
                  months: months.map((percent) => percent || null),
                }))}
              />
            </Card>
            <Rolling risk={data} />
            <RiskFree percent={search.get('riskFree') ?? '0'} />
          </Stack>
        )}
      </Loaded>
      <TrailPanel question={trail.question} onClose={trail.close} />
    </>
  );
}

const TooLittle = ({ scope }: { scope: Scope }) => (
  <Card>
    <EmptyState
      icon={IconWaveSine}
      title="There are too few days to tell"
      action={<FirstStepButton scope={scope} />}
    >
      Risk is told from how much the value moved on each day. Choose a longer time, or come back in a few
      days.
    </EmptyState>
  </Card>
);

function Drawdowns({ risk: { drawdowns, range } }: { risk: Risk }) {
  const points = useMemo(
    () => drawdowns.day.map((at, index) => ({ at, fall: Number(drawdowns.percent[index]) })),
    [drawdowns],
  );
  return (
    <Card title="How far below its high">
      <LinesChart
        caption={`How far the return was below its high, from ${formatDay(range.opening)} to ${formatDay(range.to)}`}
        unit="day"
        low
        filled
        series={[{ id: 'fall', label: 'Below its high', tone: 'loss' }]}
        points={points}
        {...percentWords}
      />
    </Card>
  );
}

function Rolling({ risk: { rolling } }: { risk: Risk }) {
  const points = useMemo(
    () => rolling.day.map((at, index) => ({ at, rate: Number(rolling.percent[index]) })),
    [rolling],
  );
  return (
    <Card title="Return of the year up to each day">
      <LinesChart
        caption="Time-weighted return of the 365 days up to each day"
        unit="day"
        low
        series={[{ id: 'rate', label: 'Return of a year', tone: 'accent' }]}
        points={points}
        {...percentWords}
        note="The steadier this line, the less it matters when one began"
        empty={
          <EmptyState icon={IconWaveSine} title="This time is shorter than a year">
            Choose a longer time, or come back later.
          </EmptyState>
        }
      />
    </Card>
  );
}
