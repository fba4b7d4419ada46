import { Injectable } from '@nestjs/common';
import { convert, DomainError, money, parseDecimal, powerOfTen } from '@tradeyard/kernel';
import { tradedAsset } from '@tradeyard/market';
import { worth } from '@tradeyard/portfolio';
import { RatesService } from '../currency/rates.service.js';
import type { InstrumentEntity } from '../market-data/instrument.entity.js';
import { BookValuesService } from '../paper/book-values.service.js';
import { Clock } from '../platform/clock.js';
import type { TradingBook } from './books.service.js';
import type { Asked } from './order-drafts.service.js';
import type { OrderEntity } from './order.entity.js';
import { OrderReader } from './order-reader.service.js';

/** What a league allows its members to trade. */
@Injectable()
export class LeagueLimits {
  constructor(
    private readonly values: BookValuesService,
    private readonly rates: RatesService,
    private readonly reader: OrderReader,
    private readonly clock: Clock,
  ) {}

  /** Throws `league_not_started`, `league_ended` and `league_forbids_class`; costs nothing outside a league. */
  requireAllowed({ league }: TradingBook, instrument: InstrumentEntity): void {
    if (!league) return;
    const now = this.clock.now();
    if (now < league.startsAt) {
      throw new DomainError(
        'league_not_started',
        `The league begins at ${league.startsAt.toISOString()}`,
        'portfolioId',
      );
    }
    if (now >= league.endsAt) {
      throw new DomainError(
        'league_ended',
        `The league ended at ${league.endsAt.toISOString()}`,
        'portfolioId',
      );
    }
    const { allowedClasses } = league.rules;
    if (!allowedClasses || allowedClasses.includes(instrument.class)) return;
    const message = `This league trades ${allowedClasses.join(', ')} only`;
    throw new DomainError('league_forbids_class', message, 'symbol');
  }

  /**
   * For a buy that comes to `cash` in minor units of the instrument's currency, beside what is there and what other buys
   * have reserved for. Throws `league_position_too_large`.
   */
  async requireRoom(
    { id, userId, symbol }: OrderEntity,
    cash: bigint,
    { book, instrument, moment }: Pick<Asked, 'book' | 'instrument' | 'moment'>,
  ): Promise<void> {
    const most = book.league?.rules.maxPositionPercent;
    if (most === undefined) return;
    const { bookId, currency } = book;
    const [read, rates, reserved] = await Promise.all([
      this.values.read([{ bookId, currency }]),
      this.rates.rateTable([instrument.currency], currency),
      this.reader.sumReserved({ userId, bookId, symbol }, id),
    ]);
    const rate = rates.get(instrument.currency)?.rate;
    const holdings = read.get(bookId);
    if (!holdings || !rate) return; // what has no value is no position
    const held = holdings.held.find(({ asset }) => asset === tradedAsset(instrument));
    const bought = convert(money(cash + reserved, instrument.currency), rate, 'up').minor;
    const position = (held ? worth(held.quantity, moment.quote.price, rate).minor : 0n) + bought;
    const { digits, scale } = parseDecimal(most);
    if (position * 100n * powerOfTen(scale) <= this.values.value(holdings) * digits) return;
    const message = `One position is at most ${most} % of the portfolio in this league`;
    throw new DomainError('league_position_too_large', message, 'quantity');
  }
}
