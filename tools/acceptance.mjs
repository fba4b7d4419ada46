import { existsSync } from 'node:fs';
import { build, playwright, runSuite, vitest } from './checks.mjs';
import { inRoot } from './paths.mjs';
import { Refusal } from './refusal.mjs';

// The real files are not part of the project: they stand beside it.
const data = inRoot('..', 'shared', 'data');

await runSuite(() => {
  if (!existsSync(data)) {
    throw new Refusal(`Acceptance runs on real market data, and there is no folder ${data}.`);
  }
  process.env.TRADEYARD_REAL_DATA = data;
  return [
    build,
    vitest('Acceptance tests', 'vitest.acceptance.config.ts'),
    // Those that read the files; to the others all data are alike.
    playwright('Acceptance journeys', ['road.spec.ts', 'rates-page.spec.ts']),
  ];
});
process.exit();
