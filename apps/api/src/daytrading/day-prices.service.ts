import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import { fixedPrice, type Hit, type Quoted } from '@tradeyard/daytrading';
import { DayQuotes } from './day-quotes.service.js';
import type { LegacyQuote } from './legacy-quotes.provider.js';
import type { WorkloadEntity } from './workload.entity.js';

/** A hit that was paid for, and the number of the command it was for. */
export type Asked = { readonly transaction: number; readonly hit: Hit };

/** How long a BUY or SELL can be committed where prices move. */
const commitWindowMs = 60_000;

/** What a share costs, in cents: by the rule of comparison mode, or as the quote server says. */
@Injectable()
export class DayPrices {
  constructor(private readonly quotes: DayQuotes) {}

  /** Undefined while no valid quote is known. */
  current({ quotes }: WorkloadEntity, symbol: string): bigint | undefined {
    return quotes === 'fixed' ? fixedPrice(symbol) : this.quotes.current(symbol)?.price;
  }

  /** Asks for a quote that `current` does not know; with a hit where this call caused one. */
  async ask(symbol: string, user: string): Promise<Quoted> {
    try {
      const { quote, isHit } = await this.quotes.get(symbol, user);
      return { price: quote.price, ...(isHit && { hit: hitOf(quote) }) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { refusal: { code: error.code, message: error.message } };
    }
  }

  /** In comparison mode nothing expires. */
  windowMs({ quotes }: WorkloadEntity): number | null {
    return quotes === 'fixed' ? null : commitWindowMs;
  }
}

const hitOf = ({ priceText, symbol, user, quotedAtMs, cryptoKey }: LegacyQuote): Hit => ({
  price: priceText,
  symbol,
  user,
  quotedAtMs,
  cryptoKey,
});
