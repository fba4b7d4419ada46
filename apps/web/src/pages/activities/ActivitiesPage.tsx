import { Button, SegmentedControl } from '@mantine/core';
import { IconBox, IconFileImport, IconPlus } from '@tabler/icons-react';
import { Card, PageHeader } from '@tradeyard/ui';
import { Link, useParams, useSearchParams } from 'react-router';
import { useParameter } from '../../address-parameter.js';
import { usePageTitle } from '../../page-title.js';
import { isLedgerKind, isTogether, scopePath, useScope, type Scope } from '../../tracked/scope.js';
import { BackLink } from '../BackLink.js';
import { PortfolioTabs } from '../portfolios/PortfolioTabs.js';
import { ActivityList } from './ActivityList.js';
import { ActivityModal } from './ActivityModal.js';
import { ChangeList } from './ChangeList.js';
import classes from './ActivitiesPage.module.css';
import { ExportMenu } from './ExportMenu.js';
import { MemberActivities } from './MemberActivities.js';
import { ReadOnlyNote } from './ReadOnlyNote.js';

const views = [
  { value: 'list', label: 'Activities' },
  { value: 'changes', label: 'Changes' },
];

/** What happened in a portfolio: entered by hand, imported, or booked by trading. */
export default function ActivitiesPage() {
  const { id = '' } = useParams();
  const scope = useScope(id);
  const [search] = useSearchParams();
  const setParameter = useParameter();
  const name = scope.data?.name ?? 'Portfolio';
  usePageTitle(`Activities of ${name}`);
  const canChange = scope.data?.canChange ?? false;
  if (scope.data && isTogether(scope.data.kind)) return <MemberActivities scope={scope.data} />;
  const view = canChange && search.get('view') === 'changes' ? 'changes' : 'list';
  return (
    <>
      <PageHeader
        before={<BackLink to="/portfolios">Portfolios</BackLink>}
        title={name}
        subtitle="Everything that happened in it"
        actions={scope.data && <Actions scope={scope.data} onAdd={() => setParameter('do', 'add', true)} />}
      />
      <PortfolioTabs id={id} />
      {scope.data && !canChange && <ReadOnlyNote scope={scope.data} />}
      <Card flush>
        {canChange && (
          <div className={classes.bar}>
            <SegmentedControl
              aria-label="Show"
              className={classes.views}
              data={views}
              value={view}
              onChange={(value) => setParameter('view', value === 'list' ? null : value)}
            />
          </div>
        )}
        {view === 'changes' ? (
          <ChangeList portfolioId={id} />
        ) : (
          <ActivityList id={id} scope={scope.data} canChange={canChange} />
        )}
      </Card>
      {canChange && scope.data && <ActivityModal portfolioId={id} currency={scope.data.currency} />}
    </>
  );
}

function Actions({ scope, onAdd }: { scope: Scope; onAdd: () => void }) {
  const { id, kind, canChange } = scope;
  return (
    <>
      {kind === 'tracked' && (
        <Button
          component={Link}
          to={`${scopePath(scope)}/assets`}
          size="sm"
          variant="default"
          leftSection={<IconBox size={18} stroke={1.75} aria-hidden />}
        >
          Assets
        </Button>
      )}
      {(kind === 'tracked' || isLedgerKind(kind)) && <ExportMenu id={id} name={scope.name} />}
      {canChange && (
        <>
          <Button
            component={Link}
            to={`${scopePath(scope)}/import`}
            size="sm"
            variant="default"
            leftSection={<IconFileImport size={18} stroke={1.75} aria-hidden />}
          >
            Import
          </Button>
          <Button size="sm" leftSection={<IconPlus size={18} stroke={1.75} aria-hidden />} onClick={onAdd}>
            Add activity
          </Button>
        </>
      )}
    </>
  );
}
