import { Injectable } from '@nestjs/common';
import type { TradingModels } from '@tradeyard/trading';
import { readModels } from '../paper/models.dto.js';
import { PaperService, type LeagueOfBook, type PaperBook } from '../paper/paper.service.js';

/** Where orders of a portfolio take their money from, and how they are filled. */
export type TradingBook = {
  readonly userId: string;
  readonly portfolioId: string;
  readonly bookId: string;
  /** What the portfolio is counted in. */
  readonly currency: string;
  readonly league: LeagueOfBook | null;
  /** The models, with amounts in the currency of what is traded. */
  modelsIn(currency: string): TradingModels;
};

/** The books of portfolios, as orders need them. */
@Injectable()
export class BooksService {
  constructor(private readonly paper: PaperService) {}

  /** Throws `portfolio_not_found` and `portfolio_archived`. */
  async getBook(userId: string, portfolioId: string | undefined): Promise<TradingBook> {
    return tradingBook(userId, await this.paper.getBook(userId, portfolioId));
  }

  /** By their ids, those of runs that have ended included. */
  async booksOf(bookIds: readonly string[]): Promise<Map<string, TradingBook>> {
    const books = await this.paper.booksOf(bookIds);
    return new Map([...books].map(([id, book]) => [id, tradingBook(book.userId, book)]));
  }
}

/** Nearly all books have the same models, and a tick may fill orders of thousands. */
const known = new WeakMap<PaperBook['models'], Map<string, TradingModels>>();

function tradingBook(userId: string, { models, ...book }: PaperBook): TradingBook {
  const modelsIn = (currency: string): TradingModels => {
    const byCurrency = known.get(models) ?? new Map<string, TradingModels>();
    const found = byCurrency.get(currency) ?? readModels(models, currency);
    known.set(models, byCurrency.set(currency, found));
    return found;
  };
  return { userId, ...book, modelsIn };
}
