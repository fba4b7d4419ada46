import { settled } from './noise.js';

/**
 * What is held and what it cost, twice: in the asset's own currency, and `…InBase` in the portfolio's at the rate of
 * each day. All of it is below zero for a short. Changed in place: one book follows a position through its life.
 */
export type Book = {
  quantity: number;
  /** At average cost: what was opened, less the share of what was closed. */
  invested: number;
  investedInBase: number;
  /** Everything opened since the position was last flat; its average prices what is closed. */
  openedQuantity: number;
  opened: number;
  openedInBase: number;
  realised: number;
  realisedInBase: number;
  fees: number;
  feesInBase: number;
  /** Days on which something was held, and the sums over them of what was invested: its average weighs the returns. */
  weighedDays: number;
  weighed: number;
  weighedInBase: number;
};

/** How long things of one day lie apart, in days: nobody knows, but not at all. 2^-52, as the method has it. */
export const momentDays = Number.EPSILON;

export const emptyBook = (): Book => ({
  quantity: 0,
  invested: 0,
  investedInBase: 0,
  openedQuantity: 0,
  opened: 0,
  openedInBase: 0,
  realised: 0,
  realisedInBase: 0,
  fees: 0,
  feesInBase: 0,
  weighedDays: 0,
  weighed: 0,
  weighedInBase: 0,
});

/**
 * Books `units` (below zero: sold) at a price in the asset's currency. What is held goes first: a sale of more than that
 * closes it and opens a short for the rest at the same price, a purchase of more than is short the other way round.
 * Answers the units that closed something; the others opened.
 */
export function trade(book: Book, units: number, price: number, rate: number): number {
  const { quantity } = book;
  if (quantity === 0 || quantity > 0 === units > 0) {
    open(book, units, price, rate);
    return 0;
  }
  // Measured by all that was opened: what many small sales leave of it is rounding of the whole, not of the last one.
  const rest = settled(quantity + units, Math.abs(book.openedQuantity));
  const turns = rest !== 0 && rest > 0 !== quantity > 0;
  const closing = turns ? -quantity : units;
  close(book, closing, turns ? 0 : rest, price, rate);
  if (turns) open(book, rest, price, rate);
  return closing;
}

function open(book: Book, units: number, price: number, rate: number): void {
  const cost = units * price;
  book.quantity += units;
  book.invested += cost;
  book.investedInBase += cost * rate;
  book.openedQuantity += units;
  book.opened += cost;
  book.openedInBase += cost * rate;
}

function close(book: Book, units: number, rest: number, price: number, rate: number): void {
  const { quantity, openedQuantity } = book;
  book.realised -= (price - book.opened / openedQuantity) * units;
  book.realisedInBase -= (price * rate - book.openedInBase / openedQuantity) * units;
  book.quantity = rest;
  book.invested = (book.invested * rest) / quantity;
  book.investedInBase = (book.investedInBase * rest) / quantity;
  if (rest !== 0) return;
  book.openedQuantity = 0;
  book.opened = 0;
  book.openedInBase = 0;
}

/** Lets days pass: they count where something is held, each with what was invested. */
export function weigh(book: Book, days: number): void {
  if (book.quantity === 0) return;
  book.weighedDays += days;
  book.weighed += Math.abs(book.invested) * days;
  book.weighedInBase += Math.abs(book.investedInBase) * days;
}
