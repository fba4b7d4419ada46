import { Anchor } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { Link } from 'react-router';
import { stoppedWords } from './order-words.js';
import { useTradingState } from './orders.js';
import classes from './TradingStopped.module.css';

/** Says that no orders are taken, and who can change that; nothing while they are. */
export function TradingStopped() {
  const { data } = useTradingState();
  if (!data?.isStopped) return null;
  const { isForAll } = data;
  return (
    <p className={classes.notice} role="status">
      <IconHandStop size={18} stroke={1.6} aria-hidden />
      <span>
        {stoppedWords(data)}. {isForAll && 'What waits stays as it is, and is not filled.'}
        {!isForAll && (
          <Anchor component={Link} to="/settings" inherit underline="always" c="inherit">
            Trade again
          </Anchor>
        )}
      </span>
    </p>
  );
}
