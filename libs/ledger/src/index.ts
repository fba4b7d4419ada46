export * from './account.js';
export * from './command.js';
export * from './cost.js';
export * from './exchange.js';
export * from './group.js';
export * from './hold.js';
export * from './journal.js';
export * from './movements.js';
