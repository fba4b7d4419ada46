import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import { isCustomer, reversal, undoing, type Command, type JournalKind, type Line } from '@tradeyard/ledger';
import { DatabaseError } from 'pg';
import { validate as isUuid } from 'uuid';
import { BalancesService, type JournalOfBook } from '../ledger/balances.service.js';
import type { Call } from '../ledger/call.dto.js';
import { atField } from '../platform/money.dto.js';
import { UsersService } from '../users/users.service.js';
import { MovementsService } from './movements.service.js';
import type { ReversalDto } from './reversals.dto.js';
import type { TransactionDto } from './wallet.dto.js';

/** Takes back what was booked, by booking the opposite: the ledger forgets nothing. */
@Injectable()
export class ReversalsService {
  constructor(
    private readonly movements: MovementsService,
    private readonly balances: BalancesService,
    private readonly users: UsersService,
  ) {}

  /**
   * Takes back a deposit or a withdrawal of the user, or gives back what a
   * transfer or a capture brought in the currency that it was paid in. Throws
   * `transaction_not_found`, also for one of others, `not_reversible`,
   * `already_reversed`, `user_closed`, and `insufficient_funds` when the money
   * is spent.
   */
  reverse(userId: string, id: string, { memo }: ReversalDto, call: Call): Promise<TransactionDto> {
    return this.submit(userId, call, async () => {
      const journal = isUuid(id) ? await this.balances.findJournal(userId, id) : undefined;
      if (!journal) throw notFound('You have no such transaction');
      requireMayReverse(journal);
      return this.command(userId, userId, journal, memo, call);
    });
  }

  /** The same for an administrator, who may take back a conversion too, and a transfer in the sender's stead. */
  reverseAny(adminId: string, id: string, { memo }: ReversalDto, call: Call): Promise<TransactionDto> {
    return this.submit(adminId, call, async () => {
      const lines = isUuid(id) ? await this.balances.findLines(id) : [];
      const customers = lines.filter(({ account }) => isCustomer(account));
      // Whoever paid sees the whole of it; where nobody did, it came from outside.
      const owner = (customers.find(({ amount }) => amount < 0n) ?? customers[0])?.account.bookId;
      const journal = owner && (await this.balances.findJournal(owner, id));
      if (!journal) throw notFound('There is no such transaction');
      return this.command(adminId, owner, journal, memo, call);
    });
  }

  // The table refuses a second reversal, but with it the whole group that it is written in; so the journal is asked
  // first, and the table refuses only what comes at the same instant.
  private async submit(
    actor: string,
    call: Call,
    prepare: () => Promise<Command<TransactionDto>>,
  ): Promise<TransactionDto> {
    try {
      return await this.movements.submit(actor, call, prepare);
    } catch (error) {
      throw isReversedAlready(error) ? alreadyReversed() : error;
    }
  }

  private async command(
    actor: string,
    bookId: string,
    { id, kind, detail, reversedBy }: JournalOfBook,
    memo: string | undefined,
    call: Call,
  ): Promise<Command<TransactionDto>> {
    requireNoPaper(detail);
    const lines = await this.balances.findLines(id);
    const opposite = atField('id', () => reversal(id, { kind: kind as JournalKind, lines }));
    if (reversedBy) throw alreadyReversed();
    const back = opposite.lines.filter(({ account, amount }) => isCustomer(account) && amount > 0n);
    await this.requireOpen(back.filter(({ account }) => account.bookId !== actor));
    const explained = await this.movements.explain(back[0]?.account.asset, memo);
    const journal = {
      ...opposite,
      ...explained,
      detail: { ...explained.detail, ...opposedDetail(detail) },
    };
    const costs = await this.balances.findCosts(id);
    const undone = new Map([...costs].map(([account, counted]) => [account, undoing(counted)]));
    return this.movements.booking({ actor, journal, call, bookId, undone });
  }

  /** Nobody could get the money out again. */
  private async requireOpen(back: readonly Line[]): Promise<void> {
    for (const { account } of back) {
      const owner = await this.users.findUser(account.bookId);
      if (owner?.closedAt)
        throw new DomainError('user_closed', `${owner.displayName} has closed the account`, 'id');
    }
  }
}

function requireMayReverse({ kind, changes, detail }: JournalOfBook): void {
  if (kind === 'deposit' || kind === 'withdrawal') return;
  const isPayment = kind === 'transfer' || kind === 'capture';
  // It goes back at the rate of that day: whoever received it could wait for a better one, and give back only then.
  if (isPayment && detail['rate'] !== undefined) {
    const message = 'Only an administrator can take back what was converted on the way';
    throw new DomainError('not_reversible', message, 'id');
  }
  if (isPayment && changes.every(({ amount }) => amount > 0n)) return;
  const message = isPayment
    ? 'Only who received the money can give it back'
    : `You cannot take back a ${kind}`;
  throw new DomainError('not_reversible', message, 'id');
}

/** What paper portfolios begin with is what their returns are counted from, and it came from nowhere. */
function requireNoPaper({ portfolioId }: Detail): void {
  if (portfolioId === undefined) return;
  throw new DomainError('not_reversible', 'The starting cash of a portfolio cannot be taken back', 'id');
}

/** The people change sides; a rate that the amounts came from stays theirs. */
function opposedDetail({
  fromHandle,
  fromName,
  toHandle,
  toName,
  rate,
  rateDate,
  rateSource,
}: Detail): Detail {
  const people = { fromHandle: toHandle, fromName: toName, toHandle: fromHandle, toName: fromName };
  const known = Object.entries({ ...people, rate, rateDate, rateSource }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(known);
}

type Detail = JournalOfBook['detail'];

// In one process the ledger itself refuses a second one, and knows no field.
const isReversedAlready = (error: unknown): boolean =>
  (error instanceof DatabaseError && error.constraint === 'journal_reverses_key') ||
  (error instanceof DomainError && error.code === 'already_reversed');

const alreadyReversed = (): DomainError =>
  new DomainError('already_reversed', 'This transaction was taken back before', 'id');

const notFound = (message: string): DomainError => new DomainError('transaction_not_found', message, 'id');
