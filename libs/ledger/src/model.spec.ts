import { DomainError, money } from '@tradeyard/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asks, NaiveLedger, requestsOf, type Ask, type Part, type Request } from '../test/naive-ledger.js';
import { accountKey, customer, house, type Account, type AccountRef } from './account.js';
import {
  answerKey,
  linked,
  rowKey,
  type Command,
  type Row,
  type StoredAnswer,
  type Unit,
} from './command.js';
import { decideGroup, type Change, type GroupPlan, type Outcome } from './group.js';
import { capture, close, release, reserve, type Hold } from './hold.js';
import type { Journal } from './journal.js';
import { conversion, deposit, reversal, transfer, withdrawal } from './movements.js';

type HoldRow = Row & Hold;
type EntryRow = Row & { readonly journal: Journal; readonly isReversed: boolean };

const allAccounts: readonly AccountRef[] = ['EUR', 'USD', 'JPY'].flatMap((currency) => [
  ...['ada', 'bob', 'eve'].map((book) => customer(book, currency)),
  house('outside', currency),
  house('fx', currency),
]);

const newMovement = ({ kind, book, other, currency, into, amount, bought }: Part): Journal => {
  const moved = money(BigInt(amount), currency);
  if (kind === 'deposit') return deposit(book, moved);
  if (kind === 'withdrawal') return withdrawal(book, moved);
  if (kind === 'transfer') return transfer(book, other, moved);
  if (kind === 'hold') return reserve(book, moved);
  return conversion(book, { sold: moved, fee: 0n, bought: money(BigInt(bought), into) });
};

/** A capture, release or expiry: changes the hold and tells what to book. */
function endHold({ kind, about, amount, currency }: Part, unit: Unit): Journal {
  const hold = unit.row({ table: 'hold', id: about?.id ?? 'none' }) as HoldRow | undefined;
  if (!hold) throw new DomainError('hold_not_found', '');
  const action = kind as 'capture' | 'release' | 'expire';
  const status = close(hold, action, unit.at);
  unit.save('hold', { ...hold, status } as HoldRow);
  return action === 'capture'
    ? capture(hold, money(BigInt(amount), about?.currency ?? currency))
    : release(hold);
}

function takeBack({ about }: Part, unit: Unit): Journal {
  const entry = unit.row({ table: 'entry', id: about?.id ?? 'none' }) as EntryRow | undefined;
  if (!entry) throw new DomainError('transaction_not_found', '');
  if (entry.isReversed) throw new DomainError('already_reversed', '');
  unit.save('entry', { ...entry, isReversed: true } as EntryRow);
  return reversal(entry.id, entry.journal);
}

function journalOf(part: Part, unit: Unit): Journal {
  const { kind, id, book, other, currency, amount } = part;
  if (kind === 'reverse') return takeBack(part, unit);
  if (kind === 'capture' || kind === 'release' || kind === 'expire') return endHold(part, unit);
  const journal = newMovement(part);
  if (kind === 'hold') {
    const expiresAt = new Date(unit.at.getTime() + NaiveLedger.holdsLastMs);
    const terms = { bookId: book, payeeBookId: other, currency, amount: BigInt(amount), expiresAt };
    unit.save('hold', { id, version: 0n, ...terms, captured: 0n, status: 'open' } as HoldRow);
  }
  return journal;
}

const commandOf = (part: Part, { actor, key, parts }: Request): Command => ({
  accounts: allAccounts,
  rows: [
    { table: 'hold', id: part.about?.id ?? 'none' },
    { table: 'entry', id: part.about?.id ?? 'none' },
  ],
  actor,
  origin: 'here',
  ...(key !== null && { idempotency: { key, fingerprint: JSON.stringify(parts) } }),
  decide: (unit) => {
    const journal = journalOf(part, unit);
    unit.save('entry', { id: part.id, version: 0n, journal, isReversed: false } as EntryRow);
    return unit.book(journal).id;
  },
});

function asCommand(request: Request): Command {
  const [first, ...others] = request.parts.map((part) => commandOf(part, request));
  if (!first) throw new Error('A request asks for something');
  return others.length === 0 ? first : linked([first, ...others], (error) => error);
}

/** What storage keeps, with the guards by which it refuses a group that was decided on something else. */
class Storage {
  readonly accounts = new Map<string, Account>();
  readonly rows = new Map<string, Row>();
  readonly answers = new Map<string, StoredAnswer>();
  readonly journals: GroupPlan['journals'][number][] = [];

  write(plan: GroupPlan): void {
    for (const [key, { before, after }] of plan.accounts) {
      expect(this.accounts.get(key)?.lastJournalId).toBe(before?.lastJournalId);
      this.accounts.set(key, after);
    }
    for (const [key, { before, after }] of plan.rows) {
      expect(this.rows.get(key)?.version).toBe(before?.version);
      this.rows.set(key, after);
    }
    for (const [key, answer] of plan.answers) {
      expect(this.answers.has(key)).toBe(false);
      this.answers.set(key, answer);
    }
    this.journals.push(...plan.journals);
  }
}

/** What is named, as the groups ahead leave it, else as storage has it. */
function look<T>(
  keys: Iterable<string>,
  stored: ReadonlyMap<string, T>,
  ahead: readonly ((key: string) => T | undefined)[],
): Map<string, T> {
  const seen = new Map<string, T>();
  for (const key of keys) {
    const found =
      ahead.reduceRight<T | undefined>((later, plan) => later ?? plan(key), undefined) ?? stored.get(key);
    if (found !== undefined) seen.set(key, found);
  }
  return seen;
}

type Group = { readonly requests: readonly Request[]; readonly at: Date; readonly ask: Ask };
type Flight = Group & { readonly plan: GroupPlan; readonly settle: (outcomes: readonly Outcome[]) => void };

