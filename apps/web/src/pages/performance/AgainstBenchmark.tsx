import { IconScale } from '@tabler/icons-react';
import { Card, ChangeText, EmptyState, LinesChart, MoneyText } from '@tradeyard/ui';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useParameter } from '../../address-parameter.js';
import { PercentChange } from '../../analysis/PercentChange.js';
import { percentWords } from '../../analysis/chart-words.js';
import { useBenchmark, type Benchmark } from '../../analysis/figures.js';
import { Loaded } from '../../analysis/Loaded.js';
import type { Range } from '../../analysis/range.js';
import { canHaveSettings, type Scope } from '../../tracked/scope.js';
import { KeepBenchmark } from './KeepBenchmark.js';
import { InstrumentSelect } from '../markets/InstrumentSelect.js';
import { FactList } from '../FactList.js';
import classes from './AgainstBenchmark.module.css';

/** The same days, and the same money, in something else. */
export function AgainstBenchmark({ scope, range }: { scope: Scope; range: Range }) {
  const [search] = useSearchParams();
  const setParameter = useParameter();
  const asked = search.get('benchmark');
  const benchmark = useBenchmark(scope.id, range, asked);
  const hasSettings = canHaveSettings(scope);
  return (
    <Card title="Beside a benchmark">
      <div className={classes.choice}>
        <InstrumentSelect
          label="Benchmark"
          symbol={asked ?? benchmark.data?.symbol ?? null}
          onChoose={(instrument) => setParameter('benchmark', instrument?.symbol ?? null)}
        />
        {hasSettings && asked !== null && <KeepBenchmark portfolioId={scope.id} symbol={asked} />}
      </div>
      <Loaded query={benchmark} what="The benchmark" height={340} isBare>
        {(data) => (data.symbol === null ? <NoBenchmark /> : <Compared benchmark={data} />)}
      </Loaded>
    </Card>
  );
}

const NoBenchmark = () => (
  <EmptyState icon={IconScale} title="No benchmark is chosen">
    Choose a fund or an index above to see how it did in the same time.
  </EmptyState>
);

function Compared({ benchmark }: { benchmark: Benchmark }) {
  const { symbol, benchmarkName, series, percent, benchmarkPercent, sameMoneyGain, sameMoneyValue } =
    benchmark;
  const points = useMemo(
    () =>
      series.day.map((at, index) => ({
        at,
        own: Number(series.percent[index]),
        other: Number(series.benchmarkPercent[index]),
      })),
    [series],
  );
  const other = benchmarkName ?? symbol ?? '';
  return (
    <>
      <LinesChart
        caption={`The time-weighted return beside that of ${other}`}
        unit="day"
        series={[
          { id: 'own', label: 'This portfolio', tone: 'accent' },
          { id: 'other', label: other, tone: 'notice' },
        ]}
        points={points}
        {...percentWords}
        note="Time-weighted, so that money that came or went changes neither line"
        empty={
          <EmptyState icon={IconScale} title="Too few days for a line">
            Choose a longer time above.
          </EmptyState>
        }
      />
      <FactList
        facts={[
          { label: 'This portfolio', value: <PercentChange percent={percent} /> },
          { label: other, value: <PercentChange percent={benchmarkPercent} /> },
          ...(sameMoneyGain && sameMoneyValue
            ? [
                { label: `The same money in ${symbol} gained`, value: <Gain {...sameMoneyGain} /> },
                { label: 'And would be worth', value: <MoneyText {...sameMoneyValue} /> },
              ]
            : []),
        ]}
      />
    </>
  );
}

const Gain = (money: { amount: string; currency: string }) => (
  <ChangeText of={money.amount}>
    <MoneyText {...money} signed />
  </ChangeText>
);
