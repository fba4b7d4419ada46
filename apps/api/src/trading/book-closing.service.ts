import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PaperService } from '../paper/paper.service.js';
import { BooksService } from './books.service.js';
import { KillSwitch } from './kill-switch.service.js';

/** Nothing rests in the book of a portfolio that begins anew or is archived. */
@Injectable()
export class BookClosing implements OnModuleInit {
  constructor(
    private readonly paper: PaperService,
    private readonly books: BooksService,
    private readonly killSwitch: KillSwitch,
  ) {}

  onModuleInit(): void {
    this.paper.onBookClosed(async (bookId) => {
      const book = (await this.books.booksOf([bookId])).get(bookId);
      if (!book) return;
      await this.killSwitch.cancelAll(
        { userId: book.userId, bookId },
        'portfolio',
        'its portfolio ended or began anew',
      );
    });
  }
}
