import classes from './Logo.module.css';

/** The mark and the name. */
export const Logo = () => (
  <span className={classes.logo}>
    <img src="/favicon.svg" alt="" width={28} height={28} />
    Tradeyard
  </span>
);
