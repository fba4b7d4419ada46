import { activityFields } from '@tradeyard/portfolio/activity-fields';
import { describe, expect, it } from 'vitest';
import { fieldsOf } from './activity-fields.js';
import { kindNames } from './activity-kinds.js';
import type { ActivityType } from './tracked.js';

/** Asked for by the form of every type in the same way, or kept as they are. */
const elsewhere = ['type', 'day', 'at', 'currency', 'lots', 'note'];
const bothWays = ['asset', 'cash'] as const;

const shownNames = (type: ActivityType): string[] =>
  bothWays.flatMap((moved) => fieldsOf({ type, moved }).map(({ name }) => name as string));

describe.each(kindNames.map((type) => ({ type })))('the form of $type', ({ type }) => {
  const uses = activityFields[type];

  it('shows nothing that the type has no use for', () => {
    const useless = shownNames(type).filter((name) => !Object.hasOwn(uses, name));
    expect(useless).toEqual([]);
  });

  it('shows all that the type needs, and asks for it', () => {
    const needed = Object.entries(uses)
      .filter(([name, use]) => use === 'needed' && !elsewhere.includes(name))
      .map(([name]) => name);
    const asked = fieldsOf({ type, moved: 'asset' }).filter(({ isNeeded }) => isNeeded);
    expect(asked.map(({ name }) => name)).toEqual(expect.arrayContaining(needed));
  });
});

it('has words for every type that the rules know', () => {
  expect([...kindNames].sort()).toEqual(Object.keys(activityFields).sort());
});

it('asks for the units of a transferred asset, and for the amount of cash', () => {
  const names = (moved: 'asset' | 'cash') =>
    fieldsOf({ type: 'transfer_in', moved })
      .filter(({ isNeeded }) => isNeeded)
      .map(({ name }) => name);
  expect(names('asset')).toEqual(['symbol', 'quantity']);
  expect(names('cash')).toEqual(['amount']);
});
