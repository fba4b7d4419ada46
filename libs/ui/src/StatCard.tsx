import type { ReactNode } from 'react';
import { Card } from './Card.js';
import classes from './StatCard.module.css';

type StatCardProps = { label: string; value: ReactNode; detail?: ReactNode };

/** One number that matters, with its name above and what explains it below. */
export const StatCard = ({ label, value, detail }: StatCardProps) => (
  <Card>
    <dl className={classes.stat}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.value}>{value}</dd>
      <dd className={classes.detail}>{detail}</dd>
    </dl>
  </Card>
);
