import { Anchor } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import { EmptyState, formatDay, formatMoney } from '@tradeyard/ui';
import { Link } from 'react-router';
import { useArchivedPortfolios } from '../../paper/paper.js';
import { DetailRow, DetailRows } from '../DetailRows.js';

/** Those in which nothing is traded any more. */
export function ArchivedPortfolios() {
  const portfolios = useArchivedPortfolios();
  return (
    <DetailRows
      name="Archived portfolios"
      pages={portfolios}
      empty={
        <EmptyState icon={IconArchive} title="Nothing is archived">
          A paper portfolio that you are done with can be archived on its page. What happened in it stays to
          be read here.
        </EmptyState>
      }
      row={({ id, name, startingCash, createdAt, archivedAt }) => (
        <DetailRow
          key={id}
          title={
            <Anchor component={Link} to={`/portfolios/${id}`} inherit>
              {name}
            </Anchor>
          }
          details={[
            `${formatDay(createdAt)} to ${formatDay(archivedAt ?? createdAt)}`,
            ...(startingCash
              ? [`began with ${formatMoney(startingCash.amount, startingCash.currency)}`]
              : []),
          ]}
        />
      )}
    />
  );
}
