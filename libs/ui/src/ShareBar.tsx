import classes from './ShareBar.module.css';

type ShareBarProps = {
  /** Of a whole, from 0 to 1. */
  share: number;
  /** Of the largest beside it, from 0 to 1: how long the bar is. The share itself unless given. */
  length?: number;
  tone?: 'accent' | 'loss';
};

const percent = new Intl.NumberFormat(undefined, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** A share as a bar for the eye, and as a number. */
export const ShareBar = ({ share, length = share, tone = 'accent' }: ShareBarProps) => (
  <span className={classes.share}>
    <span className={classes.track} aria-hidden>
      <span className={classes.bar} data-tone={tone} style={{ width: `${length * 100}%` }} />
    </span>
    <span className={classes.number}>{percent.format(share)}</span>
  </span>
);
