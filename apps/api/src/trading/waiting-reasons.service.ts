import { Injectable } from '@nestjs/common';
import { isLive, matchableOf, matchOrder, type FillModels } from '@tradeyard/trading';
import { Clock } from '../platform/clock.js';
import { MomentsService } from './moments.service.js';
import type { OrderEntity } from './order.entity.js';

/** Why an order is not filled yet: a code for programs, and a sentence for people. */
export type WaitingReason = { readonly code: string; readonly text: string };

/** How much is filled does not matter here: whether the prices allow it does. */
const atTouch: FillModels = { price: { kind: 'touch' }, slippage: { kind: 'none' } };

/** Says what orders wait for, by the prices and hours of this moment. It reads memory alone. */
@Injectable()
export class WaitingReasons {
  constructor(
    private readonly moments: MomentsService,
    private readonly clock: Clock,
  ) {}

  /** Null for an order that has ended. */
  reasonOf(order: OrderEntity): WaitingReason | null {
    const { status, symbol, pendingUntil } = order;
    if (status === 'pending')
      return { code: 'not_committed', text: `reserved until ${clockText(pendingUntil)}` };
    if (status === 'waiting') return { code: 'entry_not_filled', text: 'its entry is not filled' };
    if (!isLive(status)) return null;
    const moment = this.moments.now(symbol, this.clock.now());
    if (!moment) return { code: 'no_price', text: `there is no price of ${symbol} yet` };
    if (!moment.isFresh) {
      return { code: 'no_price', text: `the last price of ${symbol} is of ${clockText(moment.quote.at)}` };
    }
    const match = matchOrder(matchableOf(order, moment), moment, atTouch);
    if (match.kind !== 'fill') return match.reason;
    return { code: 'next_price', text: 'it is filled with the next price, as far as the volume allows' };
  }
}

const clockText = (at: Date | null): string =>
  at ? `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC` : '';
