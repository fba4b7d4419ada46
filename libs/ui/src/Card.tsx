import type { ReactNode } from 'react';
import classes from './Card.module.css';

type CardProps = {
  /** A heading of the second level; without it the card has none. */
  title?: ReactNode;
  /** At the right of the title: a link or a control. */
  action?: ReactNode;
  /** A table reaches to the edges of its card and brings its own spacing. */
  flush?: boolean;
  children: ReactNode;
};

/** The surface that everything stands on. */
export const Card = ({ title, action, flush = false, children }: CardProps) => (
  <section className={classes.card}>
    {(title || action) && (
      <header className={classes.header}>
        {title && <h2 className={classes.title}>{title}</h2>}
        {action}
      </header>
    )}
    <div className={flush ? classes.flush : classes.body}>{children}</div>
  </section>
);
