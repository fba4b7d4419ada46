import { IconZoomQuestion } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './FigureButton.module.css';

type FigureButtonProps = {
  /** What the figure is called. */
  name: string;
  onOpen: () => void;
  children: ReactNode;
};

/** A figure that opens into what made it. */
export const FigureButton = ({ name, onOpen, children }: FigureButtonProps) => (
  <button type="button" className={classes.figure} onClick={onOpen} aria-haspopup="dialog">
    {children}
    <IconZoomQuestion size={16} stroke={1.6} aria-hidden className={classes.icon} />
    <span className="spoken">, how {name} came about</span>
  </button>
);
