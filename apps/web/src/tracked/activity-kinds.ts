import {
  IconArrowBigDownLine,
  IconArrowDownLeft,
  IconArrowMerge,
  IconArrowsSplit,
  IconArrowUpRight,
  IconBox,
  IconBuildingBank,
  IconCoins,
  IconLogin2,
  IconLogout2,
  IconPercentage,
  IconReceipt,
  IconReplace,
  IconShoppingCartMinus,
  IconShoppingCartPlus,
  IconSitemap,
  type Icon,
} from '@tabler/icons-react';
import type { ActivityType } from './tracked.js';

type KindWords = {
  icon: Icon;
  /** As the title of one of them. */
  label: string;
  /** What it is for, in a sentence. */
  about: string;
};

/** What each type of activity is called and looks like, wherever it stands. */
export const activityKinds: Record<ActivityType, KindWords> = {
  buy: { icon: IconShoppingCartPlus, label: 'Buy', about: 'You paid for units of an asset.' },
  sell: { icon: IconShoppingCartMinus, label: 'Sell', about: 'You sold units that you had.' },
  short: {
    icon: IconArrowBigDownLine,
    label: 'Short sale',
    about: 'You sold borrowed units, to buy them back later.',
  },
  cover: { icon: IconReplace, label: 'Cover', about: 'You bought back what you had sold short.' },
  dividend: {
    icon: IconCoins,
    label: 'Dividend',
    about: 'An asset paid you. Enter all of it, and the tax that was kept back as its own number.',
  },
  interest: {
    icon: IconPercentage,
    label: 'Interest',
    about: 'Cash or an asset earned interest. Below zero where you paid it.',
  },
  fee: { icon: IconReceipt, label: 'Fee', about: 'You paid for an account or a service.' },
  deposit: { icon: IconArrowDownLeft, label: 'Deposit', about: 'Cash came into the portfolio.' },
  withdrawal: { icon: IconArrowUpRight, label: 'Withdrawal', about: 'Cash left the portfolio.' },
  transfer_in: {
    icon: IconLogin2,
    label: 'Transfer in',
    about: 'Units or cash came from another account of yours. Nothing was bought.',
  },
  transfer_out: {
    icon: IconLogout2,
    label: 'Transfer out',
    about: 'Units or cash went to another account of yours. Nothing was sold.',
  },
  split: { icon: IconArrowsSplit, label: 'Split', about: 'Each unit became several, or several became one.' },
  merger: {
    icon: IconArrowMerge,
    label: 'Merger or new symbol',
    about: 'An asset ended, and its units became units of another one, cash, or both.',
  },
  spin_off: {
    icon: IconSitemap,
    label: 'Spin-off',
    about: 'You were given units of a new asset, which takes a part of the cost along.',
  },
  liability: {
    icon: IconBuildingBank,
    label: 'Liability',
    about: 'You owe more from then on. Below zero where you paid some of it back.',
  },
  item: {
    icon: IconBox,
    label: 'Valuable',
    about: 'Something that no market prices came in: a house, a watch. You enter its prices by hand.',
  },
};

/** Types as a picker groups them. */
export const kindGroups: readonly { group: string; kinds: readonly ActivityType[] }[] = [
  { group: 'Trades', kinds: ['buy', 'sell', 'short', 'cover'] },
  { group: 'Income and costs', kinds: ['dividend', 'interest', 'fee'] },
  { group: 'In and out', kinds: ['deposit', 'withdrawal', 'transfer_in', 'transfer_out'] },
  { group: 'What companies do', kinds: ['split', 'merger', 'spin_off'] },
  { group: 'Besides markets', kinds: ['item', 'liability'] },
];

/** In the order of the picker. */
export const kindNames: readonly ActivityType[] = kindGroups.flatMap(({ kinds }) => kinds);

/** The type of that name; null where there is none. */
export const findKind = (name: string | null): ActivityType | null =>
  kindNames.find((kind) => kind === name) ?? null;
