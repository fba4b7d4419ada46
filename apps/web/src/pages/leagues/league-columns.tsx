import { Skeleton } from '@mantine/core';
import { parseDecimal } from '@tradeyard/kernel';
import { formatMoment, MoneyText, type Column } from '@tradeyard/ui';
import { useOwnStanding, type League } from '../../paper/paper.js';
import rows from '../DetailRows.module.css';
import { NameCell } from '../NameCell.js';
import { PortfolioMark } from '../portfolios/PortfolioMark.js';
import { ReturnText } from '../portfolios/PortfolioTable.js';
import { statusTones, statusWords, whenWords } from './league-words.js';
import classes from './league-columns.module.css';

export const leagueColumns: readonly Column<League>[] = [
  {
    id: 'name',
    header: 'League',
    cell: (league) => (
      <NameCell
        mark={
          <span className={classes.mark}>
            <PortfolioMark kind="league" />
          </span>
        }
        name={league.name}
        detail={whenWords(league)}
        to={`/leagues/${league.id}`}
      />
    ),
    sortBy: ({ name }) => name.toLocaleLowerCase(),
  },
  {
    id: 'status',
    header: 'Status',
    hideBelow: 'sm',
    cell: ({ status }) => (
      <span className={rows.badge} data-tone={statusTones[status]}>
        {statusWords[status]}
      </span>
    ),
    sortBy: ({ status }) => ['running', 'upcoming', 'ended'].indexOf(status).toString(),
  },
  {
    id: 'starts',
    header: 'Starts',
    hideBelow: 'lg',
    cell: ({ startsAt }) => formatMoment(startsAt),
    sortBy: ({ startsAt }) => startsAt,
  },
  {
    id: 'cash',
    header: 'Starting cash',
    numeric: true,
    hideBelow: 'md',
    cell: ({ startingCash }) => <MoneyText {...startingCash} />,
    sortBy: ({ startingCash }) => parseDecimal(startingCash.amount),
  },
  {
    id: 'members',
    header: 'Members',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ members }) => members,
    sortBy: ({ members }) => parseDecimal(members.toString()),
  },
  {
    id: 'rank',
    header: 'My rank',
    numeric: true,
    cell: (league) => (league.portfolioId === null ? '–' : <OwnRank league={league} />),
  },
];

/** Where I stand, which each league says by itself. */
function OwnRank({ league: { id, members } }: { league: League }) {
  const { data, isPending } = useOwnStanding(id);
  if (isPending) return <Skeleton height={14} width={64} radius="sm" className={classes.waiting} />;
  if (!data?.me) return '–';
  return (
    <span className={classes.rank}>
      {data.me.rank} of {members}
      <ReturnText percent={data.me.returnPercent} />
    </span>
  );
}
