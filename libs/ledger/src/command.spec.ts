import { DomainError, money } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { accountKey, customer, type Account } from './account.js';
import { linked, rowKey, type Command, type Row, type Unit } from './command.js';
import { decideGroup, type GroupPlan } from './group.js';
import { deposit, reversal, transfer, withdrawal } from './movements.js';

const at = new Date('2026-05-04T10:00:00Z');
const euros = (minor: bigint) => money(minor, 'EUR');
const movement = deposit('ada', euros(1n));

type Note = Row & { readonly text: string };
const note = { table: 'note', id: 'n1' };
const stored: Note = { id: 'n1', version: 7n, text: 'stored' };

/** Deposits a cent beside what `act` does; it names the note unless it is told otherwise. */
const command = (act: (unit: Unit) => unknown, extra: Partial<Command> = {}): Command => ({
  accounts: movement.lines.map(({ account }) => account),
  rows: [note],
  actor: 'ada',
  origin: 'here',
  decide: (unit) => {
    unit.book(movement);
    return act(unit);
  },
  ...extra,
});

function decide(commands: readonly Command[], rows: readonly Row[] = [stored]): GroupPlan {
  let last = 0;
  const account: Account = {
    ...customer('ada', 'EUR'),
    id: 'a',
    balance: 100n,
    held: 0n,
    lastJournalId: 'j',
  };
  return decideGroup(
    commands,
    {
      accounts: new Map([[accountKey(account), account]]),
      rows: new Map(rows.map((row) => [rowKey({ table: 'note', id: row.id }), row])),
      reversed: new Set(['being-reversed']),
      answers: new Map(),
    },
    at,
    () => `new-${(last += 1)}`,
  );
}

const read = (unit: Unit): string | undefined => (unit.row(note) as Note | undefined)?.text;
const write =
  (text: string) =>
  (unit: Unit): void =>
    unit.save('note', {
      ...(unit.row(note) as Note | undefined),
      id: note.id,
      text,
    } satisfies Partial<Note> as Row);
const messages = (plan: GroupPlan): unknown[] =>
  plan.outcomes.map((outcome) =>
    outcome.status === 'refused' ? (outcome.error as Error).message : outcome.answer,
  );

describe('a row', () => {
  it('is read as storage has it', () => {
    expect(messages(decide([command((unit) => unit.row(note))]))).toEqual([stored]);
  });

  it('that is not there is undefined', () => {
    expect(messages(decide([command(read)], []))).toEqual([undefined]);
  });

  it('of another table is another row', () => {
    const elsewhere = { table: 'order', id: note.id };

    expect(messages(decide([command((unit) => unit.row(elsewhere), { rows: [elsewhere] })]))).toEqual([
      undefined,
    ]);
  });

  it.each<[string, Partial<Command>]>([
    ['', { rows: [] }],
    [' among other rows', { rows: [{ table: 'note', id: 'n2' }] }],
    [' in this table', { rows: [{ table: 'order', id: 'n1' }] }],
  ])('that the command did not name%s is not given', (_, extra) => {
    expect(messages(decide([command(read, extra)]))).toEqual([
      'The row note n1 is not among those of the command',
    ]);
  });

  it('is found by the command as it saved it, and by the next one', () => {
    const plan = decide([
      command((unit) => {
        write('first')(unit);
        return read(unit);
      }),
      command(read),
    ]);

    expect(messages(plan)).toEqual(['first', 'first']);
  });

  it('that was changed is one version on, and comes with what it was', () => {
    const plan = decide([command(write('first'))]);

    expect([...plan.rows]).toEqual([
      ['note n1', { table: 'note', before: stored, after: { id: 'n1', version: 8n, text: 'first' } }],
    ]);
  });

  it('that one command saves twice is as it was saved last, and one version on', () => {
    const plan = decide([
      command((unit) => {
        write('first')(unit);
        write('second')(unit);
      }),
    ]);

    expect(plan.rows.get('note n1')).toEqual({
      table: 'note',
      before: stored,
      after: { id: 'n1', version: 8n, text: 'second' },
    });
  });

  it('that several commands change is one change from what storage has', () => {
    const plan = decide([command(write('first')), command(write('second'))]);

    expect(plan.rows.get('note n1')).toEqual({
      table: 'note',
      before: stored,
      after: { id: 'n1', version: 9n, text: 'second' },
    });
  });

  it('that is new has the version it was given, and none before', () => {
    const plan = decide([command((unit) => unit.save('note', { id: 'n1', version: 0n }))], []);

    expect(plan.rows.get('note n1')).toEqual({
      table: 'note',
      before: undefined,
      after: { id: 'n1', version: 0n },
    });
  });

  it('that is added and changed in one group is added as it is at the end', () => {
    const added: Note = { id: 'n1', version: 0n, text: 'new' };
    const plan = decide([command((unit) => unit.save('note', added)), command(write('changed'))], []);

    expect(plan.rows.get('note n1')).toEqual({
      table: 'note',
      before: undefined,
      after: { id: 'n1', version: 1n, text: 'changed' },
    });
  });

  it('that is only ever added has no version', () => {
    const plan = decide([command((unit) => unit.save('note', { id: 'n2' }))]);

    expect(plan.rows.get('note n2')?.after).toEqual({ id: 'n2' });
  });

  it('is written with money only', () => {
    const plan = decide([command(() => 0, { decide: write('first') }), command(read)]);

    expect(messages(plan)).toEqual([
      'Rows are changed together with money or a row that tells it, and this command has neither',
      'stored',
    ]);
    expect(plan.rows.size).toBe(0);
  });

  it('that a refused command saved is as it was before', () => {
    const plan = decide([
      command((unit) => {
        write('never')(unit);
        throw new Error('no');
      }),
      command(read),
    ]);

    expect(messages(plan)).toEqual(['no', 'stored']);
    expect(plan.rows.size).toBe(0);
  });

  it('is not changed by a command that only gets its first answer again', () => {
    const idempotency = { key: 'k', fingerprint: 'f' };
    const plan = decide([command(write('first'), { idempotency }), command(write('again'), { idempotency })]);

    expect(plan.rows.get('note n1')?.after).toEqual({ id: 'n1', version: 8n, text: 'first' });
  });
});

