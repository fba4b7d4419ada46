import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  domainErrorCodes,
  minorMax,
  money,
  shareOf,
  type DomainErrorCode,
  type Money,
} from '@tradeyard/kernel';
import { expect, it } from 'vitest';
import { accountKey, customer, house, type Account } from './account.js';
import { sameRequest, type Unit } from './command.js';
import { selling, type Exchange } from './exchange.js';
import { decideGroup } from './group.js';
import { capture, close, closeBy, reserve, type Hold } from './hold.js';
import { post } from './journal.js';
import {
  conversion,
  convertingTransfer,
  deposit,
  move,
  reversal,
  transfer,
  withdrawal,
} from './movements.js';

const euros = (minor: bigint) => money(minor, 'EUR');
const dollars = (minor: bigint) => money(minor, 'USD');
const exchange = (sold: Money, bought: Money): Exchange => ({ sold, fee: 0n, bought });
const now = new Date('2026-05-04T10:00:00Z');
const aHundredth = { from: 'JPY', to: 'KRW', rate: { numerator: 1n, denominator: 100n } };
const payer = { isPayee: false, payeeIsClosed: false };
const share = shareOf('AAPL');
const hold: Hold = {
  bookId: 'ada',
  payeeBookId: 'bob',
  currency: 'EUR',
  amount: 80n,
  captured: 0n,
  status: 'open',
  expiresAt: new Date('2026-05-05T10:00:00Z'),
};

/** Books on accounts of 100 of which 60 are held, the house's too, unless `balance` says otherwise. */
const book = (journal: Parameters<typeof post>[1], balance = 100n) =>
  post('now', journal, (ref): Account => {
    const held = ref.kind === 'customer' && balance === 100n ? 60n : 0n;
    return { ...ref, id: accountKey(ref), balance, held, lastJournalId: 'before' };
  });

/** Takes back one journal while another is being taken back. */
function decideReversal(id: string, other: string): unknown {
  const journal = reversal(id, deposit('ada', euros(1n)));
  const command = {
    accounts: journal.lines.map(({ account }) => account),
    actor: 'ada',
    origin: 'test',
    decide: (unit: Unit) => unit.book(journal),
  };
  const stored = { accounts: new Map(), rows: new Map(), answers: new Map(), reversed: new Set([other]) };
  const [outcome] = decideGroup([command], stored, now, () => 'new').outcomes;
  if (outcome?.status === 'refused') throw outcome.error;
  return outcome;
}

// One row per rule: what is asked, and what the caller reads.
const rules: readonly [DomainErrorCode, string, () => unknown][] = [
  ['amount_must_be_positive', 'a deposit of nothing', () => deposit('ada', euros(0n))],
  ['amount_must_be_positive', 'a withdrawal of less than nothing', () => withdrawal('ada', euros(-1n))],
  ['amount_must_be_positive', 'a transfer of nothing', () => transfer('ada', 'bob', euros(0n))],
  [
    'amount_must_be_positive',
    'a conversion of nothing',
    () => conversion('ada', exchange(euros(0n), dollars(1n))),
  ],
  [
    'amount_must_be_positive',
    'a conversion into nothing',
    () => conversion('ada', exchange(euros(1n), dollars(0n))),
  ],
  ['amount_must_be_positive', 'a hold of nothing', () => reserve('ada', euros(0n))],
  ['amount_must_be_positive', 'a capture of nothing', () => capture(hold, euros(0n))],
  ['accounts_must_differ', 'a transfer to oneself', () => transfer('ada', 'ada', euros(1n))],
  [
    'accounts_must_differ',
    'a transfer to oneself in another currency',
    () => convertingTransfer('ada', exchange(euros(1n), dollars(1n)), 'ada'),
  ],
  [
    'currencies_must_differ',
    'a conversion into itself',
    () => conversion('ada', exchange(euros(1n), euros(1n))),
  ],
  [
    'currencies_must_differ',
    'a converting transfer of one currency',
    () => convertingTransfer('ada', exchange(euros(1n), euros(1n)), 'bob'),
  ],
  ['amount_too_small', 'a conversion of less than a cent', () => selling(money(1n, 'JPY'), aHundredth, 0n)],
  ['amount_too_small', 'a conversion that is all fee', () => selling(money(1n, 'JPY'), aHundredth, 1n)],
  ['insufficient_funds', 'a withdrawal of what is held', () => book(withdrawal('ada', euros(41n)))],
  ['insufficient_funds', 'a transfer of what is held', () => book(transfer('ada', 'bob', euros(41n)))],
  [
    'insufficient_funds',
    'a conversion of what is held',
    () => book(conversion('ada', exchange(euros(41n), dollars(1n)))),
  ],
  ['insufficient_funds', 'a hold of what is held', () => book(reserve('ada', euros(41n)))],
  [
    'insufficient_funds',
    'taking back what was spent since',
    () => book(reversal('j', deposit('ada', euros(41n)))),
  ],
  [
    'insufficient_shares',
    'a sale of a share too many',
    () => book({ kind: 'trade', lines: move(customer('ada', share), house('market', share), 41n) }),
  ],
  ['balance_too_large', 'a deposit over the brim', () => book(deposit('ada', euros(1n)), minorMax)],
  ['balance_too_large', 'a debt over the brim', () => book(deposit('ada', euros(1n)), -minorMax)],
  ['currency_mismatch', 'a capture in another currency', () => capture(hold, dollars(1n))],
  ['capture_exceeds_hold', 'a capture of a cent too much', () => capture(hold, euros(81n))],
  ['hold_expired', 'a capture at the last moment', () => close({ ...hold, expiresAt: now }, 'capture', now)],
  ['hold_not_yours_to_capture', 'a capture by the payer', () => closeBy(payer, hold, 'capture', now)],
  ['hold_not_yours_to_release', 'a release before its time', () => closeBy(payer, hold, 'release', now)],
  ...(['captured', 'released', 'expired'] as const).flatMap((status) =>
    (['capture', 'release', 'expire'] as const).map((action): [DomainErrorCode, string, () => unknown] => [
      'hold_closed',
      `to ${action} a hold that was ${status}`,
      () => close({ ...hold, status }, action, now),
    ]),
  ),
  ...(['trade', 'hold', 'release', 'reversal'] as const).map(
    (kind): [DomainErrorCode, string, () => unknown] => [
      'not_reversible',
      `to take back a ${kind}`,
      () => reversal('j', { kind, lines: [] }),
    ],
  ),
  ['already_reversed', 'to take back what is being taken back', () => decideReversal('j', 'j')],
  [
    'idempotency_key_reused',
    'another request under a key',
    () =>
      sameRequest({ userId: 'ada', key: 'k', fingerprint: 'a', answer: 1 }, { key: 'k', fingerprint: 'b' }),
  ],
];

it.each(rules)('%s: %s', (code, _, ask) => {
  expect(ask).toThrow(expect.objectContaining({ name: 'DomainError', code }));
});

it('has a row for every code that the ledger answers', () => {
  const sources = readdirSync(import.meta.dirname).filter((name) => !name.endsWith('.spec.ts'));
  const text = sources.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join();

  expect(new Set(rules.map(([code]) => code))).toEqual(
    new Set(domainErrorCodes.filter((code) => text.includes(`'${code}'`))),
  );
});
