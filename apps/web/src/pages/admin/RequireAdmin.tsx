import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Card, EmptyState, PageHeader } from '@tradeyard/ui';
import { Link, NavLink, Outlet } from 'react-router';
import { usePageTitle } from '../../page-title.js';
import { useUser } from '../../session/session.js';
import classes from './RequireAdmin.module.css';

const sections = [
  { to: '/admin/people', label: 'People' },
  { to: '/admin/audit', label: 'Audit' },
  { to: '/admin/ledger', label: 'Ledger check' },
  { to: '/admin/rates', label: 'Rate sources' },
  { to: '/admin/market', label: 'Price sources' },
  { to: '/admin/instruments', label: 'Instruments' },
] as const;

/** What all pages for administrators have in common, and what others get to see there. */
export default function RequireAdmin() {
  const { role } = useUser();
  if (role !== 'admin') return <Forbidden />;
  return (
    <>
      <PageHeader
        title="Administration"
        subtitle="Everybody here, all that they did, the books, the rates and the market"
      />
      <nav className={classes.sections} aria-label="Administration">
        {sections.map(({ to, label }) => (
          <NavLink key={to} to={to} className={classes.section}>
            {label}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </>
  );
}

// The API refuses them too: this page only says so in a friendlier way.
function Forbidden() {
  usePageTitle('For administrators');
  return (
    <>
      <PageHeader title="For administrators" />
      <Card>
        <EmptyState
          icon={IconLock}
          title="This page is not for your account"
          action={
            <Button component={Link} to="/">
              Go to the dashboard
            </Button>
          }
        >
          Only administrators can open it. If you have become one just now, load this page again.
        </EmptyState>
      </Card>
    </>
  );
}
