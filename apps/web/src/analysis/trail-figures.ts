import type { Schemas } from '../api.js';

/** Figures of which it is told how they came about. */
export type TrailFigure = Schemas['TrailDto']['figure'];

const trailFigures = [
  'value',
  'gain',
  'effects',
  'simple',
  'twr',
  'mwr',
  'roai',
  'volatility',
  'drawdown',
  'sharpe',
  'sortino',
  'valueAtRisk95',
  'valueAtRisk99',
  'beta',
  'correlation',
] as const satisfies TrailFigure[];

export const isTrailFigure = (text: string): text is TrailFigure =>
  (trailFigures as readonly string[]).includes(text);
