import { IconMinus, IconTriangleFilled, IconTriangleInvertedFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './ChangeText.module.css';
import { directionOf } from './number-format.js';

const arrows = { up: IconTriangleFilled, down: IconTriangleInvertedFilled, flat: IconMinus };

type ChangeTextProps = {
  /** The signed decimal string that decides arrow and colour. */
  of: string;
  children: ReactNode;
  /** A filled badge, for a headline. */
  pill?: boolean;
};

/** Something that rose or fell. An arrow and the sign say which, so that colour is never the only word. */
export function ChangeText({ of, children, pill = false }: ChangeTextProps) {
  const direction = directionOf(of);
  const Arrow = arrows[direction];
  return (
    <span className={classes.change} data-direction={direction} data-pill={pill || undefined}>
      <Arrow size="0.58em" aria-hidden className={classes.arrow} />
      <span>{children}</span>
    </span>
  );
}
