import { isDay, type Day } from '@tradeyard/kernel';
import { useSearchParams } from 'react-router';
import type { Schemas } from '../api.js';

export type AuditOutcome = Schemas['AuditOutcome'];

/** What the API is asked for, apart from the person. */
export type AuditFilter = { outcome?: AuditOutcome; from?: Day; to?: Day };

type Parameter = 'outcome' | 'from' | 'to' | 'person';

/** Of the years that the API knows. */
const isAskable = (text: string): boolean => isDay(text) && text >= '1970' && text < '9999';

/** The filter of a trail, kept in the page's address; what cannot be understood there is as good as not there. */
export function useAuditFilter() {
  const [search, setSearch] = useSearchParams();
  const outcome = search.get('outcome');
  const [from, to] = [search.get('from') ?? '', search.get('to') ?? ''];
  const filter: AuditFilter = {
    ...((outcome === 'booked' || outcome === 'refused') && { outcome }),
    ...(isAskable(from) && { from }),
    ...(isAskable(to) && { to }),
  };
  const person = search.get('person')?.replace(/^@/, '') ?? '';
  const setParameter = (name: Parameter, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return { filter, person, setParameter, isFiltered: person !== '' || Object.keys(filter).length > 0 };
}
