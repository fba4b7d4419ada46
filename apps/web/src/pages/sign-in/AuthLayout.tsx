import { Card } from '@tradeyard/ui';
import type { ReactNode } from 'react';
import { Logo } from '../../shell/Logo.js';
import classes from './AuthLayout.module.css';

type AuthLayoutProps = { title: string; subtitle: string; children: ReactNode; footer: ReactNode };

/** The one card in the middle of the pages for people who are not signed in. */
export const AuthLayout = ({ title, subtitle, children, footer }: AuthLayoutProps) => (
  <main className={classes.page}>
    <div className={classes.column}>
      <Logo />
      <Card>
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.subtitle}>{subtitle}</p>
        {children}
      </Card>
      <p className={classes.footer}>{footer}</p>
    </div>
  </main>
);
