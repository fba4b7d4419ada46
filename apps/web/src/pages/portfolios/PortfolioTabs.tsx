import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import { useSession } from '../../session/session.js';
import classes from './PortfolioTabs.module.css';

const sections = [
  { path: 'performance', label: 'Performance' },
  { path: 'activities', label: 'Activities' },
  { path: 'income', label: 'Income' },
  { path: 'gains', label: 'Gains' },
  { path: 'allocation', label: 'Allocation' },
  { path: 'risk', label: 'Risk' },
  { path: 'plan', label: 'Plan' },
  { path: 'sharing', label: 'Sharing' },
] as const;

/**
 * The pages of one portfolio, of a group of them, or of `all`, as links. The first is what it holds: the main portfolio,
 * whose id is that of its owner, has that at an address of its own.
 */
export function PortfolioTabs({ id }: { id: string }) {
  const { pathname } = useLocation();
  const { user } = useSession();
  const list = useRef<HTMLUListElement>(null);
  // On a phone some are out of sight; the page one is on must not be.
  useEffect(() => showCurrent(list.current), [pathname]);
  const base = `/portfolios/${encodeURIComponent(id)}`;
  const overview = id === user?.id ? '/portfolio' : base;
  const tabs = [
    { to: overview, label: 'Overview' },
    ...sections.map(({ path, label }) => ({ to: `${base}/${path}`, label })),
  ];
  return (
    <nav aria-label="This portfolio" className={classes.nav}>
      <ul className={classes.tabs} ref={list}>
        {tabs.map(({ to, label }) => (
          <li key={label}>
            <Link className={classes.tab} to={to} aria-current={pathname === to ? 'page' : undefined}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Moves the list alone: the page stays where it is. */
function showCurrent(list: HTMLUListElement | null): void {
  const current = list?.querySelector<HTMLElement>('[aria-current]');
  if (list && current) list.scrollLeft = current.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
}
