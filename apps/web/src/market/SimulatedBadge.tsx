import { IconFlask } from '@tabler/icons-react';
import classes from './SimulatedBadge.module.css';

/** Stands wherever a price is shown that no real market has made. */
export const SimulatedBadge = ({ long = false }: { long?: boolean }) => (
  <span className={classes.badge} title="These prices come from a simulation, not from an exchange">
    <IconFlask size={14} stroke={1.75} aria-hidden />
    {long ? 'Simulated prices' : 'Simulated'}
  </span>
);
