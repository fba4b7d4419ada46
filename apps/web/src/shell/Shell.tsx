import { lazy, Suspense } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { AccountBadge } from './AccountBadge.js';
import { Crash } from './Crash.js';
import { Logo } from './Logo.js';
import { destinations } from './navigation.js';
import { NoticeBell } from './NoticeBell.js';
import { PageSkeleton } from './PageSkeleton.js';
import classes from './Shell.module.css';
import { StreamNotice } from './StreamNotice.js';
import { useScrollToTop } from './scroll-to-top.js';

// Until it is there the badge stands in its place, and looks the same.
const AccountMenu = lazy(() => import('./AccountMenu.js'));

/** What stays while pages change: navigation at the side, or at the bottom of a phone. */
export function Shell() {
  const { pathname } = useLocation();
  useScrollToTop(pathname);
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        Skip to content
      </a>
      <header className={classes.side}>
        <Link to="/" className={classes.home} aria-label="Tradeyard, dashboard">
          <Logo />
        </Link>
        <NoticeBell />
        <nav className={classes.nav} aria-label="Main">
          {destinations.map(({ to, label, icon: Icon, onlyAtSide, alsoAt }) => (
            <Link
              key={to}
              to={to}
              className={classes.link}
              data-side={onlyAtSide}
              aria-current={isAt(pathname, to) || alsoAt === pathname ? 'page' : undefined}
            >
              <Icon size={20} stroke={1.6} aria-hidden />
              {label}
            </Link>
          ))}
        </nav>
        <div className={classes.account}>
          <Suspense fallback={<AccountBadge />}>
            <AccountMenu />
          </Suspense>
        </div>
      </header>
      <main id="content" className={classes.content} tabIndex={-1}>
        <StreamNotice />
        <Crash key={pathname}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </Crash>
      </main>
    </div>
  );
}

/** Whether a page is the one at `to`, or below it. */
const isAt = (pathname: string, to: string): boolean =>
  pathname === to || (to !== '/' && pathname.startsWith(`${to}/`));
