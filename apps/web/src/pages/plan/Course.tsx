import { Card, formatMoney, formatPercent, LinesChart, MoneyText, StatCard } from '@tradeyard/ui';
import { useMemo } from 'react';
import { moneyWords } from '../../analysis/chart-words.js';
import totals from '../portfolio/Totals.module.css';
import classes from './Course.module.css';
import { durationWords, type Assumptions, type Projection } from './plan.js';

type CourseProps = { projection: Projection; assumptions: Assumptions };

/** When the capital reaches what is needed, and how it gets there. */
export function Course({ projection, assumptions }: CourseProps) {
  const { capital, target, base, lower, higher, currency } = projection;
  return (
    <>
      <div className={totals.totals}>
        <StatCard
          label="Until then"
          value={base.months === null ? 'Not within 100 years' : upperFirst(reachedWords(base.months))}
          detail={
            base.months === null ? 'Save more, or spend less' : arrivalWords(projection.today, base.months)
          }
        />
        <StatCard
          label="You need"
          value={<MoneyText {...target} />}
          detail={`So that ${assumptions.withdrawal}% a year pays for your life`}
        />
        <StatCard label="You have" value={<MoneyText {...capital} />} detail="Net worth of today" />
      </div>
      <Card title="How the capital grows">
        <Growth projection={projection} />
        <p className={classes.note}>
          With two points of return less it takes {timeWords(lower.months)}, with two more{' '}
          {timeWords(higher.months)}. All of it is in {currency} of today&apos;s worth; nobody knows the
          returns to come.
        </p>
      </Card>
    </>
  );
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const reachedWords = (months: number): string => (months === 0 ? 'You are there' : durationWords(months));
const timeWords = (months: number | null): string =>
  months === null ? 'more than 100 years' : months === 0 ? 'no time' : durationWords(months);

const monthAndYear = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' });

function arrivalWords(today: string, months: number): string {
  const at = new Date(today);
  at.setUTCMonth(at.getUTCMonth() + months, 1);
  return monthAndYear.format(at);
}

/** From year to year, with the return that is assumed and two points beside it. */
function Growth({
  projection: { today, currency, base, lower, higher, target },
}: {
  projection: Projection;
}) {
  const words = useMemo(() => moneyWords(currency), [currency]);
  const points = useMemo(() => {
    const count = Math.max(base.capital.length, lower.capital.length, higher.capital.length);
    const at = ({ capital }: Projection['base'], year: number) =>
      capital[year] === undefined ? null : Number(capital[year]);
    return Array.from({ length: count }, (_, year) => ({
      at: `${Number(today.slice(0, 4)) + year}${today.slice(4)}`,
      base: at(base, year),
      lower: at(lower, year),
      higher: at(higher, year),
      target: Number(target.amount),
    }));
  }, [today, base, lower, higher, target]);
  const series = [
    { id: 'base', label: `At ${formatPercent(base.realReturn)}`, tone: 'accent' },
    { id: 'lower', label: `At ${formatPercent(lower.realReturn)}`, tone: 'loss' },
    { id: 'higher', label: `At ${formatPercent(higher.realReturn)}`, tone: 'gain' },
    { id: 'target', label: 'What you need', tone: 'quiet' },
  ] as const;
  return (
    <LinesChart
      caption={`The capital of each year, until it is ${formatMoney(target.amount, target.currency)}`}
      unit="day"
      filled
      series={series}
      points={points}
      {...words}
    />
  );
}
