import { IconSelector } from '@tabler/icons-react';
import { AssetMark } from '@tradeyard/ui';
import { useUser } from '../session/session.js';
import { initials } from './initials.js';
import classes from './AccountBadge.module.css';

/** Who is signed in: the face of the account's menu. */
export function AccountBadge() {
  const { displayName, handle } = useUser();
  return (
    <span className={classes.badge}>
      <AssetMark name={initials(displayName)} size={32} />
      <span className="spoken">Account of</span>
      <span className={classes.words}>
        <span className={classes.name}>{displayName}</span>
        <span className={classes.handle}>@{handle}</span>
      </span>
      <IconSelector size={16} stroke={1.6} aria-hidden className={classes.arrow} />
    </span>
  );
}
