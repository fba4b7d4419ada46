import {
  IconArrowBackUp,
  IconArrowDownLeft,
  IconArrowsExchange,
  IconArrowsSplit,
  IconArrowUpRight,
  IconCoins,
  IconLock,
  IconLockDollar,
  IconLockOpen,
  IconSend,
  IconTrendingUp,
  type Icon,
} from '@tabler/icons-react';
import type { Schemas } from '../api.js';

export type TransactionKind = Schemas['TransactionKind'];

type KindWords = {
  icon: Icon;
  /** Many of them, as the name of a filter. */
  many: string;
};

/** What each kind of transaction is called and looks like, wherever it stands. */
export const transactionKinds: Record<TransactionKind, KindWords> = {
  deposit: { icon: IconArrowDownLeft, many: 'Deposits' },
  withdrawal: { icon: IconArrowUpRight, many: 'Withdrawals' },
  transfer: { icon: IconSend, many: 'Transfers' },
  conversion: { icon: IconArrowsExchange, many: 'Conversions' },
  trade: { icon: IconTrendingUp, many: 'Trades' },
  hold: { icon: IconLock, many: 'Holds' },
  capture: { icon: IconLockDollar, many: 'Paid from holds' },
  release: { icon: IconLockOpen, many: 'Released holds' },
  reversal: { icon: IconArrowBackUp, many: 'Taken back' },
  dividend: { icon: IconCoins, many: 'Dividends' },
  split: { icon: IconArrowsSplit, many: 'Splits' },
};

/** In the order of the list above. */
export const kindNames = Object.keys(transactionKinds) as TransactionKind[];
