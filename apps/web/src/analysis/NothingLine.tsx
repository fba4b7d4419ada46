import classes from './NothingLine.module.css';

/** Stands in a table's place where one line says all. */
export const NothingLine = ({ children }: { children: string }) => (
  <p className={classes.nothing}>{children}</p>
);
