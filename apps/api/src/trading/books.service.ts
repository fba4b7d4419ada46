import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import type { TradingModels } from '@tradeyard/trading';

/** Where orders of a portfolio take their money from, and how they are filled. */
export type TradingBook = {
  readonly userId: string;
  readonly portfolioId: string;
  readonly bookId: string;
  /** The models, with amounts in the currency of what is traded. */
  modelsIn(currency: string): TradingModels;
};

const plain: TradingModels = { price: { kind: 'touch' }, slippage: { kind: 'none' }, fee: { kind: 'none' } };

@Injectable()
export class BooksService {
  /** Throws `portfolio_not_found`. */
  // eslint-disable-next-line @typescript-eslint/require-await -- stands in
  async getBook(userId: string, portfolioId: string | undefined): Promise<TradingBook> {
    if (portfolioId !== undefined && portfolioId !== userId) {
      throw new DomainError('portfolio_not_found', 'You have no such portfolio', 'portfolioId');
    }
    return { userId, portfolioId: userId, bookId: userId, modelsIn: () => plain };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- stands in
  async booksOf(bookIds: readonly string[]): Promise<Map<string, TradingBook>> {
    return new Map(
      bookIds.map((id) => [id, { userId: id, portfolioId: id, bookId: id, modelsIn: () => plain }]),
    );
  }
}
