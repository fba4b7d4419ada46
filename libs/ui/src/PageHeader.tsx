import type { ReactNode } from 'react';
import classes from './PageHeader.module.css';

type PageHeaderProps = {
  title: ReactNode;
  /** One calm line below the title. */
  subtitle?: ReactNode;
  /** Above the title, such as the way back. */
  before?: ReactNode;
  /** The page's main controls. */
  actions?: ReactNode;
};

/** The only heading of the first level on a page. */
export const PageHeader = ({ title, subtitle, before, actions }: PageHeaderProps) => (
  <header className={classes.header}>
    <div className={classes.words}>
      {before}
      <h1 className={classes.title}>{title}</h1>
      {subtitle && <p className={classes.subtitle}>{subtitle}</p>}
    </div>
    {actions && <div className={classes.actions}>{actions}</div>}
  </header>
);
