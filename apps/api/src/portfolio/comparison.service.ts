import { Injectable } from '@nestjs/common';
import { compareDecimals, formatMinor, parseDecimal, parseMoney } from '@tradeyard/kernel';
import { percentOf } from '@tradeyard/portfolio';
import { DataSource } from 'typeorm';
import { PortfoliosService, type PortfolioWithBook } from '../paper/portfolios.service.js';
import type { MoneyDto } from '../platform/money.dto.js';
import type { ComparedPortfolioDto, ComparedPositionDto, ComparisonDto } from './comparison.dto.js';
import type { PositionDto, PositionsDto } from './portfolio.dto.js';
import { PortfolioService } from './portfolio.service.js';

type Counts = { readonly orders: number; readonly fills: number };

/** Portfolios side by side; the queries are as many for one as for fifty. */
@Injectable()
export class ComparisonService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly portfolios: PortfoliosService,
    private readonly positions: PortfolioService,
  ) {}

  /** Those that are named, else all that are open. Throws `portfolio_not_found` at `ids`. */
  async compare(userId: string, ids?: readonly string[]): Promise<ComparisonDto> {
    const compared = await this.portfolios.listWithBooks(userId, ids);
    const books = compared.map(({ portfolio: { currency }, bookId }) => ({ bookId, currency }));
    const [holdings, counts] = await Promise.all([
      this.positions.readHoldings(books),
      this.countOrders(
        userId,
        books.map(({ bookId }) => bookId),
      ),
    ]);
    const items = compared.flatMap((each) => {
      const held = holdings.get(each.bookId);
      if (!held) return [];
      return [
        comparedOf(each, this.positions.value(held), counts.get(each.bookId) ?? { orders: 0, fills: 0 }),
      ];
    });
    return { items, next: null };
  }

  /** By book; one that nothing was ordered in is not there. */
  private async countOrders(
    userId: string,
    bookIds: readonly string[],
  ): Promise<ReadonlyMap<string, Counts>> {
    const rows = await this.dataSource.query<(Counts & { bookId: string })[]>(
      `select o.book_id as "bookId", count(distinct o.id)::int as orders, count(f.id)::int as fills
       from "order" o left join fill f on f.order_id = o.id
       where o.user_id = $1 and o.book_id = any ($2::uuid[]) group by o.book_id`,
      [userId, bookIds],
    );
    return new Map(rows.map(({ bookId, ...counts }) => [bookId, counts]));
  }
}

function comparedOf(
  { portfolio }: PortfolioWithBook,
  { items, netWorth, cash }: PositionsDto,
  { orders, fills }: Counts,
): ComparedPortfolioDto {
  const { id, name, kind, currency, startedAt, startingCash } = portfolio;
  const ordered = items.flatMap(gainOf).sort(byGain);
  return {
    id,
    name,
    kind,
    currency,
    startedAt,
    startingCash,
    value: netWorth,
    cash,
    returnPercent: startingCash && returnOf(startingCash, netWorth),
    orders,
    fills,
    best: ordered[0] ?? null,
    worst: ordered.length > 1 ? (ordered.at(-1) ?? null) : null,
  };
}

function returnOf(start: MoneyDto, now: MoneyDto): string | null {
  const [before, after] = [start, now].map(({ amount, currency }) => parseMoney(amount, currency).minor);
  const percent = percentOf((after ?? 0n) - (before ?? 0n), before ?? 0n);
  return percent && formatMinor(percent.digits, percent.scale);
}

const gainOf = ({ symbol, name, gain, gainPercent }: PositionDto): ComparedPositionDto[] =>
  gain && gainPercent !== null ? [{ symbol, name, gain, gainPercent }] : [];

/** The best first. */
const byGain = (a: ComparedPositionDto, b: ComparedPositionDto): number =>
  compareDecimals(parseDecimal(b.gainPercent), parseDecimal(a.gainPercent));
