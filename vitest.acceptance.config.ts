import { defineConfig } from 'vitest/config';
import { api } from './vitest.config.js';

/** Tests of the API on real files, which stand in the folder that TRADEYARD_REAL_DATA names. */
const acceptance = {
  ...api,
  test: { ...api.test, name: 'acceptance', include: ['acceptance/**/*.spec.ts'], testTimeout: 120_000 },
};

export default defineConfig({ test: { projects: [acceptance] } });
