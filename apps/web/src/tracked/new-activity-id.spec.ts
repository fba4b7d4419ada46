import { expect, it } from 'vitest';
import { newActivityId } from './new-activity-id.js';

it('is a UUID of version 7 with the time in front', () => {
  expect(newActivityId(Date.UTC(2026, 0, 1))).toMatch(
    /^019b76da-a800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(newActivityId(1)).not.toBe(newActivityId(1));
  expect(newActivityId(2) > newActivityId(1)).toBe(true);
});
