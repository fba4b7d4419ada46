import { Card, LinesChart } from '@tradeyard/ui';
import { useMemo } from 'react';
import type { Figures } from '../../daytrading/daytrading.js';
import { countWords, lastMinutes, latencyAxis, latencyWords } from '../../daytrading/figure-words.js';

const rateLines = [
  { id: 'commands', label: 'All', tone: 'accent' },
  { id: 'failed', label: 'Refused', tone: 'loss' },
] as const;

const latencyLines = [
  { id: 'p50Ms', label: 'Half (p50)', tone: 'accent' },
  { id: 'p99Ms', label: '99 % (p99)', tone: 'notice' },
] as const;

export function RateChart({ figures }: { figures: Figures }) {
  const { rates } = useMemo(() => lastMinutes(figures), [figures]);
  return (
    <Card title="Commands of each second">
      <LinesChart
        unit="second"
        low
        caption="Commands of each second, for five minutes at most"
        series={rateLines}
        points={rates}
        format={countWords}
        filled
      />
    </Card>
  );
}

export function LatencyChart({ figures }: { figures: Figures }) {
  const { latencies } = useMemo(() => lastMinutes(figures), [figures]);
  return (
    <Card title="Latency of each second">
      <LinesChart
        unit="second"
        low
        caption="How long commands took in each second, for five minutes at most"
        series={latencyLines}
        points={latencies}
        format={latencyWords}
        axis={latencyAxis}
      />
    </Card>
  );
}
