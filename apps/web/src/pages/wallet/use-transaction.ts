import { api } from '../../api.js';
import type { Transaction } from '../../account/account.js';

/**
 * One transaction; null for one that is not there. The list goes on behind a cursor, which is the id of a transaction:
 * the first behind the id after this one is this one.
 */
export const useTransaction = (id: string) =>
  api.useQuery(
    'get',
    '/wallet/transactions',
    { params: { query: { limit: 1, cursor: idAfter(id) } } },
    { select: ({ items }): Transaction | null => items.find((item) => item.id === id) ?? null },
  );

/** What is no id is asked for as it is, and refused. */
function idAfter(id: string): string {
  const digits = id.replaceAll('-', '');
  if (!/^[\da-f]{32}$/i.test(digits)) return id;
  const next = BigInt.asUintN(128, BigInt(`0x${digits}`) + 1n)
    .toString(16)
    .padStart(32, '0');
  return [next.slice(0, 8), next.slice(8, 12), next.slice(12, 16), next.slice(16, 20), next.slice(20)].join(
    '-',
  );
}