describe('linked commands', () => {
  const pay = (bookId: string, minor: bigint, extra: Partial<Command> = {}): Command => {
    const journal =
      bookId === 'outside' ? withdrawal('ada', euros(minor)) : transfer('ada', bookId, euros(minor));
    return command((unit) => Number(unit.book(journal).postings[0]?.account.balance), {
      accounts: journal.lines.map(({ account }) => account),
      rows: [],
      decide: (unit) => Number(unit.book(journal).postings[0]?.account.balance),
      ...extra,
    });
  };
  const tell = (error: unknown, index: number): unknown =>
    error instanceof DomainError ? new DomainError(error.code, error.message, `payments.${index}`) : error;

  it('happen all, each on what the one before it left', () => {
    const plan = decide([linked([pay('bob', 60n), pay('eve', 30n), pay('outside', 10n)], tell)]);

    expect(plan.outcomes).toEqual([{ status: 'booked', answer: [40, 10, 0] }]);
    expect(plan.journals).toHaveLength(3);
  });

  it.each([
    [0, [101n, 1n, 1n]],
    [1, [60n, 41n, 1n]],
    [2, [60n, 30n, 11n]],
  ] as const)(
    'happen not at all when number %i is refused, and it is named',
    (index, [first, second, third]) => {
      const plan = decide([
        linked([pay('bob', first), pay('eve', second), pay('outside', third)], tell),
        pay('outside', 100n),
      ]);

      expect(plan.outcomes).toEqual([
        {
          status: 'refused',
          error: expect.objectContaining({ code: 'insufficient_funds', field: `payments.${index}` }),
        },
        { status: 'booked', answer: 0 },
      ]);
      expect(plan.journals).toHaveLength(1);
      expect(plan.accounts.has(accountKey(customer('bob', 'EUR')))).toBe(false);
    },
  );

  it('see the rows that earlier ones saved, and save none when one is refused', () => {
    const seen = linked([command(write('first')), command(read)], tell);
    const refused = linked([command(write('never')), pay('outside', 1_000n)], tell);

    expect(messages(decide([seen]))).toEqual([[undefined, 'first']]);
    expect(decide([refused]).rows.size).toBe(0);
  });

  it('are done by whoever does the first, from there and under its key', () => {
    const idempotency = { key: 'k', fingerprint: 'f' };
    const both = () =>
      linked([pay('bob', 1n, { actor: 'eve', origin: 'there', idempotency }), pay('bob', 1n)], tell);
    const plan = decide([both(), both()]);

    expect(plan.outcomes.map(({ status }) => status)).toEqual(['booked', 'replayed']);
    expect(plan.journals.map(({ actor, origin, idempotencyKey }) => [actor, origin, idempotencyKey])).toEqual(
      [
        ['eve', 'there', 'k'],
        ['eve', 'there', 'k'],
      ],
    );
  });
});

describe('a reversal', () => {
  const back = (id: string, minor = 1n) =>
    command((unit) => unit.book(reversal(id, deposit('ada', euros(minor)))));

  it.each([
    ['twice in a group', [back('j'), back('j')], ['booked', 'already_reversed']],
    [
      'twice in a command',
      [command((unit) => ['j', 'j'].map((id) => unit.book(reversal(id, movement))))],
      ['already_reversed'],
    ],
    ['of what others take back at this moment', [back('being-reversed')], ['already_reversed']],
    ['of two journals', [back('j'), back('k')], ['booked', 'booked']],
    ['after one that was refused', [back('j', 1_000n), back('j')], ['insufficient_funds', 'booked']],
  ])('%s', (_, commands, expected) => {
    const { outcomes } = decide(commands);

    expect(
      outcomes.map((outcome) =>
        outcome.status === 'refused' ? (outcome.error as DomainError).code : outcome.status,
      ),
    ).toEqual(expected);
  });
});
