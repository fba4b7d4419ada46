import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { InstrumentClass, InstrumentStatus, ProviderName } from '@tradeyard/market';
import type { Repository, SelectQueryBuilder } from 'typeorm';
import { page, type PageQuery } from '../platform/page.dto.js';
import { InstrumentEntity } from './instrument.entity.js';

export type InstrumentFilter = {
  readonly class?: InstrumentClass;
  readonly exchange?: string;
  readonly currency?: string;
  readonly provider?: ProviderName;
  readonly status?: InstrumentStatus;
};

type Found = SelectQueryBuilder<InstrumentEntity>;

/** A group of equally good answers, and whether one is in it; those of a group are sorted by symbol. */
type Rank = { readonly narrow: (found: Found) => Found; readonly holds: (symbol: string) => boolean };

/** Symbols sort by their characters, whatever the language of the database: an index holds this order. */
const bySymbol = 'instrument.symbol collate "C"';

/** Finds instruments by what somebody types. */
@Injectable()
export class InstrumentSearchService {
  constructor(
    @InjectRepository(InstrumentEntity) private readonly instruments: Repository<InstrumentEntity>,
  ) {}

  /**
   * First the instrument whose symbol is what was typed, then those whose symbol begins so, then those that have words
   * of symbol or name that begin so; without a query all by symbol. A page's cursor is its last symbol, since the query
   * says of a symbol how good it is. Each group is one index scan, and a group that is not reached is not read.
   */
  async search({
    query = '',
    limit,
    cursor,
    ...filter
  }: PageQuery & InstrumentFilter & { query?: string }): Promise<{
    items: InstrumentEntity[];
    next: string | null;
  }> {
    const ranks = ranksOf(query.trim());
    const first = cursor === undefined ? 0 : ranks.findIndex(({ holds }) => holds(cursor));
    const items: InstrumentEntity[] = [];
    for (const [index, { narrow }] of ranks.entries()) {
      if (index < first || items.length > limit) continue;
      const found = narrow(this.filtered(filter));
      if (cursor !== undefined && index === first) found.andWhere(`${bySymbol} > :cursor`, { cursor });
      items.push(...(await found.limit(limit + 1 - items.length).getMany()));
    }
    return page(items, limit, ({ symbol }) => symbol);
  }

  private filtered(filter: InstrumentFilter): Found {
    const found = this.instruments.createQueryBuilder('instrument').orderBy(bySymbol);
    for (const column of ['class', 'exchange', 'currency', 'provider', 'status'] as const) {
      const value = filter[column];
      if (value !== undefined) found.andWhere(`instrument.${column} = :${column}`, { [column]: value });
    }
    return found;
  }
}

function ranksOf(query: string): Rank[] {
  if (query === '') return [{ narrow: (found) => found, holds: () => true }];
  const symbol = query.toUpperCase();
  const exact: Rank = {
    narrow: (found) => found.andWhere('instrument.symbol = :symbol', { symbol }),
    holds: (each) => each === symbol,
  };
  const beginning: Rank = {
    // Nothing sorts behind the last character of all.
    narrow: (found) =>
      found.andWhere(`${bySymbol} > :symbol and ${bySymbol} < :end`, { symbol, end: `${symbol}\u{10ffff}` }),
    holds: (each) => each.startsWith(symbol),
  };
  const words = query.match(/[\p{L}\p{N}]+/gu)?.map((word) => `${word}:*`);
  const byWords: Rank = {
    narrow: (found) =>
      found
        .andWhere(`instrument.words @@ to_tsquery('simple', :words)`, { words: (words ?? []).join(' & ') })
        .andWhere('not instrument.symbol ^@ :symbol', { symbol }),
    holds: () => true,
  };
  // Without a letter or digit there is nothing in it that a name could have.
  return words ? [exact, beginning, byWords] : [{ ...byWords, narrow: (found) => found.andWhere('false') }];
}
