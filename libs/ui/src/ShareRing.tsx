import type { ReactNode } from 'react';
import classes from './ShareRing.module.css';

type ShareRingProps = {
  /** Parts of a whole, from 0 to 1, in the order of the list beside it. */
  shares: readonly { readonly key: string; readonly share: number }[];
  /** Within the ring: what the whole is. */
  children: ReactNode;
};

const colors = 8;
/** Of the circle with a circumference of 100. */
const radius = 100 / (2 * Math.PI);
const gap = 0.6;

/** The colour of a part, by its place; what comes after those that can be told apart is grey. */
export const shareColor = (index: number): string =>
  index < colors ? `var(--share-${index + 1})` : 'var(--share-rest)';

/** The mark of a part in the list of all parts. */
export const ShareDot = ({ index }: { index: number }) => (
  <span className={classes.dot} style={{ background: shareColor(index) }} aria-hidden />
);

/** What a whole is made of, for the eye: a list with the same order and the numbers always stands beside it. */
export function ShareRing({ shares, children }: ShareRingProps) {
  const starts = shares.map((_, index) =>
    shares.slice(0, index).reduce((sum, { share }) => sum + share * 100, 0),
  );
  return (
    <div className={classes.ring}>
      <svg viewBox="0 0 38 38" aria-hidden className={classes.drawing}>
        <circle className={classes.track} cx={19} cy={19} r={radius} />
        {shares.map(({ key, share }, index) => (
          <circle
            key={key}
            className={classes.part}
            cx={19}
            cy={19}
            r={radius}
            stroke={shareColor(index)}
            strokeDasharray={`${Math.max(share * 100 - (shares.length > 1 ? gap : 0), 0.2)} 100`}
            strokeDashoffset={-(starts[index] ?? 0)}
          />
        ))}
      </svg>
      <div className={classes.middle}>{children}</div>
    </div>
  );
}
