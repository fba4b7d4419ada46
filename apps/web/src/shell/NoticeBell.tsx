import { IconBell } from '@tabler/icons-react';
import { NavLink } from 'react-router';
import { useUnreadNotices } from '../alerts/alerts.js';
import classes from './Shell.module.css';

const countMax = 99;

/** Leads to what one was told, and says how much of it is new. */
export function NoticeBell() {
  const unread = useUnreadNotices();
  return (
    <NavLink
      to="/notices"
      className={classes.bell}
      aria-label={unread === 0 ? 'Notices' : `Notices, ${unread} unread`}
    >
      <IconBell size={21} stroke={1.6} aria-hidden />
      {unread > 0 && (
        <span className={classes.unread} aria-hidden>
          {unread > countMax ? `${countMax}+` : unread}
        </span>
      )}
    </NavLink>
  );
}