function decide(
  { requests, at }: Group,
  storage: Storage,
  ahead: readonly GroupPlan[],
  newId: () => string,
): GroupPlan {
  const commands = requests.map(asCommand);
  const after =
    <T>(changes: ReadonlyMap<string, Change<T>>) =>
    (key: string) =>
      changes.get(key)?.after;
  const rows = commands.flatMap((command) => command.rows ?? []).map(rowKey);
  const answers = requests.map(({ actor, key }) => answerKey(actor, key ?? ''));
  const stored = {
    accounts: look(
      allAccounts.map(accountKey),
      storage.accounts,
      ahead.map((plan) => after(plan.accounts)),
    ),
    rows: look(
      rows,
      storage.rows,
      ahead.map((plan) => after(plan.rows)),
    ),
    answers: look(
      answers,
      storage.answers,
      ahead.map((plan) => (key: string) => plan.answers.get(key)),
    ),
    reversed: new Set(ahead.flatMap((plan) => [...plan.reversed])),
  };
  return decideGroup(commands, stored, at, newId);
}

/** Up to four groups at a time: each is decided on those ahead of it, and when one fails, it and those behind are decided anew. */
function runLedger(groups: readonly Group[]): { storage: Storage; outcomes: Outcome[] } {
  const storage = new Storage();
  const outcomes: (readonly Outcome[])[] = [];
  let flights: Flight[] = [];
  let ids = 0;
  const newId = () => `id-${String((ids += 1)).padStart(6, '0')}`;
  const land = (count: number, fails: boolean): void => {
    const again = fails ? flights : [];
    for (const { plan, settle } of fails ? [] : flights.slice(0, count)) {
      storage.write(plan);
      settle(plan.outcomes);
    }
    for (const flight of again) {
      const plan = decide(flight, storage, [], newId);
      storage.write(plan);
      flight.settle(plan.outcomes);
    }
    flights = fails ? [] : flights.slice(count);
  };
  groups.forEach((group, index) => {
    const plan = decide(
      group,
      storage,
      flights.map((flight) => flight.plan),
      newId,
    );
    flights.push({ ...group, plan, settle: (own) => (outcomes[index] = own) });
    land(Math.max(group.ask.landings, flights.length - 3), group.ask.fails);
  });
  land(flights.length, false);
  return { storage, outcomes: outcomes.flat() };
}

/** A group is booked at one moment: a second for each ask before it. */
function groupsOf(list: readonly Ask[]): Group[] {
  const groups: (Group & { requests: Request[] })[] = [];
  let open: { requests: Request[]; at: Date } | undefined;
  requestsOf(list).forEach((request, index) => {
    const ask = list[index] as Ask;
    open ??= { requests: [], at: new Date(index * 1_000) };
    open.requests.push(request);
    if (!ask.endsGroup && index < list.length - 1) return;
    groups.push({ ...open, ask });
    open = undefined;
  });
  return groups;
}

const said = (outcome: Outcome): string => {
  if (outcome.status !== 'refused') return outcome.status;
  expect(outcome.error).toBeInstanceOf(DomainError);
  return (outcome.error as DomainError).code;
};

it('comes to the same as a naive model, whatever is asked, however it is grouped and how many groups overlap', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(asks, (list) => {
      const groups = groupsOf(list);
      const naive = new NaiveLedger();
      const expected = groups.flatMap(({ requests, at }) =>
        requests.map((each) => naive.ask(each, at.getTime())),
      );

      const { storage, outcomes } = runLedger(groups);

      expect(outcomes.map(said)).toEqual(expected);
      for (const each of expected) seen.set(each, (seen.get(each) ?? 0) + 1);
      expect(
        Object.fromEntries(
          [...storage.accounts].map(([key, { balance, held }]) => [key, [Number(balance), Number(held)]]),
        ),
      ).toEqual(naive.totals);
      expectSound(storage);
    }),
    { numRuns: 300 },
  );
  // A model that is never asked for something says nothing about it.
  expect([...seen.keys()].sort()).toEqual(everythingSaid);
});

const everythingSaid = [
  ...['already_reversed', 'amount_must_be_positive', 'booked', 'capture_exceeds_hold', 'hold_closed'],
  ...['hold_expired', 'hold_not_found', 'idempotency_key_reused', 'insufficient_funds', 'not_reversible'],
  ...['replayed', 'transaction_not_found'],
];

/** Nothing is made or lost, what is held is what open holds reserve, and the postings of each account follow each other by id. */
function expectSound({ accounts, rows, journals }: Storage): void {
  const sums: Record<string, bigint> = {};
  const ordered = journals.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const [key, account] of accounts) {
    sums[account.asset] = (sums[account.asset] ?? 0n) + account.balance;
    let [balance, held, lastJournalId] = [0n, 0n, ''];
    for (const { id, postings } of ordered) {
      for (const posting of postings.filter((each) => each.account.id === account.id)) {
        balance += posting.amount;
        held += posting.held;
        lastJournalId = id;
        expect(posting.account).toMatchObject({ balance, held, lastJournalId });
      }
    }
    expect(account).toMatchObject({ balance, held, lastJournalId });
    const open = [...rows].filter(([name]) => name.startsWith('hold ')).map(([, row]) => row as HoldRow);
    const reserved = open
      .filter(
        ({ status, bookId, currency }) => status === 'open' && accountKey(customer(bookId, currency)) === key,
      )
      .reduce((sum, { amount }) => sum + amount, 0n);
    expect(held).toBe(reserved);
  }
  expect(Object.values(sums).every((sum) => sum === 0n)).toBe(true);
}
