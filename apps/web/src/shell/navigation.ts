import {
  IconBellRinging,
  IconTrendingUp,
  IconChartPie,
  IconExchange,
  IconLayoutDashboard,
  IconReceipt,
  IconTargetArrow,
  IconTerminal2,
  IconTrophy,
  IconWallet,
  type Icon,
} from '@tabler/icons-react';

export type Destination = {
  to: string;
  label: string;
  icon: Icon;
  /** Another address that belongs to it. */
  alsoAt?: string;
  /** The bar at the bottom of a phone has room for six; the others are reached from elsewhere there. */
  onlyAtSide?: boolean;
};

/** The main pages, in the order in which a day goes by. */
export const destinations: readonly Destination[] = [
  { to: '/', label: 'Dashboard', icon: IconLayoutDashboard },
  { to: '/markets', label: 'Markets', icon: IconTrendingUp },
  { to: '/alerts', label: 'Alerts', icon: IconBellRinging, onlyAtSide: true },
  { to: '/rates', label: 'Rates', icon: IconExchange },
  { to: '/portfolios', label: 'Portfolios', icon: IconChartPie, alsoAt: '/portfolio' },
  { to: '/leagues', label: 'Leagues', icon: IconTrophy, onlyAtSide: true },
  { to: '/wallet', label: 'Wallet', icon: IconWallet },
  { to: '/orders', label: 'Orders', icon: IconReceipt },
  { to: '/points', label: 'Automated points', icon: IconTargetArrow, onlyAtSide: true },
  { to: '/daytrading', label: 'Day trading', icon: IconTerminal2, onlyAtSide: true },
];
