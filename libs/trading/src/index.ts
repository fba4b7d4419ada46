export * from './fill.js';
export * from './order-state.js';
export * from './order.js';
