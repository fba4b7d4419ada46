import { Anchor } from '@mantine/core';
import { Card, formatMoment, MoneyText } from '@tradeyard/ui';
import { Link } from 'react-router';
import type { ComparedPortfolio, Portfolio } from '../../paper/paper.js';
import { FactList } from '../FactList.js';
import { modelFacts } from './model-facts.js';

type PaperFactsProps = { portfolio: Portfolio; compared: ComparedPortfolio | undefined };

/** How it began, and how it is traded. */
export function PaperFacts({ portfolio, compared }: PaperFactsProps) {
  const { id, startingCash, startedAt, archivedAt, models } = portfolio;
  return (
    <Card
      title="About this portfolio"
      action={
        <Anchor component={Link} to={`/orders?portfolioId=${id}`} size="sm">
          Its orders
        </Anchor>
      }
    >
      <FactList
        facts={[
          { label: 'Starting cash', value: startingCash ? <MoneyText {...startingCash} /> : '–' },
          { label: 'Started', value: formatMoment(startedAt) },
          ...(archivedAt === null ? [] : [{ label: 'Archived', value: formatMoment(archivedAt) }]),
          { label: 'Orders since the start', value: compared?.orders ?? '–' },
          { label: 'Fills since the start', value: compared?.fills ?? '–' },
          ...(models ? modelFacts(models) : []),
        ]}
      />
    </Card>
  );
}
