import { existsSync, readFileSync } from 'node:fs';

/** Counts of checks that passed and failed. A test that was skipped did not pass. */
export const add = (tallies) =>
  tallies.reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    {
      passed: 0,
      failed: 0,
    },
  );

/** A step that is one check, such as lint. */
export const tallyStep = (code) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** What Vitest's JSON report says. A file that cannot even be loaded holds no tests and counts as one that failed. */
export function tallyVitest(file, code) {
  const report = read(file);
  if (!report) return tallyCrash;
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + skipped + brokenFiles;
  return agree({ passed: report.numPassedTests, failed }, code);
}

/** What Playwright's JSON report says. A test that passed only when it was tried again did not pass. */
export function tallyPlaywright(file, code) {
  const report = read(file);
  if (!report) return tallyCrash;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return agree({ passed: expected, failed: unexpected + flaky + skipped }, code);
}

const tallyCrash = { passed: 0, failed: 1 };

// A runner that ends badly with no test to blame (an error outside the tests, no tests at all) failed itself.
function agree({ passed, failed }, code) {
  const isSilentFailure = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: isSilentFailure ? 1 : failed };
}

function read(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // cut off when the runner died
  }
}
