import { Injectable } from '@nestjs/common';
import { convert, DomainError, formatMoney, inverse, type Money } from '@tradeyard/kernel';
import { RatesService } from './rates.service.js';
import { Config, type LimitedOperation } from '../platform/config.js';

/** What one operation may move at most, where whoever runs this installation has set a limit. */
@Injectable()
export class LimitsService {
  constructor(
    private readonly config: Config,
    private readonly rates: RatesService,
  ) {}

  /**
   * Throws `limit_exceeded`, at `field`, for an amount that is worth more than
   * the operation's limit by the latest rate. A currency that nobody quotes has
   * no worth that could be compared: it is not limited. Costs nothing without a
   * limit, and one look-up of rates where it is in another currency.
   */
  async requireWithin(operation: LimitedOperation, amount: Money, field: string): Promise<void> {
    const limit = this.config.limits[operation];
    if (!limit) return;
    const { currency } = amount;
    const dated = (await this.rates.rateTable([currency], limit.currency)).get(currency);
    // Rounded up it is more than the limit exactly when it is so unrounded: the limit is a whole number of minor units.
    if (!dated || convert(amount, dated.rate, 'up').minor <= limit.minor) return;
    const most = convert(limit, inverse(dated.rate), 'down');
    const inAsked =
      currency === limit.currency ? '' : `, which is ${formatMoney(most)} at the rate of ${dated.date}`;
    throw new DomainError(
      'limit_exceeded',
      `${operation === 'order' ? 'An' : 'A'} ${operation} is at most ${formatMoney(limit)}${inAsked}`,
      field,
    );
  }
}
