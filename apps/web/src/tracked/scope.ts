import { usePortfolios } from '../account/account.js';
import { usePortfolio, type PortfolioKind } from '../paper/paper.js';
import { useUser } from '../session/session.js';
import { useGroups } from './tracked.js';

/** What an address is about: one portfolio, a group of them, or all of them together. */
export type Scope = {
  id: string;
  kind: PortfolioKind | 'group' | 'all';
  name: string;
  currency: string;
  /** Of a tracked one, whether cash is a part of it. */
  keepsCash: boolean;
  isArchived: boolean;
  /** Whether activities can be entered and changed in it. */
  canChange: boolean;
};

type ScopeQuery = {
  data: Scope | undefined;
  isError: boolean;
  error: unknown;
  refetch: () => Promise<unknown>;
};

/** The main portfolio and those of paper money: their activities come from the ledger. */
export const isLedgerKind = (kind: Scope['kind']): boolean =>
  kind === 'trading' || kind === 'paper' || kind === 'league';

/** Several portfolios seen as one. */
export const isTogether = (kind: Scope['kind']): boolean => kind === 'group' || kind === 'all';

/** Whether targets, a benchmark and a cost basis can be decided for it: groups and all together have none of their own. */
export const canHaveSettings = ({ kind, isArchived }: Pick<Scope, 'kind' | 'isArchived'>): boolean =>
  kind !== 'all' && kind !== 'group' && !isArchived;

export const scopePath = ({ id }: Pick<Scope, 'id'>): string => `/portfolios/${encodeURIComponent(id)}`;

/** Looks up what `id` of an address stands for: a group where a person has one of that id, else a portfolio. */
export function useScope(id: string): ScopeQuery {
  const { baseCurrency } = useUser();
  const groups = useGroups();
  const group = groups.data?.items.find((each) => each.id === id);
  const isListed = usePortfolios().data?.items.some((each) => each.id === id) ?? false;
  const isPortfolio = id !== 'all' && (isListed || (group === undefined && !groups.isPending));
  const portfolio = usePortfolio(id, isPortfolio);
  if (id === 'all') {
    return known({ id, kind: 'all', name: 'All together', currency: baseCurrency, ...readOnly });
  }
  if (group) return known({ id, kind: 'group', name: group.name, currency: group.currency, ...readOnly });
  const { data, isError, error, refetch } = portfolio;
  if (!data) return { data: undefined, isError: isPortfolio && isError, error, refetch };
  const { kind, name, currency, keepsCash, archivedAt } = data;
  const isArchived = archivedAt !== null;
  return known({
    id,
    kind,
    name,
    currency,
    keepsCash,
    isArchived,
    canChange: kind === 'tracked' && !isArchived,
  });
}

const readOnly = { keepsCash: true, isArchived: false, canChange: false };

const known = (data: Scope): ScopeQuery => ({
  data,
  isError: false,
  error: null,
  refetch: () => Promise.resolve(),
});
