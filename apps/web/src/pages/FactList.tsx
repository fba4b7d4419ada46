import type { ReactNode } from 'react';
import classes from './FactList.module.css';

export type Fact = { label: string; value: ReactNode };

/** Pairs of a name and a value, in as many columns as there is room for. */
export const FactList = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className={classes.facts}>
    {facts.map(({ label, value }) => (
      <div key={label} className={classes.fact}>
        <dt className={classes.label}>{label}</dt>
        <dd className={classes.value}>{value}</dd>
      </div>
    ))}
  </dl>
);
