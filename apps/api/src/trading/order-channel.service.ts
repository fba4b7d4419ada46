import { Injectable, type OnModuleInit } from '@nestjs/common';
import { orderSides, orderStatuses, orderTypes, timesInForce } from '@tradeyard/trading';
import { z } from 'zod';
import { Signals } from '../platform/signals.js';
import type { ChannelDescription } from '../stream/channel.dto.js';
import { ChannelsService } from '../stream/channels.service.js';
import { SequencesService } from '../stream/sequences.service.js';
import type { OrderDto } from './trading.dto.js';
import { ordersSignal, TradingService } from './trading.service.js';

/** How many of the newest orders a client begins with; older ones are under GET /orders. */
const snapshotOrders = 20;

const money = z.object({ amount: z.string(), currency: z.string() });

const orderData = z.object({
  id: z.uuid(),
  portfolioId: z.uuid(),
  symbol: z.string(),
  side: z.enum(orderSides),
  type: z.enum(orderTypes),
  status: z.enum(orderStatuses),
  timeInForce: z.enum(timesInForce),
  clientOrderId: z.string().nullable(),
  quantity: z.string().nullable(),
  notional: money.nullable(),
  filledQuantity: z.string(),
  averagePrice: z.string().nullable(),
  amount: money,
  fee: money,
  createdAt: z.iso.datetime(),
  fills: z.array(
    z.object({
      id: z.uuid(),
      at: z.iso.datetime(),
      quantity: z.string(),
      price: z.string(),
      amount: money,
      fee: money,
      rule: z.string(),
      quote: z.object({ bid: z.string(), ask: z.string(), at: z.iso.datetime(), source: z.string() }),
    }),
  ),
}) satisfies z.ZodType<OrderDto>;

export const orderChannel = {
  kind: 'event',
  name: ordersSignal,
  example: ordersSignal,
  description: `My orders: the newest ${snapshotOrders}, and then each that changes, as it is after the change`,
  snapshotData: z.object({ items: z.array(orderData) }),
  data: orderData,
} as const satisfies ChannelDescription;

/** Orders in the stream: each change of one, as the order is after it. */
@Injectable()
export class OrderChannelService implements OnModuleInit {
  constructor(
    private readonly channels: ChannelsService,
    private readonly sequences: SequencesService,
    private readonly trading: TradingService,
    private readonly signals: Signals,
  ) {}

  onModuleInit(): void {
    this.channels.register({
      ...orderChannel,
      newest: (userId) => this.sequences.number('order', userId),
      snapshot: async (userId) => {
        const { items } = await this.trading.list(userId, { limit: snapshotOrders });
        return { items };
      },
      listAfter: async (userId, seq, limit) => {
        await this.sequences.number('order', userId);
        return this.trading.listChanged(userId, seq, limit);
      },
      findMissed: (userIds) => this.sequences.findUnnumbered('order', userIds),
    });
    this.signals.on(ordersSignal, (userId) => this.channels.happened(ordersSignal, userId));
  }
}
