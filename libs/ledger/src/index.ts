export * from './account.js';
export * from './command.js';
export * from './journal.js';
export * from './movements.js';
