import { Skeleton } from '@mantine/core';
import { MoneyText, StatCard } from '@tradeyard/ui';
import type { Schemas } from '../../api.js';
import type { League } from '../../paper/paper.js';
import totals from '../portfolio/Totals.module.css';
import { ReturnText } from '../portfolios/PortfolioTable.js';

type OwnStandingProps = { league: League; leaderboard: Schemas['LeaderboardDto'] | undefined };

/** Where I stand, whichever page of the leaderboard is open. */
export function OwnStanding({ league: { members, startingCash }, leaderboard }: OwnStandingProps) {
  const me = leaderboard?.me;
  if (leaderboard && !me) return null;
  const waiting = <Skeleton height={32} width={120} radius="sm" />;
  return (
    <div className={totals.totals}>
      <StatCard
        label="My rank"
        value={me ? me.rank : waiting}
        detail={members === 1 ? 'The only member so far' : `Of ${members} members`}
      />
      <StatCard
        label="My return"
        value={me ? <ReturnText percent={me.returnPercent} /> : waiting}
        detail={
          <>
            From <MoneyText {...startingCash} />
          </>
        }
      />
      <StatCard
        label="My value"
        value={me ? <MoneyText {...me.value} /> : waiting}
        detail="Positions and cash"
      />
    </div>
  );
}
