export * from './client.js';
export { ProblemError, type Schemas } from './problem-error.js';
export type { paths as Paths } from './schema.gen.js';
