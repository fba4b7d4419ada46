export * from './candle.js';
export * from './instrument.js';
export * from './price-table.js';
export * from './quote.js';
export * from './simulate.js';
export * from './simulate-history.js';
export * from './tick.js';
export * from './watchlist.js';
