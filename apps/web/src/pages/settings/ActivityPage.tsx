import { Card, PageHeader } from '@tradeyard/ui';
import { api } from '../../api.js';
import { AuditFilterBar } from '../../audit/AuditFilterBar.js';
import { useAuditFilter, type AuditFilter } from '../../audit/audit-filter.js';
import { AuditList } from '../../audit/AuditList.js';
import { AuditRow } from '../../audit/AuditRow.js';
import { usePageTitle } from '../../page-title.js';
import { BackLink } from '../BackLink.js';

const pageSize = 30;

/** What happened to one's own money, and what was refused. */
export default function ActivityPage() {
  usePageTitle('Activity');
  const { filter, setParameter, isFiltered } = useAuditFilter();
  const pages = useOwnAudit(filter);
  return (
    <>
      <PageHeader
        before={<BackLink to="/settings">Settings</BackLink>}
        title="Activity"
        subtitle="What moved your money, and what you tried: when, from where, and what became of it"
      />
      <Card flush>
        <AuditFilterBar filter={filter} setParameter={setParameter} />
        <AuditList
          pages={pages}
          isFiltered={isFiltered && Object.keys(filter).length > 0}
          promise="Every movement of your money will stand here, and every one that was refused."
          row={(entry) => (
            <AuditRow
              key={entry.id}
              entry={entry}
              who={entry.isYou ? 'You' : (entry.actor?.displayName ?? 'Tradeyard itself')}
              origin={entry.origin}
              amounts={entry.amounts}
            />
          )}
        />
      </Card>
    </>
  );
}

const useOwnAudit = (filter: AuditFilter) =>
  api.useInfiniteQuery(
    'get',
    '/wallet/audit',
    { params: { query: { limit: pageSize, ...filter } } },
    { pageParamName: 'cursor', initialPageParam: null, getNextPageParam: ({ next }) => next },
  );
