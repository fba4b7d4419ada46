import { money } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { customer } from './account.js';
import {
  actionsOf,
  capture,
  close,
  closeBy,
  release,
  reserve,
  type Hold,
  type HoldAction,
  type HoldStatus,
  type PersonalAction,
} from './hold.js';

const ends = new Date('2026-05-04T10:00:00Z');
const before = new Date('2026-05-04T09:59:59.999Z');
const euros = (minor: bigint) => money(minor, 'EUR');
const hold = (status: HoldStatus = 'open'): Hold => ({
  bookId: 'ada',
  payeeBookId: 'bob',
  currency: 'EUR',
  amount: 80n,
  captured: 0n,
  status,
  expiresAt: ends,
});

describe('a hold', () => {
  it.each<[HoldStatus, HoldAction, Date, string]>([
    ['open', 'capture', before, 'captured'],
    ['open', 'capture', ends, 'hold_expired'],
    ['open', 'release', before, 'released'],
    ['open', 'release', ends, 'released'],
    ['open', 'expire', ends, 'expired'],
    ...(['captured', 'released', 'expired'] as const).flatMap((status) =>
      (['capture', 'release', 'expire'] as const).map((action): [HoldStatus, HoldAction, Date, string] => [
        status,
        action,
        before,
        'hold_closed',
      ]),
    ),
  ])('that is %s, asked to %s at %s: %s', (status, action, at, outcome) => {
    const closing = () => close(hold(status), action, at);

    if (outcome.startsWith('hold_')) expect(closing).toThrow(expect.objectContaining({ code: outcome }));
    else expect(closing()).toBe(outcome);
  });

  type Asker = 'payee' | 'payer' | 'payer of nobody';
  const ender = (asker: Asker) => ({
    isPayee: asker === 'payee',
    payeeIsClosed: asker === 'payer of nobody',
  });

  it.each<[Asker, HoldStatus, Date, Record<PersonalAction, string>]>([
    ['payee', 'open', before, { capture: 'captured', release: 'released' }],
    ['payee', 'open', ends, { capture: 'hold_expired', release: 'released' }],
    ['payee', 'captured', before, { capture: 'hold_closed', release: 'hold_closed' }],
    ['payer', 'open', before, { capture: 'hold_not_yours_to_capture', release: 'hold_not_yours_to_release' }],
    ['payer', 'open', ends, { capture: 'hold_not_yours_to_capture', release: 'released' }],
    ['payer', 'released', before, { capture: 'hold_not_yours_to_capture', release: 'hold_closed' }],
    ['payer of nobody', 'open', before, { capture: 'hold_not_yours_to_capture', release: 'released' }],
    ['payer of nobody', 'expired', ends, { capture: 'hold_not_yours_to_capture', release: 'hold_closed' }],
  ])('is to the %s, while it is %s, at %s: %j', (asker, status, at, outcomes) => {
    const actions = Object.keys(outcomes) as PersonalAction[];

    for (const action of actions) {
      const closing = () => closeBy(ender(asker), hold(status), action, at);
      const outcome = outcomes[action];
      if (outcome.startsWith('hold_')) expect(closing).toThrow(expect.objectContaining({ code: outcome }));
      else expect(closing()).toBe(outcome);
    }
    expect(actionsOf(ender(asker), hold(status), at)).toEqual(
      actions.filter((action) => !outcomes[action].startsWith('hold_')),
    );
  });

  it.each<[HoldStatus, string]>([
    ['captured', 'This hold was captured before'],
    ['released', 'This hold was released before'],
    ['expired', 'This hold has expired'],
  ])('that was %s says so', (status, message) => {
    expect(() => close(hold(status), 'release', before)).toThrow(message);
  });

  it('keeps money in its book, and pays or frees all of what it kept', () => {
    const ada = customer('ada', 'EUR');
    const bob = customer('bob', 'EUR');

    expect(reserve('ada', euros(80n)).lines).toEqual([{ account: ada, amount: 0n, held: 80n }]);
    expect(release(hold()).lines).toEqual([{ account: ada, amount: 0n, held: -80n }]);
    expect(capture(hold(), euros(80n)).lines).toEqual([
      { account: ada, amount: -80n, held: -80n },
      { account: bob, amount: 80n },
    ]);
    expect(capture(hold(), euros(30n)).lines).toEqual([
      { account: ada, amount: -30n, held: -80n },
      { account: bob, amount: 30n },
    ]);
  });

  it.each<[string, () => unknown, string]>([
    ['a hold of nothing', () => reserve('ada', euros(0n)), 'amount_must_be_positive'],
    ['a negative hold', () => reserve('ada', euros(-1n)), 'amount_must_be_positive'],
    ['a capture of nothing', () => capture(hold(), euros(0n)), 'amount_must_be_positive'],
    ['a capture of a cent too much', () => capture(hold(), euros(81n)), 'capture_exceeds_hold'],
    ['a capture in another currency', () => capture(hold(), money(1n, 'USD')), 'currency_mismatch'],
  ])('refuses %s', (_, make, code) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });
});
