import { build, playwright, runSuite, script, vitest } from './checks.mjs';

await runSuite(() => [
  script('Lint and format', 'lint'),
  script('Types', 'typecheck'),
  build,
  vitest('Tests', 'vitest.config.ts'),
  playwright('Journeys'),
]);
process.exit();
