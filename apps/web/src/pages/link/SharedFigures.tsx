import { Card, formatPercent, MoneyText } from '@tradeyard/ui';
import { PercentChange } from '../../analysis/PercentChange.js';
import { ranges } from '../../analysis/range.js';
import { FactList, type Fact } from '../FactList.js';
import { GainText } from '../wallet/GainText.js';
import type { SharedPortfolio } from './shared-portfolio.js';

/** The gain of each time in percent, and amounts where they are shared. */
export function SharedFigures({ shared }: { shared: SharedPortfolio }) {
  const { amounts, volatility, drawdown } = shared;
  const risk: Fact[] = [
    { label: 'Volatility', value: volatility === null ? '–' : formatPercent(volatility) },
    { label: 'Maximum drawdown', value: drawdown === null ? '–' : formatPercent(drawdown) },
  ];
  return (
    <Card title="How it did">
      <FactList
        facts={[
          ...(amounts
            ? [
                { label: 'Net worth', value: <MoneyText {...amounts.netWorth} /> },
                { label: 'Invested', value: <MoneyText {...amounts.invested} /> },
                { label: 'Gain', value: <GainText gain={amounts.gain} /> },
              ]
            : []),
          ...ranges.flatMap(({ value, words }) => {
            const found = shared.ranges.find(({ key }) => key === value);
            return found
              ? [{ label: upperFirst(words), value: <PercentChange percent={found.percent} /> }]
              : [];
          }),
          ...risk,
        ]}
      />
    </Card>
  );
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
