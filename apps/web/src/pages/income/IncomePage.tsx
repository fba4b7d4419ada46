import { Stack } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { Card, EmptyState, MoneyText, StatCard } from '@tradeyard/ui';
import { AnalysisFrame } from '../../analysis/AnalysisFrame.js';
import { FirstStepButton } from '../../analysis/FirstStepButton.js';
import { Loaded } from '../../analysis/Loaded.js';
import type { Scope } from '../../tracked/scope.js';
import totals from '../portfolio/Totals.module.css';
import { IncomeChart } from './IncomeChart.js';
import { useDividends, type Dividends } from './income.js';
import { ExpectedCard, ReceivedCard } from './IncomeTables.js';

export default function IncomePage() {
  return (
    <AnalysisFrame section="Income" subtitle="Dividends that came, and those to be expected">
      {(scope) => <Income key={scope.id} scope={scope} />}
    </AnalysisFrame>
  );
}

function Income({ scope }: { scope: Scope }) {
  const dividends = useDividends(scope.id);
  return (
    <Loaded query={dividends} what="The income" isEmpty={hasNone} empty={<NoIncome scope={scope} />}>
      {(data) => (
        <Stack gap="lg">
          <Totals dividends={data} />
          <IncomeChart dividends={data} />
          <ExpectedCard dividends={data} />
          <ReceivedCard dividends={data} />
        </Stack>
      )}
    </Loaded>
  );
}

const hasNone = ({ received, expected }: Dividends): boolean =>
  received.byMonth.length === 0 && expected.payments.length === 0;

const NoIncome = ({ scope }: { scope: Scope }) => (
  <Card>
    <EmptyState icon={IconCoins} title="No dividends yet" action={<FirstStepButton scope={scope} />}>
      What your shares and funds pay stands here by month and year, with what to expect in the next twelve
      months.
    </EmptyState>
  </Card>
);

function Totals({ dividends: { received, expected, today } }: { dividends: Dividends }) {
  const thisYear = received.byYear.find(({ year }) => String(year) === today.slice(0, 4));
  const { total } = received;
  return (
    <div className={totals.totals}>
      <StatCard label="Received in all" value={<MoneyText {...total} />} detail="Before tax" />
      <StatCard
        label="Received this year"
        value={<MoneyText {...(thisYear?.amount ?? { amount: '0', currency: total.currency })} />}
        detail="Before tax"
      />
      <StatCard
        label="Expected in 12 months"
        value={<MoneyText {...expected.total} />}
        detail="If all pay as they did last"
      />
    </div>
  );
}
