import { Injectable } from '@nestjs/common';
import { conversion, type Command } from '@tradeyard/ledger';
import type { Person } from '../auth/person-lookup.service.js';
import type { Call } from '../ledger/call.dto.js';
import { Problem } from '../platform/problem.js';
import type { ConversionDto } from './conversions.dto.js';
import { MovementsService } from './movements.service.js';
import { exchangeDetail, PricingService, toldRate, type AskedConversion } from './pricing.service.js';
import { ConversionQuotesService } from './quotes.service.js';
import type { TransactionDto } from './wallet.dto.js';

/** Changes money of one currency into another: at the rate of this moment, or as it was quoted. */
@Injectable()
export class ConversionsService {
  constructor(
    private readonly movements: MovementsService,
    private readonly pricing: PricingService,
    private readonly quotes: ConversionQuotesService,
  ) {}

  convert(owner: Person, body: ConversionDto, call: Call): Promise<TransactionDto> {
    return this.movements.submit(owner.id, call, () => this.prepare(owner, body, call));
  }

  /** Throws what `PricingService.price` and `ConversionQuotesService.prepareUse` do. */
  async prepare(owner: Person, body: ConversionDto, call: Call): Promise<Command<TransactionDto>> {
    if (body.quoteId !== undefined) {
      requireNothingElse(body);
      return this.quotes.prepareUse(owner, body.quoteId, body.memo, call);
    }
    const asked = askedBy(body);
    const { exchange, dated } = await this.pricing.price(asked);
    const explained = await this.movements.explain(undefined, body.memo);
    const detail = exchangeDetail(exchange, toldRate(dated));
    const journal = { ...conversion(owner.id, exchange), ...explained, detail };
    const amountField = `${asked.side}.amount`;
    const owners = [owner];
    return this.movements.booking({ actor: owner.id, journal, call, bookId: owner.id, amountField, owners });
  }
}

function requireNothingElse({ from, to }: ConversionDto): void {
  const field = from !== undefined ? 'from' : to !== undefined ? 'to' : undefined;
  if (field !== undefined) throw invalid(field, `The quote says all of it: give no ${field} beside quoteId`);
}

function askedBy({ from, to }: ConversionDto): AskedConversion {
  if (!from || !to) throw new Error('A conversion without a side was let through');
  if ((from.amount === undefined) === (to.amount === undefined)) {
    throw invalid('from.amount', 'Give the amount on one side, either from or to');
  }
  return { from, to, side: from.amount === undefined ? 'to' : 'from' };
}

const invalid = (field: string, message: string): Problem =>
  new Problem('validation_failed', message, [{ field, message }]);
