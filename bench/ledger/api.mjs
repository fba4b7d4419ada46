export { apiEnvironment, startApi } from '../../tools/api-process.mjs';
