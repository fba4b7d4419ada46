import { Injectable } from '@nestjs/common';
import {
  convert,
  dayOf,
  DomainError,
  formatMoney,
  getActiveCurrency,
  getCurrency,
  inverse,
  money,
  type Day,
  type Money,
} from '@tradeyard/kernel';
import { conversion, deposit, withdrawal, type Command, type Journal } from '@tradeyard/ledger';
import { validate as isUuid } from 'uuid';
import { RatesService, type DatedRate } from '../currency/rates.service.js';
import { BalancesService } from '../ledger/balances.service.js';
import type { Call } from '../ledger/call.dto.js';
import { Clock } from '../platform/clock.js';
import { atField, MoneyDto } from '../platform/money.dto.js';
import { page, type PageQuery } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { UsersService } from '../users/users.service.js';
import { LimitsService } from './limits.service.js';
import { booking, MovementsService, rateDetail } from './movements.service.js';
import {
  TransactionDto,
  type BalancesDto,
  type ConversionDto,
  type DepositDto,
  type TransactionPageDto,
  type WithdrawalDto,
} from './wallet.dto.js';

/** Minor units in one deposit: ten billion dollars. A book of the house has room for four million of them. */
const depositMinorMax = 10n ** 12n;

/** The first time zone to see a new day is so far ahead: what is today for somebody is not in the future. */
const aheadOfUtcMs = 14 * 3_600_000;

type Explained = Pick<Journal, 'memo' | 'detail' | 'valueDate'>;

@Injectable()
export class WalletService {
  constructor(
    private readonly movements: MovementsService,
    private readonly limits: LimitsService,
    private readonly balancesOf: BalancesService,
    private readonly rates: RatesService,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  async balances(userId: string): Promise<BalancesDto> {
    const [{ baseCurrency }, balances] = await Promise.all([
      this.users.getUser(userId),
      this.balancesOf.listMoney(userId),
    ]);
    const rates = await this.rates.rateTable(
      balances.map(({ currency }) => currency),
      baseCurrency,
    );
    let total = 0n;
    const items = balances.map(({ currency, available, held }) => {
      const dated = rates.get(currency);
      const value = dated && convert(money(available + held, currency), dated.rate, 'halfEven');
      total += value?.minor ?? 0n;
      return {
        currency,
        kind: getCurrency(currency).kind,
        available: MoneyDto.from(money(available, currency)),
        held: MoneyDto.from(money(held, currency)),
        value: value ? MoneyDto.from(value) : null,
      };
    });
    const used = [...rates.values()].filter(({ rate }) => rate.from !== rate.to);
    return { items, total: MoneyDto.from(money(total, baseCurrency)), asOf: oldest(used) };
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

  deposit(userId: string, body: DepositDto, call: Call): Promise<TransactionDto> {
    return this.movements.submit(userId, call, () => this.prepareDeposit(userId, body, call));
  }

  withdraw(userId: string, body: WithdrawalDto, call: Call): Promise<TransactionDto> {
    return this.movements.submit(userId, call, () => this.prepareWithdrawal(userId, body, call));
  }

  convert(userId: string, body: ConversionDto, call: Call): Promise<TransactionDto> {
    return this.movements.submit(userId, call, () => this.prepareConversion(userId, body, call));
  }

  async prepareDeposit(userId: string, body: DepositDto, call: Call): Promise<Command<TransactionDto>> {
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
    const journal = { ...deposit(userId, amount), ...explained };
    return booking({ actor: userId, journal, call, bookId: userId, amountField: 'amount.amount' });
  }

  async prepareWithdrawal(userId: string, body: WithdrawalDto, call: Call): Promise<Command<TransactionDto>> {
    const amount = MoneyDto.readPositive(body.amount, 'amount');
    await this.limits.requireWithin('withdrawal', amount, 'amount.amount');
    const explained = await this.explain(amount, body);
    const journal = { ...withdrawal(userId, amount), ...explained };
    return booking({ actor: userId, journal, call, bookId: userId, amountField: 'amount.amount' });
  }

  /** The amount stands on one side; the fraction of a minor unit on the other stays with the house. */
  async prepareConversion(
    userId: string,
    { from, to, memo }: ConversionDto,
    call: Call,
  ): Promise<Command<TransactionDto>> {
    if ((from.amount === undefined) === (to.amount === undefined)) {
      const message = 'Give the amount on one side, either from or to';
      throw new Problem('validation_failed', message, [{ field: 'from.amount', message }]);
    }
    atField('from.currency', () => getActiveCurrency(from.currency));
    atField('to.currency', () => getActiveCurrency(to.currency));
    if (from.currency === to.currency) {
      throw new DomainError(
        'currencies_must_differ',
        `${to.currency} cannot be converted into itself`,
        'to.currency',
      );
    }
    const dated = await this.movements.rateBetween(
      { currency: from.currency, field: 'from.currency' },
      { currency: to.currency, field: 'to.currency' },
    );
    const { sold, bought } = sides(dated, from.amount, to.amount);
    const [asked, amountField] = from.amount === undefined ? [bought, 'to.amount'] : [sold, 'from.amount'];
    await this.limits.requireWithin('conversion', asked, amountField);
    const explained = await this.movements.explain(undefined, memo);
    const journal = { ...conversion(userId, sold, bought), ...explained, detail: rateDetail(dated) };
    return booking({ actor: userId, journal, call, bookId: userId, amountField });
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
    const latest = dayOf(new Date(this.clock.now().getTime() + aheadOfUtcMs));
    if (date > latest) throw new DomainError('date_out_of_range', `${date} has not come yet`, 'valueDate');
  }
}

function sides(dated: DatedRate, soldAmount?: string, boughtAmount?: string): { sold: Money; bought: Money } {
  const { from, to } = dated.rate;
  if (soldAmount !== undefined) {
    const sold = MoneyDto.readPositive({ amount: soldAmount, currency: from }, 'from');
    return { sold, bought: requireSome(convert(sold, dated.rate, 'down'), 'from.amount') };
  }
  const bought = MoneyDto.readPositive({ amount: boughtAmount ?? '', currency: to }, 'to');
  return { sold: convert(bought, inverse(dated.rate), 'up'), bought };
}

function requireSome(bought: Money, field: string): Money {
  if (bought.minor > 0n) return bought;
  throw new DomainError(
    'amount_too_small',
    `This is worth less than the smallest unit of ${bought.currency}`,
    field,
  );
}

function oldest(rates: readonly DatedRate[]): { date: string; source: string } | null {
  const [first] = [...rates].sort((a, b) => (a.date < b.date ? -1 : 1));
  return first ? { date: first.date, source: first.source } : null;
}
