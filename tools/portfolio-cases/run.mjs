import { answerOf } from './case-answer.mjs';
import { requestOf } from './case-request.mjs';
import { firstDifference } from './comparison.mjs';

/**
 * Has every case calculated and says of each whether it passes. Answers how many do and do not. A case that cannot be
 * calculated is one that fails; what `calculate` throws with `isFatal` ends the run.
 */
export async function runCases(cases, calculate, say) {
  const counts = { passed: 0, failed: 0 };
  for (const test of cases) {
    const difference = await differenceOf(test, calculate);
    counts[difference ? 'failed' : 'passed'] += 1;
    say(difference ? `FAIL ${test.id}: ${difference}` : `pass  ${test.id}`);
  }
  say(`${counts.passed} passed, ${counts.failed} failed`);
  return counts;
}

async function differenceOf(test, calculate) {
  try {
    return firstDifference(test.expected, answerOf(test, await calculate(requestOf(test))));
  } catch (error) {
    if (error.isFatal) throw error;
    return error.message;
  }
}
