import { build, check, nxCheck, playwright, runSuite, vitest } from './checks.mjs';
import { localProgram } from './prepare.mjs';

await runSuite(() => [
  nxCheck('Lint', 'lint'),
  check('Format', localProgram('prettier', ['--check', '.'])),
  nxCheck('Types', 'typecheck'),
  build,
  vitest('Tests', 'vitest.config.ts'),
  playwright('Journeys'),
]);
process.exit();
