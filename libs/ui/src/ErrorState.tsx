import { Button } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import classes from './EmptyState.module.css';

type ErrorStateProps = {
  /** What could not be done: `Your balances could not be loaded`. */
  title: string;
  /** Why, as a sentence. */
  message: string;
  onRetry?: () => void;
};

/** Stands where something should be that could not be had. It is spoken at once. */
export const ErrorState = ({ title, message, onRetry }: ErrorStateProps) => (
  <div className={classes.empty} role="alert">
    <span className={classes.icon} data-tone="notice">
      <IconCloudOff size={24} stroke={1.5} aria-hidden />
    </span>
    <p className={classes.title}>{title}</p>
    <p className={classes.text}>{message}</p>
    {onRetry && (
      <Button className={classes.action} variant="default" onClick={onRetry}>
        Try again
      </Button>
    )}
  </div>
);
