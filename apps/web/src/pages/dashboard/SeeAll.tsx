import { Anchor } from '@mantine/core';
import { Link } from 'react-router';

/** From a short list to the page with all of it. */
export const SeeAll = ({ to, children }: { to: string; children: string }) => (
  <Anchor component={Link} to={to} size="sm">
    {children}
  </Anchor>
);
