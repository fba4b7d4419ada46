import { Injectable } from '@nestjs/common';
import { convert, DomainError, formatMoney, getActiveCurrency, money, type Money } from '@tradeyard/kernel';
import { convertingTransfer, transfer, type Command } from '@tradeyard/ledger';
import type { Person } from '../auth/person-lookup.service.js';
import { RatesService, type DatedRate } from '../currency/rates.service.js';
import { BalancesService } from '../ledger/balances.service.js';
import type { Call } from '../ledger/call.dto.js';
import { atField, MoneyDto } from '../platform/money.dto.js';
import { LimitsService } from '../currency/limits.service.js';
import { MovementsService } from './movements.service.js';
import { exchangeDetail, PricingService, toldRate, type PricedExchange } from './pricing.service.js';
import type { TransferPreviewDto } from './transfers.dto.js';
import type { TransactionDto, TransferDto, TransferSourceDto } from './wallet.dto.js';

/** What a transfer takes from the sender; `converted` is how that becomes what arrives, where the currencies differ. */
type Price = { readonly cost: Money; readonly converted: PricedExchange | null };

type Available = { readonly currency: string; readonly available: bigint };

/** Money from one person to another, in the currency that arrives or in another that is converted on the way. */
@Injectable()
export class TransfersService {
  constructor(
    private readonly movements: MovementsService,
    private readonly pricing: PricingService,
    private readonly limits: LimitsService,
    private readonly balances: BalancesService,
    private readonly rates: RatesService,
  ) {}

  transfer(sender: Person, body: TransferDto, call: Call): Promise<TransactionDto> {
    return this.movements.submit(sender.id, call, () => this.prepareTransfer(sender, body, call));
  }

  /**
   * Throws `user_not_found`, `transfer_to_self` and `user_closed` at the field
   * `to`, `limit_exceeded`, also for what is converted on the way, and
   * `rate_changed` where it costs more than the sender is ready to pay.
   */
  async prepareTransfer(sender: Person, body: TransferDto, call: Call): Promise<Command<TransactionDto>> {
    const userId = sender.id;
    const amount = MoneyDto.readPositive(body.amount, 'amount');
    const [recipient] = await Promise.all([
      this.movements.getRecipient(userId, body.to),
      this.limits.requireWithin('transfer', amount, 'amount.amount'),
    ]);
    const { converted } = await this.price(amount, body.from);
    // Who receives a coin has paid nothing for it; what the sender paid with leaves at a rate of its own.
    const { detail, ...explained } = await this.movements.explain(amount.currency, body.memo);
    const people = {
      fromHandle: sender.handle,
      fromName: sender.displayName,
      toHandle: recipient.handle,
      toName: recipient.displayName,
    };
    const journal = {
      ...(converted
        ? convertingTransfer(userId, converted.exchange, recipient.id)
        : transfer(userId, recipient.id, amount)),
      ...explained,
      detail: {
        ...detail,
        ...(converted && exchangeDetail(converted.exchange, toldRate(converted.dated))),
        ...people,
      },
    };
    const owners = [sender, recipient];
    return this.movements.booking({
      actor: userId,
      journal,
      call,
      bookId: userId,
      amountField: 'amount.amount',
      owners,
    });
  }

  /**
   * What the transfer would take, by the rules and the rate of this moment.
   * Where the body names no currency to pay with, it is the transfer's own if
   * there is enough of it, else that of the largest balance by its worth that
   * covers it all.
   */
  async preview(userId: string, body: TransferDto): Promise<TransferPreviewDto> {
    const amount = MoneyDto.readPositive(body.amount, 'amount');
    const [recipient, balances] = await Promise.all([
      this.movements.getRecipient(userId, body.to),
      this.balances.listMoney(userId),
      this.limits.requireWithin('transfer', amount, 'amount.amount'),
    ]);
    const { cost, converted } = body.from
      ? await this.price(amount, body.from)
      : await this.suggest(amount, balances);
    const available = availableOf(balances, cost.currency);
    return {
      recipient: { handle: recipient.handle, displayName: recipient.displayName },
      amount: MoneyDto.from(amount),
      cost: MoneyDto.from(cost),
      fee: MoneyDto.from(money(converted?.exchange.fee ?? 0n, cost.currency)),
      ...(converted ? toldRate(converted.dated) : { rate: null, rateDate: null, rateSource: null }),
      available: MoneyDto.from(money(available, cost.currency)),
      enough: available >= cost.minor,
    };
  }

  private async price(amount: Money, from?: TransferSourceDto): Promise<Price> {
    if (!from) return { cost: amount, converted: null };
    const { currency } = from;
    atField('from.currency', () => getActiveCurrency(currency));
    const most =
      from.amount === undefined
        ? undefined
        : MoneyDto.readPositive({ amount: from.amount, currency }, 'from');
    const price =
      currency === amount.currency
        ? { cost: amount, converted: null }
        : this.priceAt(
            amount,
            await this.pricing.rateBetween(
              { currency, field: 'from.currency' },
              { currency: amount.currency, field: 'amount.currency' },
            ),
          );
    if (price.converted) await this.limits.requireWithin('conversion', price.cost, 'from.amount');
    if (most && price.cost.minor > most.minor) {
      throw new DomainError(
        'rate_changed',
        `This costs ${formatMoney(price.cost)} now, and you were ready to pay ${formatMoney(most)}`,
        'from.amount',
      );
    }
    return price;
  }

  private async suggest(amount: Money, balances: readonly Available[]): Promise<Price> {
    const unconverted = { cost: amount, converted: null };
    if (availableOf(balances, amount.currency) >= amount.minor) return unconverted;
    const others = balances.filter(({ currency }) => currency !== amount.currency);
    const rates = await this.rates.rateTable(
      others.map(({ currency }) => currency),
      amount.currency,
    );
    const [largest] = others
      .flatMap(({ currency, available }) => {
        const dated = rates.get(currency);
        if (!dated || dated.stale || this.rates.isTooOld(dated)) return [];
        const price = this.priceAt(amount, dated);
        const worth = convert(money(available, currency), dated.rate, 'halfEven').minor;
        return price.cost.minor <= available ? [{ price, worth }] : [];
      })
      .sort((a, b) => (a.worth > b.worth ? -1 : 1));
    if (!largest) return unconverted;
    await this.limits.requireWithin('conversion', largest.price.cost, 'amount.amount');
    return largest.price;
  }

  private priceAt(amount: Money, dated: DatedRate): Price {
    const exchange = this.pricing.cost(amount, dated);
    return { cost: exchange.sold, converted: { exchange, dated } };
  }
}

const availableOf = (balances: readonly Available[], wanted: string): bigint =>
  balances.find(({ currency }) => currency === wanted)?.available ?? 0n;
