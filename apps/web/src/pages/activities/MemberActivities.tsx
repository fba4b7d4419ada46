import { Anchor } from '@mantine/core';
import { Card, PageHeader, TableSkeleton } from '@tradeyard/ui';
import { Link } from 'react-router';
import { usePortfolios } from '../../account/account.js';
import { kindWords } from '../../paper/paper.js';
import { scopePath, type Scope } from '../../tracked/scope.js';
import { useGroups } from '../../tracked/tracked.js';
import { BackLink } from '../BackLink.js';
import { DetailRow } from '../DetailRows.js';
import classes from '../DetailRows.module.css';
import { PortfolioTabs } from '../portfolios/PortfolioTabs.js';

/** Of several portfolios together: each has its own activities. */
export function MemberActivities({ scope: { id, kind, name } }: { scope: Scope }) {
  const portfolios = usePortfolios().data?.items;
  const group = useGroups().data?.items.find((each) => each.id === id);
  const members = portfolios?.filter((each) => kind === 'all' || group?.portfolioIds.includes(each.id));
  return (
    <>
      <PageHeader
        before={<BackLink to="/portfolios">Portfolios</BackLink>}
        title={name}
        subtitle="Each portfolio has its own activities"
      />
      <PortfolioTabs id={id} />
      <Card title="Activities of" flush>
        {members ? (
          <ul className={classes.list} aria-label="Portfolios">
            {members.map((member) => (
              <DetailRow
                key={member.id}
                title={
                  <Anchor component={Link} to={`${scopePath(member)}/activities`} inherit>
                    {member.name}
                  </Anchor>
                }
                details={[kindWords[member.kind], member.currency]}
              />
            ))}
          </ul>
        ) : (
          <TableSkeleton what="The list of portfolios" rows={2} />
        )}
      </Card>
    </>
  );
}
