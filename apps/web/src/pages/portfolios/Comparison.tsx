import { Chip } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { EmptyState, ErrorState, TableSkeleton } from '@tradeyard/ui';
import { useSearchParams } from 'react-router';
import { useComparison } from '../../paper/paper.js';
import { problemSentence } from '../../problem.js';
import classes from './Comparison.module.css';
import { ComparisonTable } from './ComparisonTable.js';
import { useParameter } from '../../address-parameter.js';

/** So many stand side by side unless others are chosen. */
const shownAtFirst = 4;

/** Portfolios side by side. Which ones is part of the address: `ids=a,b`. */
export function Comparison() {
  const { data, isError, error, refetch } = useComparison();
  const [search] = useSearchParams();
  const setParameter = useParameter();
  if (!data && isError) {
    return (
      <ErrorState
        title="Your portfolios could not be compared"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <TableSkeleton what="The comparison" rows={4} />;
  const asked = search.get('ids')?.split(',').filter(Boolean);
  const chosen = asked ?? data.items.slice(0, shownAtFirst).map(({ id }) => id);
  const shown = data.items.filter(({ id }) => chosen.includes(id));
  return (
    <>
      <Chip.Group multiple value={chosen} onChange={(ids) => setParameter('ids', ids.join(','))}>
        <div className={classes.choice} role="group" aria-label="Compare">
          {data.items.map(({ id, name }) => (
            <Chip key={id} value={id} variant="outline" size="sm">
              <span className={classes.chosen}>{name}</span>
            </Chip>
          ))}
        </div>
      </Chip.Group>
      {shown.length > 0 ? (
        <ComparisonTable portfolios={shown} />
      ) : (
        <EmptyState icon={IconScale} title="Nothing to compare">
          Choose the portfolios above that you want to see side by side.
        </EmptyState>
      )}
    </>
  );
}
