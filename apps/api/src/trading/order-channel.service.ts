import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  legRoles,
  orderClasses,
  orderSides,
  orderStatuses,
  orderTypes,
  ownerActions,
  timesInForce,
} from '@tradeyard/trading';
import { z } from 'zod';
import { Signals } from '../platform/signals.js';
import type { ChannelDescription } from '../stream/channel.dto.js';
import { ChannelsService } from '../stream/channels.service.js';
import { SequencesService } from '../stream/sequences.service.js';
import type { ChangedOrderDto, OrderDto } from './trading.dto.js';
import { ordersSignal } from './order-announcer.service.js';
import { OrderReader } from './order-reader.service.js';

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
  limitPrice: z.string().nullable(),
  stopPrice: z.string().nullable(),
  trailAmount: z.string().nullable(),
  trailPercent: z.string().nullable(),
  watermark: z.string().nullable(),
  triggeredAt: z.iso.datetime().nullable(),
  activeFrom: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  pendingUntil: z.iso.datetime().nullable(),
  reservedPrice: z.string().nullable(),
  orderClass: z.enum(orderClasses),
  groupId: z.uuid().nullable(),
  legRole: z.enum(legRoles).nullable(),
  isPoint: z.boolean(),
  reservedCash: money.nullable(),
  reservedQuantity: z.string().nullable(),
  waitingFor: z.object({ code: z.string(), text: z.string() }).nullable(),
  actions: z.array(z.enum(ownerActions)),
  filledQuantity: z.string(),
  averagePrice: z.string().nullable(),
  amount: money,
  fee: money,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  fills: z.array(
    z.object({
      id: z.uuid(),
      at: z.iso.datetime(),
      quantity: z.string(),
      price: z.string(),
      amount: money,
      fee: money,
      rule: z.string(),
      feeRule: z.string(),
      slippage: z.string(),
      quote: z.object({ bid: z.string(), ask: z.string(), at: z.iso.datetime(), source: z.string() }),
    }),
  ),
}) satisfies z.ZodType<OrderDto>;

/** Several changes at once are told together, so what happened goes along. */
const changedData = orderData.extend({
  events: z.array(
    z.object({
      at: z.iso.datetime(),
      kind: z.string(),
      actor: z.enum(['owner', 'market', 'administrator']),
      cause: z.string(),
      detail: z.record(z.string(), z.string()),
    }),
  ),
}) satisfies z.ZodType<ChangedOrderDto>;

export const orderChannel = {
  kind: 'event',
  name: ordersSignal,
  example: ordersSignal,
  description: `My orders: the newest ${snapshotOrders}, and then each that changes, as it is after the change, with the newest of its history`,
  snapshotData: z.object({ items: z.array(orderData) }),
  data: changedData,
} as const satisfies ChannelDescription;

/** Orders in the stream: each change of one, as the order is after it. */
@Injectable()
export class OrderChannelService implements OnModuleInit {
  constructor(
    private readonly channels: ChannelsService,
    private readonly sequences: SequencesService,
    private readonly orders: OrderReader,
    private readonly signals: Signals,
  ) {}

  onModuleInit(): void {
    this.channels.register({
      ...orderChannel,
      newest: (userId) => this.sequences.number('order', userId),
      snapshot: async (userId) => {
        const { items } = await this.orders.list(userId, { limit: snapshotOrders });
        return { items };
      },
      listAfter: async (userId, seq, limit) => {
        await this.sequences.number('order', userId);
        return this.orders.listChanged(userId, seq, limit);
      },
      findMissed: (userIds) => this.sequences.findUnnumbered('order', userIds),
    });
    this.signals.on(ordersSignal, (userId) => this.channels.happened(ordersSignal, userId));
  }
}
