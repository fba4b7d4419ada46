import { StatCard } from '@tradeyard/ui';
import type { ReactNode } from 'react';
import { FigureButton } from './FigureButton.js';
import classes from './FigureGrid.module.css';
import { figureWords, type FigureName } from './figure-words.js';

export type ShownFigure<Name extends FigureName> = {
  readonly name: Name;
  /** Null where it cannot be told; `note` says why then. */
  readonly value: ReactNode;
  /** What one should know of this one, besides what such a figure is. */
  readonly note?: ReactNode;
};

type FigureGridProps<Name extends FigureName> = {
  figures: readonly ShownFigure<Name>[];
  /** Opens what made a figure; without it they cannot be opened. */
  onOpen?: (figure: Name) => void;
};

/** Figures side by side, each with a sentence that explains it. */
export const FigureGrid = <Name extends FigureName>({ figures, onOpen }: FigureGridProps<Name>) => (
  <div className={classes.grid}>
    {figures.map(({ name, value, note }) => (
      <StatCard
        key={name}
        label={figureWords[name].name}
        value={
          onOpen ? (
            <FigureButton name={figureWords[name].name} onOpen={() => onOpen(name)}>
              {value ?? '–'}
            </FigureButton>
          ) : (
            (value ?? '–')
          )
        }
        detail={
          <span className={classes.detail}>
            {note && <span className={classes.note}>{note}</span>}
            <span>{figureWords[name].words}</span>
          </span>
        }
      />
    ))}
  </div>
);
