import { api, type Schemas } from '../../api.js';
import type { AuditFilter } from '../../audit/audit-filter.js';

export type AuditEntry = Schemas['WholeAuditEntryDto'];

const pageSize = 30;

/** What everybody did, or one person, newest first, page by page. */
export const useAudit = (filter: AuditFilter & { userId?: string }) =>
  api.useInfiniteQuery(
    'get',
    '/admin/audit',
    { params: { query: { limit: pageSize, ...filter } } },
    { pageParamName: 'cursor', initialPageParam: null, getNextPageParam: ({ next }) => next },
  );

/** The people that one may mean while one types a handle or email. */
export const usePeopleLike = (query: string, limit: number) =>
  api.useQuery('get', '/admin/users', { params: { query: { limit, ...(query && { query }) } } });

/** Handles begin alike, so the right one may come after others; a full page of them is more than enough. */
const alikeMax = 200;

/** Null when nobody is called that. */
export const usePersonByHandle = (handle: string) =>
  api.useQuery(
    'get',
    '/admin/users',
    { params: { query: { limit: alikeMax, query: handle } } },
    { select: ({ items }) => items.find((person) => person.handle === handle) ?? null },
  );

/** The API decides; the button stands only where it can say yes. */
const reversible = new Set(['deposit', 'withdrawal', 'transfer', 'capture', 'conversion']);

export const canTakeBack = ({ outcome, action }: AuditEntry): boolean =>
  outcome === 'booked' && reversible.has(action);
