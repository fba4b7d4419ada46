import { IconPlugConnectedX } from '@tabler/icons-react';
import { useStream } from '../stream/stream-context.js';
import classes from './StreamNotice.module.css';

/** Says that prices stand still while the connection is away; it comes back by itself. */
export function StreamNotice() {
  const { status } = useStream();
  return (
    <div role="status">
      {status === 'down' && (
        <p className={classes.notice}>
          <IconPlugConnectedX size={18} stroke={1.6} aria-hidden />
          Live prices are paused. Reconnecting…
        </p>
      )}
    </div>
  );
}
