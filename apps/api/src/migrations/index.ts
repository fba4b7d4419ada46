import { Accounts1700000000001 } from './1-accounts.js';
import { Ledger1700000000002 } from './2-ledger.js';
import { Currency1700000000003 } from './3-currency.js';

/** In the order in which they are applied. */
export const migrations = [Accounts1700000000001, Ledger1700000000002, Currency1700000000003] as const;
