/** Figures that a page shows; each has a name and one plain sentence. */
export const figureWords = {
  value: {
    name: 'Value',
    words: 'What everything is worth at the end of the time.',
  },
  gain: {
    name: 'Gain',
    words: 'What came of it, apart from the money that was paid in or taken out.',
  },
  effects: {
    name: 'What made the gain',
    words: 'Prices, dividends, currencies and fees of each position. They add up to the gain, to the cent.',
  },
  roai: {
    name: 'Return on average investment',
    words: 'The gain, of the amount that was invested on average. It counts prices and fees, not dividends.',
  },
  twr: {
    name: 'Time-weighted',
    words: 'How the investments did, whenever money came or went. Good to compare with a fund or an index.',
  },
  mwr: {
    name: 'Money-weighted (XIRR)',
    words:
      'The yearly interest at which a savings account would have made the same of what you paid in and took out.',
  },
  simple: {
    name: 'Simple',
    words: 'The gain, of what was there at the beginning and was paid in since.',
  },
  volatility: {
    name: 'Volatility',
    words: 'How much the value sways in a year. The higher, the rougher the ride.',
  },
  drawdown: {
    name: 'Maximum drawdown',
    words: 'The deepest fall from a high before it was made good.',
  },
  sharpe: {
    name: 'Sharpe ratio',
    words: 'The return above what is free of risk, for each unit of volatility. Above 1 is good.',
  },
  sortino: {
    name: 'Sortino ratio',
    words: 'The same, but only falls count as risk.',
  },
  beta: {
    name: 'Beta',
    words: 'How far it moves when the benchmark moves by one percent.',
  },
  correlation: {
    name: 'Correlation',
    words: 'Whether it moves with the benchmark: 1 is always, 0 is by chance, −1 is the other way.',
  },
  valueAtRisk95: {
    name: 'Value at risk',
    words: 'On 95 of 100 days, less than this was lost in a day.',
  },
  valueAtRisk99: {
    name: 'Value at risk, 99%',
    words: 'On 99 of 100 days, less than this was lost in a day.',
  },
} as const satisfies Record<string, { name: string; words: string }>;

export type FigureName = keyof typeof figureWords;
