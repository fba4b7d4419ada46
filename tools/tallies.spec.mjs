import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { add, tallyPlaywright, tallyVitest } from './tallies.mjs';

let folder;
let report;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradeyard-spec-'));
  report = join(folder, 'report.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const vitestReport = (counts, testResults = []) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults,
  ...counts,
});
const unloadable = { status: 'failed', assertionResults: [] };
const withFailure = { status: 'failed', assertionResults: [{ status: 'failed' }] };

it.each([
  ['all passed', vitestReport({ numPassedTests: 5 }), 0, [5, 0]],
  ['some failed', vitestReport({ numPassedTests: 5, numFailedTests: 2 }, [withFailure]), 1, [5, 2]],
  [
    'a skipped and a planned test',
    vitestReport({ numPassedTests: 5, numPendingTests: 1, numTodoTests: 1 }),
    0,
    [5, 2],
  ],
  ['a file that does not load', vitestReport({ numPassedTests: 5 }, [unloadable]), 1, [5, 1]],
  ['an error outside the tests', vitestReport({ numPassedTests: 5 }), 1, [5, 1]],
  ['no tests', vitestReport({}), 0, [0, 1]],
])('counts what Vitest says: %s', (_, content, code, [passed, failed]) => {
  writeFileSync(report, JSON.stringify(content));

  expect(tallyVitest(report, code)).toEqual({ passed, failed });
});

it.each([
  ['all passed', { expected: 3, unexpected: 0, flaky: 0, skipped: 0 }, 0, [3, 0]],
  ['one failed', { expected: 2, unexpected: 1, flaky: 0, skipped: 0 }, 1, [2, 1]],
  ['one passed at the second try', { expected: 2, unexpected: 0, flaky: 1, skipped: 0 }, 0, [2, 1]],
  ['one skipped', { expected: 2, unexpected: 0, flaky: 0, skipped: 1 }, 0, [2, 1]],
  ['the product did not start', { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, 1, [0, 1]],
])('counts what Playwright says: %s', (_, stats, code, [passed, failed]) => {
  writeFileSync(report, JSON.stringify({ stats }));

  expect(tallyPlaywright(report, code)).toEqual({ passed, failed });
});

it.each([['missing'], ['cut off']])('counts a runner whose report is %s as one that failed', (what) => {
  if (what === 'cut off') writeFileSync(report, '{"stats":');

  expect(tallyVitest(report, 0)).toEqual({ passed: 0, failed: 1 });
  expect(tallyPlaywright(report, 0)).toEqual({ passed: 0, failed: 1 });
});

it('sums', () => {
  expect(add([])).toEqual({ passed: 0, failed: 0 });
  expect(
    add([
      { passed: 1, failed: 2 },
      { passed: 10, failed: 20 },
    ]),
  ).toEqual({ passed: 11, failed: 22 });
});
