import { Injectable } from '@nestjs/common';
import { DomainError, formatMoney, latestDay, money, type Day, type Money } from '@tradeyard/kernel';
import { deposit, withdrawal, type Command, type Journal } from '@tradeyard/ledger';
import { validate as isUuid } from 'uuid';
import type { Person } from '../auth/person-lookup.service.js';
import { RatesAsOfDto } from '../currency/rates-as-of.dto.js';
import { BalancesService } from '../ledger/balances.service.js';
import type { Call } from '../ledger/call.dto.js';
import { Clock } from '../platform/clock.js';
import { MoneyDto } from '../platform/money.dto.js';
import { page, type PageQuery } from '../platform/page.dto.js';
import { moneyOrNull } from './gains.dto.js';
import { GainsService } from './gains.service.js';
import { LimitsService } from '../currency/limits.service.js';
import { MovementsService } from './movements.service.js';
import {
  BalanceDto,
  TransactionDto,
  type BalancesDto,
  type DepositDto,
  type TransactionPageDto,
  type WithdrawalDto,
} from './wallet.dto.js';

/** Minor units in one deposit: ten billion dollars. A book of the house has room for four million of them. */
const depositMinorMax = 10n ** 12n;

type Explained = Pick<Journal, 'memo' | 'detail' | 'valueDate'>;

@Injectable()
export class WalletService {
  constructor(
    private readonly movements: MovementsService,
    private readonly limits: LimitsService,
    private readonly balancesOf: BalancesService,
    private readonly gains: GainsService,
    private readonly clock: Clock,
  ) {}

  async balances(userId: string): Promise<BalancesDto> {
    const { baseCurrency, items, gain } = await this.gains.listValued(userId);
    const total = items.reduce((sum, { value }) => sum + (value?.minor ?? 0n), 0n);
    return {
      items: items.map(BalanceDto.from),
      total: MoneyDto.from(money(total, baseCurrency)),
      gain: moneyOrNull(gain),
      asOf: RatesAsOfDto.from(items.flatMap(({ dated }) => dated ?? [])),
    };
  }

  async listTransactions(userId: string, { limit, cursor }: PageQuery): Promise<TransactionPageDto> {
    const { items, next } = page(
      await this.balancesOf.listJournals(userId, limit + 1, cursor),
      limit,
      ({ id }) => id,
    );
    return { items: items.map(TransactionDto.of), next };
  }

  /** Throws `transaction_not_found`, also for one of others. */
  async getTransaction(userId: string, id: string): Promise<TransactionDto> {
    const journal = isUuid(id) ? await this.balancesOf.findJournal(userId, id) : undefined;
    if (!journal) throw new DomainError('transaction_not_found', 'You have no such transaction', 'id');
    return TransactionDto.of(journal);
  }

  deposit(owner: Person, body: DepositDto, call: Call): Promise<TransactionDto> {
    return this.movements.submit(owner.id, call, () => this.prepareDeposit(owner, body, call));
  }

  withdraw(owner: Person, body: WithdrawalDto, call: Call): Promise<TransactionDto> {
    return this.movements.submit(owner.id, call, () => this.prepareWithdrawal(owner, body, call));
  }

  async prepareDeposit(owner: Person, body: DepositDto, call: Call): Promise<Command<TransactionDto>> {
    const amount = MoneyDto.readPositive(body.amount, 'amount');
    if (amount.minor > depositMinorMax) {
      throw new DomainError(
        'amount_too_large',
        `A deposit is at most ${formatMoney(money(depositMinorMax, amount.currency))}`,
        'amount.amount',
      );
    }
    await this.limits.requireWithin('deposit', amount, 'amount.amount');
    const explained = await this.explain(amount, body);
    const journal = { ...deposit(owner.id, amount), ...explained };
    return this.book(owner, journal, call);
  }

  async prepareWithdrawal(owner: Person, body: WithdrawalDto, call: Call): Promise<Command<TransactionDto>> {
    const amount = MoneyDto.readPositive(body.amount, 'amount');
    await this.limits.requireWithin('withdrawal', amount, 'amount.amount');
    const explained = await this.explain(amount, body);
    const journal = { ...withdrawal(owner.id, amount), ...explained };
    return this.book(owner, journal, call);
  }

  private book(owner: Person, journal: Journal, call: Call): Promise<Command<TransactionDto>> {
    const { id } = owner;
    return this.movements.booking({
      actor: id,
      journal,
      call,
      bookId: id,
      amountField: 'amount.amount',
      owners: [owner],
    });
  }

  private async explain({ currency }: Money, { memo, valueDate }: DepositDto): Promise<Explained> {
    this.requireValueDate(valueDate);
    return {
      ...(await this.movements.explain(currency, memo)),
      ...(valueDate !== undefined && { valueDate }),
    };
  }

  private requireValueDate(date: Day | undefined): void {
    if (date === undefined) return;
    if (date > latestDay(this.clock.now()))
      throw new DomainError('date_out_of_range', `${date} has not come yet`, 'valueDate');
  }
}
