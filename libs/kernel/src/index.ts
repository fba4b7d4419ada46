export * from './asset.js';
export * from './currency.js';
export * from './day.js';
export * from './decimal.js';
export * from './domain-error.js';
export * from './money.js';
export * from './rate-series.js';
