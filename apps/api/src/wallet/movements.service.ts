import { Injectable } from '@nestjs/common';
import { DomainError, getCurrency } from '@tradeyard/kernel';
import type { Command, Journal, Worth } from '@tradeyard/ledger';
import type { Person } from '../auth/person-lookup.service.js';
import { RatesService } from '../currency/rates.service.js';
import { WorthService } from '../currency/worth.service.js';
import type { Call } from '../ledger/call.dto.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { UsersService } from '../users/users.service.js';
import { rateText } from './pricing.service.js';
import { TransactionDto } from './wallet.dto.js';

/** What the operations of the wallet have in common. */
@Injectable()
export class MovementsService {
  constructor(
    private readonly ledger: LedgerService,
    private readonly rates: RatesService,
    private readonly users: UsersService,
    private readonly worth: WorthService,
  ) {}

  /**
   * Books what `prepare` makes. What a request needs beside the ledger (a rate,
   * a recipient) may be gone when it is repeated, and what it would change may
   * have been changed by the same request in another process a moment ago:
   * before it is refused for that, its key is looked up.
   */
  async submit<Answer>(userId: string, call: Call, prepare: () => Promise<Command<Answer>>): Promise<Answer> {
    let command;
    try {
      command = await prepare();
    } catch (error) {
      return this.recall(userId, call, error);
    }
    try {
      return await this.ledger.submit(command, call);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return this.recall(userId, call, error);
    }
  }

  /** The first answer under the request's key; throws `refusal` where there was none. */
  private async recall<Answer>(userId: string, call: Call, refusal: unknown): Promise<Answer> {
    const first = await this.ledger.recall<Answer>(userId, call);
    if (first) return first;
    throw refusal;
  }

  /** Whom money is meant for. Throws `user_not_found`, `transfer_to_self` and `user_closed` at the field `to`. */
  async getRecipient(userId: string, to: string): Promise<Person> {
    const recipient = await this.users.findRecipient(to);
    if (!recipient)
      throw new DomainError('user_not_found', `Nobody here has the email or handle "${to}"`, 'to');
    if (recipient.id === userId) throw new DomainError('transfer_to_self', 'This is your own account', 'to');
    if (recipient.closedAt) {
      throw new DomainError('user_closed', `${recipient.displayName} has closed the account`, 'to');
    }
    return recipient;
  }

  /**
   * A coin that comes or goes without a trade has a price all the same: without
   * it, nobody could say later what it cost.
   */
  async explain(
    currency: string | undefined,
    memo?: string,
  ): Promise<{ memo?: string; detail?: Record<string, string> }> {
    const text = memo?.trim();
    const explained = text ? { memo: text } : {};
    if (currency === undefined || getCurrency(currency).kind === 'fiat') return explained;
    const price = (await this.rates.rateTable([currency], 'USD')).get(currency);
    if (!price) return explained;
    return {
      ...explained,
      detail: {
        price: rateText(price),
        priceCurrency: 'USD',
        priceDate: price.date,
        priceSource: price.source,
      },
    };
  }

  /** The command that books a journal, with what it is worth to each whose money it moves. */
  async booking({ owners, undone, ...booking }: Booking): Promise<Command<TransactionDto>> {
    return command({ ...booking, journal: await this.worth.value(booking.journal, owners, undone) });
  }
}

/** What is booked, and how its answer reads. */
type Booking = {
  readonly actor: string;
  readonly journal: Journal;
  readonly call: Call;
  /** Whose side of it is told. */
  readonly bookId: string;
  /** Where the body holds the amount: what the ledger refuses without naming a field is about it. */
  readonly amountField?: string;
  /** Those of whose money it is who are known already. */
  readonly owners?: readonly Person[];
  /** By account, what the lines were worth that are taken back. */
  readonly undone?: ReadonlyMap<string, Worth>;
};

const command = ({
  actor,
  journal,
  call: { origin },
  bookId,
  amountField,
}: Booking): Command<TransactionDto> => ({
  accounts: journal.lines.map(({ account }) => account),
  actor,
  origin,
  decide: (unit) => {
    try {
      return TransactionDto.from(unit.book(journal), bookId);
    } catch (error) {
      if (!(error instanceof DomainError) || error.field !== undefined) throw error;
      throw new DomainError(error.code, error.message, amountField);
    }
  },
});
