export * from './fees.js';
export * from './fill-price.js';
export * from './fill.js';
export * from './match-order.js';
export * from './order-state.js';
export * from './order.js';
export * from './trailing.js';
