import { Injectable } from '@nestjs/common';
import { convert, money, type Money } from '@tradeyard/kernel';
import { RatesService, type DatedRate } from '../currency/rates.service.js';
import { BalancesService, type MoneyBalance, type RealisedGain } from '../ledger/balances.service.js';
import { UsersService } from '../users/users.service.js';
import type { EntryFilter } from './statement-entries.service.js';

/**
 * A balance with what it is worth and what it cost, both in the currency its
 * owner counts in, and the gain that would be realised by selling all of it now;
 * null where nobody knows. Of that currency itself, and of nothing, nothing is gained.
 */
export type ValuedBalance = MoneyBalance & {
  readonly value: Money | null;
  readonly gain: Money | null;
  /** From the balance's currency, where there is one. */
  readonly dated: DatedRate | undefined;
};

export type ValuedBalances = {
  readonly baseCurrency: string;
  readonly items: readonly ValuedBalance[];
  /** Null where none of the balances has one. */
  readonly gain: Money | null;
};

/** Realised gains are in the currencies that were counted in at the time, mostly one. */
export type Gains = ValuedBalances & { readonly realised: readonly RealisedGain[] };

/** What currencies earned. */
@Injectable()
export class GainsService {
  constructor(
    private readonly balances: BalancesService,
    private readonly rates: RatesService,
    private readonly users: UsersService,
  ) {}

  /**
   * A cost in the currency that its owner counted in before is told at the rate
   * of now, at which the account's next movement takes it along too.
   */
  async listValued(userId: string): Promise<ValuedBalances> {
    const [{ baseCurrency }, balances] = await Promise.all([
      this.users.getUser(userId),
      this.balances.listMoney(userId),
    ]);
    const currencies = balances.flatMap(({ currency, cost }) => [currency, ...(cost ? [cost.currency] : [])]);
    const rates = await this.rates.rateTable(currencies, baseCurrency);
    const items = balances.map((balance) => value(balance, baseCurrency, rates));
    const gains = items.flatMap(({ gain }) => (gain ? [gain.minor] : []));
    const gain =
      gains.length > 0
        ? money(
            gains.reduce((sum, each) => sum + each),
            baseCurrency,
          )
        : null;
    return { baseCurrency, items, gain };
  }

  /** What was realised in a period, by when it was booked, and what would be now. */
  async getGains(userId: string, { from, to }: EntryFilter): Promise<Gains> {
    const [valued, realised] = await Promise.all([
      this.listValued(userId),
      this.balances.sumGains(userId, from, to),
    ]);
    return { ...valued, realised };
  }
}

function value(
  { cost: counted, ...balance }: MoneyBalance,
  baseCurrency: string,
  rates: ReadonlyMap<string, DatedRate>,
): ValuedBalance {
  const { currency, available, held } = balance;
  const dated = rates.get(currency);
  const worth = dated ? convert(money(available + held, currency), dated.rate, 'halfEven') : null;
  const rate = counted && rates.get(counted.currency)?.rate;
  const isCounted = currency !== baseCurrency && available + held > 0n;
  const cost = isCounted && rate ? convert(counted, rate, 'halfEven') : null;
  const gain = worth && cost ? money(worth.minor - cost.minor, baseCurrency) : null;
  return { ...balance, value: worth, cost, gain, dated };
}
