import { Anchor } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from 'react-router';
import classes from './BackLink.module.css';

/** From one thing to the list it is in. */
export const BackLink = ({ to, children }: { to: string; children: string }) => (
  <Anchor component={Link} to={to} size="sm" className={classes.link}>
    <IconArrowLeft size={16} stroke={1.75} aria-hidden /> {children}
  </Anchor>
);
