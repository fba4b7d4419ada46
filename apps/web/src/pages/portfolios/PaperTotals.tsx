import { Skeleton } from '@mantine/core';
import { MoneyText, StatCard } from '@tradeyard/ui';
import type { Schemas } from '../../api.js';
import type { ComparedPortfolio } from '../../paper/paper.js';
import classes from '../portfolio/Totals.module.css';
import { ReturnText } from './PortfolioTable.js';

type PaperTotalsProps = {
  compared: ComparedPortfolio | undefined;
  positions: Schemas['PositionsDto'] | undefined;
};

/** What it is worth, and what was made of the starting cash. */
export const PaperTotals = ({ compared, positions }: PaperTotalsProps) => (
  <div className={classes.totals}>
    {compared && positions ? (
      <>
        <StatCard
          label="Value"
          value={<MoneyText {...compared.value} />}
          detail={holdingWords(positions.items.length)}
        />
        <StatCard
          label="Return"
          value={<ReturnText percent={compared.returnPercent} />}
          detail={
            compared.startingCash && (
              <>
                From <MoneyText {...compared.startingCash} />
              </>
            )
          }
        />
        <StatCard label="Cash" value={<MoneyText {...compared.cash} />} detail="In no position" />
      </>
    ) : (
      ['Value', 'Return', 'Cash'].map((label) => (
        <StatCard key={label} label={label} value={<Skeleton height={32} width={140} radius="sm" />} />
      ))
    )}
  </div>
);

function holdingWords(positions: number): string {
  if (positions === 0) return 'All of it is cash';
  return positions === 1 ? 'One position and cash' : `${positions} positions and cash`;
}
