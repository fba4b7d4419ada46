import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError, formatMoney, minorMax, money } from '@tradeyard/kernel';
import { conversion, type Command, type Exchange } from '@tradeyard/ledger';
import type { Repository } from 'typeorm';
import { v7 as uuid, validate as isUuid } from 'uuid';
import type { Person } from '../auth/person-lookup.service.js';
import type { Call } from '../ledger/call.dto.js';
import { Clock } from '../platform/clock.js';
import { Problem } from '../platform/problem.js';
import type { AskQuoteDto } from './conversions.dto.js';
import { LimitsService } from '../currency/limits.service.js';
import { MovementsService } from './movements.service.js';
import { exchangeDetail, PricingService, toldRate } from './pricing.service.js';
import { ConversionQuoteEntity, type ConversionSideName } from './quote.entity.js';
import { ConversionQuoteDto } from './quotes.dto.js';
import type { TransactionDto } from './wallet.dto.js';

/** Long enough to read it and decide, too short for a rate to go far. */
const quotesLiveMs = 30_000;

/** Promises what a conversion comes to, for a moment, and keeps the promise once. */
@Injectable()
export class ConversionQuotesService {
  constructor(
    @InjectRepository(ConversionQuoteEntity) private readonly quotes: Repository<ConversionQuoteEntity>,
    private readonly pricing: PricingService,
    private readonly limits: LimitsService,
    private readonly movements: MovementsService,
    private readonly clock: Clock,
  ) {}

  /** Throws what `PricingService.price` does, and `amount_too_large` for what no account could hold. */
  async ask(userId: string, body: AskQuoteDto): Promise<ConversionQuoteDto> {
    const side = sideOf(body);
    const { exchange, dated } = await this.pricing.price({ from: body.from, to: body.to, side });
    const { sold, fee, bought } = exchange;
    const followed = side === 'from' ? bought : sold;
    if (followed.minor > minorMax) {
      const message = `${formatMoney(followed)} is more than any account can hold`;
      throw new DomainError('amount_too_large', message, `${side}.amount`);
    }
    const createdAt = this.clock.now();
    const quote: ConversionQuoteEntity = {
      id: uuid(),
      version: 0n,
      bookId: userId,
      side,
      fromCurrency: sold.currency,
      toCurrency: bought.currency,
      sold: sold.minor,
      fee,
      bought: bought.minor,
      ...toldRate(dated),
      createdAt,
      expiresAt: new Date(createdAt.getTime() + quotesLiveMs),
      usedBy: null,
    };
    await this.quotes.insert(quote);
    return ConversionQuoteDto.from(quote);
  }

  /** Throws `quote_not_found`. */
  async get(userId: string, id: string): Promise<ConversionQuoteDto> {
    return ConversionQuoteDto.from(await this.getOwn(userId, id, 'id'));
  }

  /**
   * Books exactly what was quoted. Throws `quote_not_found`, `limit_exceeded`,
   * and, when it is decided, `quote_used` and `quote_expired`; a quote whose
   * conversion is refused can be tried again until it expires.
   */
  async prepareUse(
    owner: Person,
    quoteId: string,
    memo: string | undefined,
    call: Call,
  ): Promise<Command<TransactionDto>> {
    const quote = await this.getOwn(owner.id, quoteId, 'quoteId');
    const exchange = exchangeOf(quote);
    const given = quote.side === 'from' ? exchange.sold : exchange.bought;
    await this.limits.requireWithin('conversion', given, 'quoteId');
    const explained = await this.movements.explain(undefined, memo);
    const detail = { ...exchangeDetail(exchange, quote), quoteId: quote.id };
    const journal = { ...conversion(owner.id, exchange), ...explained, detail };
    const booked = await this.movements.booking({
      actor: owner.id,
      journal,
      call,
      bookId: owner.id,
      amountField: 'quoteId',
      owners: [owner],
    });
    const row = { table: 'conversion_quote', id: quote.id };
    return {
      ...booked,
      rows: [row],
      decide: (unit) => {
        // It is asked here, where those who use it at the same instant come one after the other.
        const known = requireUsable(unit.row(row) as ConversionQuoteEntity | undefined, unit.at);
        const transaction = booked.decide(unit);
        unit.save(row.table, Object.assign(new ConversionQuoteEntity(), known, { usedBy: transaction.id }));
        return transaction;
      },
    };
  }

  private async getOwn(userId: string, id: string, field: string): Promise<ConversionQuoteEntity> {
    const quote = isUuid(id) ? await this.quotes.findOneBy({ id, bookId: userId }) : null;
    if (!quote) throw notFound(field);
    return quote;
  }
}

/** Whose amount counts. Throws `validation_failed` where that is not to be told, or it has none. */
function sideOf({ from, to, side }: AskQuoteDto): ConversionSideName {
  if (side !== undefined) {
    if ((side === 'from' ? from : to).amount !== undefined) return side;
    throw invalid(`${side}.amount`, `The side is "${side}", so give the amount there`);
  }
  if (from.amount !== undefined && to.amount !== undefined) {
    throw invalid('side', 'Both sides have an amount: say by side which one is fixed, from or to');
  }
  if (from.amount !== undefined) return 'from';
  if (to.amount !== undefined) return 'to';
  throw invalid('from.amount', 'Give the amount on one side, either from or to');
}

function requireUsable(quote: ConversionQuoteEntity | undefined, at: Date): ConversionQuoteEntity {
  // It ended so long ago that it was forgotten just now.
  if (!quote) throw notFound('quoteId');
  if (quote.usedBy !== null) {
    throw new DomainError('quote_used', `This quote became the transaction ${quote.usedBy}`, 'quoteId');
  }
  if (quote.expiresAt <= at) {
    const message = `This quote ended at ${quote.expiresAt.toISOString()}; ask for a new one`;
    throw new DomainError('quote_expired', message, 'quoteId');
  }
  return quote;
}

const exchangeOf = ({ fromCurrency, toCurrency, sold, fee, bought }: ConversionQuoteEntity): Exchange => ({
  sold: money(sold, fromCurrency),
  fee,
  bought: money(bought, toCurrency),
});

const notFound = (field: string): DomainError =>
  new DomainError('quote_not_found', 'You have no such quote, or it ended long ago', field);

const invalid = (field: string, message: string): Problem =>
  new Problem('validation_failed', message, [{ field, message }]);
