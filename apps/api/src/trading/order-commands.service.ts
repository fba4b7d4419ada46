import { Injectable } from '@nestjs/common';
import { DomainError, formatDecimal, type Decimal } from '@tradeyard/kernel';
import { type Command, type Journal, type Unit } from '@tradeyard/ledger';
import {
  accountsOf,
  courseOf,
  end,
  journalOf,
  reheld,
  type Course,
  type Executed,
  type FeeModel,
} from '@tradeyard/trading';
import { WorthService } from '../currency/worth.service.js';
import type { FillEntity, OrderEntity, OrderEventEntity, QuoteText } from './order.entity.js';

/** What becomes of orders, decided on how they were `before`; none of those for orders that are new. */
export type Change = {
  readonly before: readonly OrderEntity[];
  readonly course: Course<OrderEntity>;
  readonly executed: Executed<OrderEntity> | null;
  /** What an execution was made at. */
  readonly quote: QuoteText | null;
  readonly feeModel: FeeModel;
  /** The market's moment that the orders have met; null where they have met none. */
  readonly metAt: Date | null;
};

export type Who = { readonly actor: string | null; readonly origin: string };

/** What was written: the orders as they are afterwards, and the fill. `stale`: they had changed, and nothing was. */
export type Written =
  | { readonly status: 'written'; readonly orders: readonly OrderEntity[]; readonly fill: FillEntity | null }
  | { readonly status: 'stale' };

/** Carries out what was decided about orders, money and history with them, if they still are what it was decided on. */
@Injectable()
export class OrderCommands {
  constructor(private readonly worth: WorthService) {}

  /** `onShort` says what becomes of an execution that cannot be paid: it throws, or the order is rejected. */
  async prepare(change: Change, who: Who, onShort: 'throw' | 'reject'): Promise<Command<Written>> {
    const { before, course, executed } = change;
    const [order] = course.orders;
    if (!order) throw new Error('A change has orders');
    const journal = journalOf(before, course.orders, executed ?? undefined);
    const valued = journal && executed ? await this.worth.value(journal) : journal;
    return {
      accounts: accountsOf(order),
      rows: before.map(({ id }) => ({ table: 'order', id })),
      ...who,
      decide: (unit) => {
        if (!before.every((each) => isUnchanged(unit, each))) return { status: 'stale' };
        if (onShort === 'throw') return write(unit, change, valued, who);
        try {
          return write(unit, change, valued, who);
        } catch (error) {
          const isShort =
            error instanceof DomainError &&
            ['insufficient_funds', 'insufficient_shares'].includes(error.code);
          if (!isShort || !executed) throw error;
          return write(unit, rejected(change, executed.order.id, error.message), undefined, who);
        }
      },
    };
  }
}

const isUnchanged = (unit: Unit, { id, version }: OrderEntity): boolean =>
  unit.row({ table: 'order', id })?.version === version;

function rejected(change: Change, id: string, message: string): Change {
  const { before, feeModel } = change;
  const course = reheld(end(courseOf(before), id, 'reject', `it could not be paid: ${message}`), feeModel);
  return { ...change, course, executed: null };
}

/** Without a journal of its own to book, what is reserved and released is booked. */
function write(unit: Unit, change: Change, valued: Journal | null | undefined, who: Who): Written {
  const { before, course, executed } = change;
  const journal = valued === undefined ? journalOf(before, course.orders) : valued;
  const booked = journal && unit.book({ ...journal, detail: detailOf(change) });
  const known = new Map(before.map((order) => [order.id, order]));
  const orders = course.orders.map((order) => {
    if (known.get(order.id) && isSame(known.get(order.id), order)) return order;
    const changed = stamped(order, unit.at, change.metAt);
    unit.save('order', changed);
    return changed;
  });
  saveHistory(unit, course, who);
  if (!executed || !booked) return { status: 'written', orders, fill: null };
  const fill = fillOf(unit, executed, booked.id, change.quote);
  unit.save('fill', fill);
  return { status: 'written', orders, fill };
}

/** As a new change, which has no number in the stream yet. */
const stamped = (order: Pick<OrderEntity, keyof OrderEntity>, at: Date, metAt: Date | null): OrderEntity => ({
  ...order,
  updatedAt: at,
  metAt: metAt ?? order.metAt,
  streamSeq: null,
});

function detailOf({ course, executed }: Change): Record<string, string> {
  const order = executed?.order ?? course.orders.find(({ held }) => held > 0n) ?? course.orders[0];
  if (!order) return {};
  const { symbol, side, id: orderId } = order;
  return { symbol, side, orderId, ...(executed && { price: formatDecimal(executed.execution.price) }) };
}

/** The fields of an order are plain values: an order that nothing happened to is the same object, or has the same fields. */
function isSame(a: OrderEntity | undefined, b: OrderEntity): boolean {
  if (a === b) return true;
  for (const name in b) if (a?.[name as keyof OrderEntity] !== b[name as keyof OrderEntity]) return false;
  return true;
}

function saveHistory(unit: Unit, { orders, happenings }: Course<OrderEntity>, { actor }: Who): void {
  const userId = orders[0]?.userId ?? '';
  for (const { orderId, kind, cause, detail = {} } of happenings) {
    const isOwners = kind === 'place' || kind === 'commit' || kind === 'replace' || kind === 'cancel';
    const event: OrderEventEntity = {
      ...{ id: unit.newId(), orderId, userId, at: unit.at, kind, cause, detail },
      actor: isOwners ? actor : null,
    };
    unit.save('order_event', event);
  }
}

function fillOf(
  unit: Unit,
  { order, execution }: Executed<OrderEntity>,
  journalId: string,
  quote: QuoteText | null,
): FillEntity {
  const { quantity, price, cash, fee, rule, slippage, feeRule } = execution;
  if (!quote) throw new Error('A fill is made at a quote');
  return {
    ...{ id: unit.newId(), orderId: order.id, journalId, at: unit.at },
    ...{ quantity, cash, fee, rule, feeRule, price: formatDecimal(price), slippage: formatDecimal(slippage) },
    ...{ bid: quote.bid, ask: quote.ask, quotedAt: new Date(quote.at), quoteSource: quote.source },
  };
}

/** A quote as it is kept with a fill. */
export const quoteText = (
  { bid, ask }: { bid: Decimal; ask: Decimal },
  at: Date,
  source: string,
): QuoteText => ({ bid: formatDecimal(bid), ask: formatDecimal(ask), at: at.toISOString(), source });
