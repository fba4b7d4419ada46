import { api } from '../../api.js';

/** One transaction of the person who is signed in. */
export const useTransaction = (id: string) =>
  api.useQuery('get', '/wallet/transactions/{id}', { params: { path: { id } } });
