import {
  IconBellRinging,
  IconTrendingUp,
  IconChartPie,
  IconExchange,
  IconLayoutDashboard,
  IconReceipt,
  IconTargetArrow,
  IconWallet,
  type Icon,
} from '@tabler/icons-react';

export type Destination = {
  to: string;
  label: string;
  icon: Icon;
  /** The bar at the bottom of a phone has room for six; the others are reached from elsewhere there. */
  onlyAtSide?: boolean;
};

/** The main pages, in the order in which a day goes by. */
export const destinations: readonly Destination[] = [
  { to: '/', label: 'Dashboard', icon: IconLayoutDashboard },
  { to: '/markets', label: 'Markets', icon: IconTrendingUp },
  { to: '/alerts', label: 'Alerts', icon: IconBellRinging, onlyAtSide: true },
  { to: '/rates', label: 'Rates', icon: IconExchange },
  { to: '/portfolio', label: 'Portfolio', icon: IconChartPie },
  { to: '/wallet', label: 'Wallet', icon: IconWallet },
  { to: '/orders', label: 'Orders', icon: IconReceipt },
  { to: '/points', label: 'Automated points', icon: IconTargetArrow, onlyAtSide: true },
];
