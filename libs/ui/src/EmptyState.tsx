import type { ComponentType, ReactNode } from 'react';
import classes from './EmptyState.module.css';

type EmptyStateProps = {
  icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  title: string;
  /** What to do next, in a sentence. */
  children: ReactNode;
  action?: ReactNode;
};

/** Stands where there is nothing yet, and says what to do about it. */
export const EmptyState = ({ icon: Icon, title, children, action }: EmptyStateProps) => (
  <div className={classes.empty}>
    <span className={classes.icon}>
      <Icon size={24} stroke={1.5} aria-hidden />
    </span>
    <p className={classes.title}>{title}</p>
    <p className={classes.text}>{children}</p>
    {action && <div className={classes.action}>{action}</div>}
  </div>
);
