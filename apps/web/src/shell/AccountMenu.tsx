import { Menu, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconLogout, IconMoon, IconSelector, IconSettings, IconSun } from '@tabler/icons-react';
import { AssetMark } from '@tradeyard/ui';
import { Link } from 'react-router';
import { session } from '../api.js';
import { useUser } from '../session/session.js';
import classes from './AccountMenu.module.css';

/** Who is signed in, and what belongs to the person and not to a page. */
export function AccountMenu() {
  const user = useUser();
  const { setColorScheme } = useMantineColorScheme();
  const other = useComputedColorScheme('light') === 'dark' ? 'light' : 'dark';
  const ThemeIcon = other === 'dark' ? IconMoon : IconSun;
  return (
    <Menu position="top-start" width={220} radius="md">
      <Menu.Target>
        <UnstyledButton className={classes.button}>
          <AssetMark name={initials(user.displayName)} size={32} />
          <span className="spoken">Account of</span>
          <span className={classes.words}>
            <span className={classes.name}>{user.displayName}</span>
            <span className={classes.handle}>@{user.handle}</span>
          </span>
          <IconSelector size={16} stroke={1.6} aria-hidden className={classes.arrow} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/settings" leftSection={<IconSettings size={18} stroke={1.6} />}>
          Settings
        </Menu.Item>
        <Menu.Item leftSection={<ThemeIcon size={18} stroke={1.6} />} onClick={() => setColorScheme(other)}>
          {other === 'dark' ? 'Dark theme' : 'Light theme'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} stroke={1.6} />} onClick={() => void session.signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word.charAt(0).toUpperCase())
    .slice(0, 2)
    .join('');
