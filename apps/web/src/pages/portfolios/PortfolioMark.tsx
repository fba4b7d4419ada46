import { IconBriefcase, IconEye, IconNotebook, IconTrophy } from '@tabler/icons-react';
import type { PortfolioKind } from '../../paper/paper.js';
import classes from './PortfolioMark.module.css';

const icons = { trading: IconBriefcase, paper: IconNotebook, league: IconTrophy, tracked: IconEye };

/** A small picture of what kind of portfolio it is. */
export function PortfolioMark({ kind }: { kind: PortfolioKind }) {
  const Icon = icons[kind];
  return (
    <span className={classes.mark} aria-hidden>
      <Icon size={19} stroke={1.6} />
    </span>
  );
}
