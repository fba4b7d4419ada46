import { Menu, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconHistory, IconLogout, IconMoon, IconSettings, IconShieldCog, IconSun } from '@tabler/icons-react';
import { Link } from 'react-router';
import { session } from '../api.js';
import { useUser } from '../session/session.js';
import { AccountBadge } from './AccountBadge.js';
import classes from './AccountMenu.module.css';

/** What belongs to the person and not to a page. */
export default function AccountMenu() {
  const { role } = useUser();
  const { setColorScheme } = useMantineColorScheme();
  const other = useComputedColorScheme('light') === 'dark' ? 'light' : 'dark';
  const ThemeIcon = other === 'dark' ? IconMoon : IconSun;
  return (
    <Menu position="top-start" width={220} radius="md">
      <Menu.Target>
        <UnstyledButton className={classes.button}>
          <AccountBadge />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/settings" leftSection={<IconSettings size={18} stroke={1.6} />}>
          Settings
        </Menu.Item>
        <Menu.Item
          component={Link}
          to="/settings/activity"
          leftSection={<IconHistory size={18} stroke={1.6} />}
        >
          Activity
        </Menu.Item>
        {role === 'admin' && (
          <Menu.Item
            component={Link}
            to="/admin/people"
            leftSection={<IconShieldCog size={18} stroke={1.6} />}
          >
            Administration
          </Menu.Item>
        )}
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
