import type { Schemas } from '../api.js';
import classes from './SimulatedBadge.module.css';

/** Says of an instrument that it is not traded; nothing of one that is. */
export const StatusBadge = ({ status }: Pick<Schemas['InstrumentDto'], 'status'>) =>
  status !== 'active' && (
    <span className={classes.badge} data-tone={status === 'halted' ? undefined : 'loss'}>
      {status === 'halted' ? 'Halted' : 'Delisted'}
    </span>
  );
