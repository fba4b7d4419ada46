import { Injectable } from '@nestjs/common';
import {
  convert,
  DomainError,
  formatDecimal,
  formatMoney,
  getActiveCurrency,
  getCurrency,
  inverse,
  money,
  ratioToDecimal,
  type Money,
} from '@tradeyard/kernel';
import { conversion, deposit, transfer, withdrawal, type Command, type Journal } from '@tradeyard/ledger';
import { RatesService, type DatedRate } from '../currency/rates.service.js';
import { BalancesService } from '../ledger/balances.service.js';
import type { Call } from '../ledger/call.dto.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { atField, MoneyDto } from '../platform/money.dto.js';
import { page, type PageQuery } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { UsersService } from '../users/users.service.js';
import {
  TransactionDto,
  type BalancesDto,
  type ConversionDto,
  type DepositDto,
  type TransactionPageDto,
  type TransferDto,
  type WithdrawalDto,
} from './wallet.dto.js';

/** Minor units in one deposit: ten billion dollars. A book of the house has room for four million of them. */
const depositMinorMax = 10n ** 12n;

/** Places of a rate as people read it; amounts are computed from the exact one. */
const ratePlaces = 12;

@Injectable()
export class WalletService {
  constructor(
    private readonly ledger: LedgerService,
    private readonly balancesOf: BalancesService,
    private readonly rates: RatesService,
    private readonly users: UsersService,
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

  deposit(userId: string, body: DepositDto, call: Call): Promise<TransactionDto> {
    return this.submit(userId, call, () => this.prepareDeposit(userId, body, call));
  }

  withdraw(userId: string, body: WithdrawalDto, call: Call): Promise<TransactionDto> {
    return this.submit(userId, call, () => this.prepareWithdrawal(userId, body, call));
  }

  transfer(userId: string, body: TransferDto, call: Call): Promise<TransactionDto> {
    return this.submit(userId, call, () => this.prepareTransfer(userId, body, call));
  }

  convert(userId: string, body: ConversionDto, call: Call): Promise<TransactionDto> {
    return this.submit(userId, call, () => this.prepareConversion(userId, body, call));
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
    const journal = { ...deposit(userId, amount), ...(await this.explain(amount, body.memo)) };
    return booking(userId, journal, call);
  }

  async prepareWithdrawal(userId: string, body: WithdrawalDto, call: Call): Promise<Command<TransactionDto>> {
    const amount = MoneyDto.readPositive(body.amount, 'amount');
    const journal = { ...withdrawal(userId, amount), ...(await this.explain(amount, body.memo)) };
    return booking(userId, journal, call);
  }

  /** Throws `user_not_found` and `transfer_to_self`, at the field `to`. */
  async prepareTransfer(
    userId: string,
    { to, amount: asked, memo }: TransferDto,
    call: Call,
  ): Promise<Command<TransactionDto>> {
    const amount = MoneyDto.readPositive(asked, 'amount');
    const [sender, recipient] = await Promise.all([this.users.getUser(userId), this.users.findRecipient(to)]);
    if (!recipient)
      throw new DomainError('user_not_found', `Nobody here has the email or handle "${to}"`, 'to');
    if (recipient.id === userId) throw new DomainError('transfer_to_self', 'This is your own account', 'to');
    const { detail, ...rest } = await this.explain(amount, memo);
    const people = {
      fromHandle: sender.handle,
      fromName: sender.displayName,
      toHandle: recipient.handle,
      toName: recipient.displayName,
    };
    const journal = { ...transfer(userId, recipient.id, amount), ...rest, detail: { ...detail, ...people } };
    return booking(userId, journal, call);
  }

  /** The amount stands on one side; the fraction of a minor unit on the other stays with the house. */
  async prepareConversion(
    userId: string,
    { from, to }: ConversionDto,
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
    const dated = await this.rateBetween(from.currency, to.currency);
    const { sold, bought } = sides(dated, from.amount, to.amount);
    const journal = { ...conversion(userId, sold, bought), detail: rateDetail(dated) };
    return booking(userId, journal, call, from.amount === undefined ? 'to.amount' : 'from.amount');
  }

  /**
   * What a request needs beside the ledger (a rate, a recipient) may be gone when it is repeated: before it is
   * refused for that, its key is looked up.
   */
  private async submit(
    userId: string,
    call: Call,
    prepare: () => Promise<Command<TransactionDto>>,
  ): Promise<TransactionDto> {
    let command;
    try {
      command = await prepare();
    } catch (error) {
      const first = await this.ledger.recall<TransactionDto>(userId, call);
      if (first) return first;
      throw error;
    }
    return this.ledger.submit(command, call);
  }

  private async rateBetween(from: string, to: string): Promise<DatedRate> {
    try {
      return await this.rates.getRate(from, to);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'rate_unavailable') throw error;
      const known = await this.rates.rateTable([from], 'EUR');
      throw new DomainError(error.code, error.message, known.has(from) ? 'to.currency' : 'from.currency');
    }
  }

  /**
   * A coin that comes or goes without a trade has a price all the same: without
   * it, nobody could say later what it cost.
   */
  private async explain(
    { currency }: Money,
    memo?: string,
  ): Promise<{ memo?: string; detail?: Record<string, string> }> {
    const text = memo?.trim();
    const explained = text ? { memo: text } : {};
    if (getCurrency(currency).kind === 'fiat') return explained;
    const price = (await this.rates.rateTable([currency], 'USD')).get(currency);
    if (!price) return explained;
    return {
      ...explained,
      detail: { price: rateText(price), priceCurrency: 'USD', priceSource: price.source },
    };
  }
}

/** `amountField` is where the body holds the amount: what the ledger refuses without naming a field is about it. */
const booking = (
  userId: string,
  journal: Journal,
  { origin }: Call,
  amountField = 'amount.amount',
): Command<TransactionDto> => ({
  accounts: journal.lines.map(({ account }) => account),
  actor: userId,
  origin,
  decide: (unit) => {
    try {
      return TransactionDto.from(unit.book(journal), userId);
    } catch (error) {
      if (!(error instanceof DomainError) || error.field !== undefined) throw error;
      throw new DomainError(error.code, error.message, amountField);
    }
  },
});

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

const rateText = ({ rate }: DatedRate): string => formatDecimal(ratioToDecimal(rate.rate, ratePlaces));

const rateDetail = (dated: DatedRate): Record<string, string> => ({
  rate: rateText(dated),
  rateDate: dated.date,
  rateSource: dated.source,
});

function oldest(rates: readonly DatedRate[]): { date: string; source: string } | null {
  const [first] = [...rates].sort((a, b) => (a.date < b.date ? -1 : 1));
  return first ? { date: first.date, source: first.source } : null;
}
