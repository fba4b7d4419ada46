import { Injectable } from '@nestjs/common';
import { formatDecimal } from '@tradeyard/kernel';
import { alertSentence, formatQuoted } from '@tradeyard/market';
import { DataSource, In, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { InstrumentEntity } from '../market-data/instrument.entity.js';
import { InstrumentsService } from '../market-data/instruments.service.js';
import { Clock } from '../platform/clock.js';
import type { AlertHit } from './alert-book.service.js';
import type { AlertEntity } from './alert.entity.js';
import { DeliveryEntity, type DeliveryChannel } from './delivery.entity.js';
import { NoticeEntity } from './notice.entity.js';
import { WebhookEntity } from './webhook.entity.js';

/** What a message says, to programs; `data.title` is for people. */
export type AlertMessage = {
  readonly type: 'alert.fired';
  /** When the price was there, as ISO 8601. */
  readonly timestamp: string;
  readonly data: {
    readonly alertId: string;
    readonly noticeId: string;
    readonly title: string;
    readonly note: string | null;
    readonly symbol: string;
    readonly currency: string;
    readonly firedPrice: string;
    readonly kind: AlertEntity['kind'];
    readonly price: string | null;
    readonly percent: string | null;
    readonly direction: AlertEntity['direction'];
  };
};

type Fired = Pick<
  AlertEntity,
  'id' | 'userId' | 'symbol' | 'price' | 'percent' | 'direction' | 'note' | 'channels' | 'kind'
>;
type Told = { readonly notice: NoticeEntity; readonly alert: Fired; readonly payload: string };

/** Somebody who registers with the address of another must not be able to fill it. */
const emailsPerDayMax = 50;
const dayMs = 86_400_000;

/** Writes what was hit: whatever number of processes saw the price, one of them changes the row, and tells. */
@Injectable()
export class AlertFiring {
  constructor(
    private readonly dataSource: DataSource,
    private readonly instruments: InstrumentsService,
    private readonly clock: Clock,
  ) {}

  /**
   * In one transaction: alerts fire or are armed, notices and outgoing messages are written. A hit of an alert that has
   * changed since does nothing. Answers whose notices were written.
   */
  async write(hits: readonly AlertHit[]): Promise<ReadonlySet<string>> {
    const fires = hits.filter(({ kind }) => kind === 'fire');
    const arms = hits.filter(({ kind }) => kind === 'arm');
    const symbols = [...new Set(fires.map(({ alert }) => alert.symbol))];
    const instruments = await this.instruments.listBySymbols(symbols);
    const bySymbol = new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
    return this.dataSource.transaction(async (manager) => {
      // In one order, so that two processes with the same alerts wait for each other in no circle.
      await manager.query('select from alert where id = any($1::uuid[]) order by id for update', [
        hits.map(({ alert }) => alert.id),
      ]);
      if (arms.length > 0) await this.arm(manager, arms);
      const told = fires.length > 0 ? await this.fire(manager, fires, bySymbol) : [];
      if (told.length > 0) await this.tell(manager, told);
      return new Set(told.map(({ alert }) => alert.userId));
    });
  }

  private async arm(manager: EntityManager, arms: readonly AlertHit[]): Promise<void> {
    await manager.query(
      `update alert set status = 'active', version = alert.version + 1, since = hit.at, changed_at = $4
       from unnest($1::uuid[], $2::integer[], $3::timestamptz[]) as hit (id, version, at)
       where alert.id = hit.id and alert.version = hit.version and alert.status = 'resting'`,
      [...keysOf(arms), arms.map(({ at }) => at), this.clock.now()],
    );
  }

  private async fire(
    manager: EntityManager,
    fires: readonly AlertHit[],
    instruments: ReadonlyMap<string, InstrumentEntity>,
  ): Promise<Told[]> {
    const [rows] = await manager.query<[Fired[], number]>(
      `update alert set status = case when alert.repeats then 'resting' else 'fired' end,
         version = alert.version + 1, since = hit.at, fired_at = hit.at, fired_price = hit.price, changed_at = $5
       from unnest($1::uuid[], $2::integer[], $3::timestamptz[], $4::numeric[]) as hit (id, version, at, price), "user"
       where alert.id = hit.id and alert.version = hit.version and alert.status = 'active'
         and (alert.expires_at is null or alert.expires_at > $5)
         and "user".id = alert.user_id and "user".closed_at is null
       returning alert.id, alert.user_id as "userId", alert.symbol, alert.kind, alert.price, alert.percent,
         alert.direction, alert.note, alert.channels`,
      [
        ...keysOf(fires),
        fires.map(({ at }) => at),
        fires.map(({ alert, price }) =>
          formatQuoted(price, instruments.get(alert.symbol) as InstrumentEntity),
        ),
        this.clock.now(),
      ],
    );
    const hitById = new Map(fires.map((hit) => [hit.alert.id, hit]));
    // Ids sort by age: of one instant the oldest alert is told first.
    return rows
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((alert) =>
        toldOf(alert, hitById.get(alert.id) as AlertHit, instruments.get(alert.symbol) as InstrumentEntity),
      );
  }

  private async tell(manager: EntityManager, told: readonly Told[]): Promise<void> {
    await number(manager, told);
    await manager.insert(
      NoticeEntity,
      told.map(({ notice }) => notice),
    );
    const deliveries = [...(await this.toWebhooks(manager, told)), ...(await this.toInboxes(manager, told))];
    if (deliveries.length > 0) await manager.insert(DeliveryEntity, deliveries);
  }

  private async toWebhooks(manager: EntityManager, told: readonly Told[]): Promise<DeliveryEntity[]> {
    const chosen = told.filter(({ alert }) => alert.channels.includes('webhook'));
    if (chosen.length === 0) return [];
    const webhooks = await manager.find(WebhookEntity, {
      where: { userId: In([...new Set(chosen.map(({ alert }) => alert.userId))]) },
      order: { id: 'asc' },
      lock: { mode: 'for_key_share' }, // one that is deleted at this instant takes its messages with it
    });
    const byUser = Map.groupBy(webhooks, ({ userId }) => userId);
    return chosen.flatMap((each) =>
      (byUser.get(each.alert.userId) ?? []).map(({ id }) => this.delivery(each, 'webhook', id)),
    );
  }

  private async toInboxes(manager: EntityManager, told: readonly Told[]): Promise<DeliveryEntity[]> {
    const chosen = told.filter(({ alert }) => alert.channels.includes('email'));
    if (chosen.length === 0) return [];
    const counts: { userId: string; count: number }[] = await manager.query(
      `select user_id as "userId", count(*)::integer as count from delivery
       where user_id = any($1::uuid[]) and channel = 'email' and created_at > $2 group by user_id`,
      [chosen.map(({ alert }) => alert.userId), new Date(this.clock.now().getTime() - dayMs)],
    );
    const sent = new Map(counts.map(({ userId, count }) => [userId, count]));
    return chosen.flatMap((each) => {
      const count = sent.get(each.alert.userId) ?? 0;
      if (count >= emailsPerDayMax) return [];
      sent.set(each.alert.userId, count + 1);
      return this.delivery(each, 'email', null);
    });
  }

  private delivery(
    { alert, payload }: Told,
    channel: DeliveryChannel,
    webhookId: string | null,
  ): DeliveryEntity {
    const now = this.clock.now();
    return {
      id: uuid(),
      userId: alert.userId,
      channel,
      webhookId,
      payload,
      status: 'pending',
      attempts: 0,
      dueAt: now,
      answer: null,
      fault: null,
      createdAt: now,
      endedAt: null,
    };
  }
}

const keysOf = (hits: readonly AlertHit[]): [string[], number[]] => [
  hits.map(({ alert }) => alert.id),
  hits.map(({ alert }) => alert.version),
];

/** Gives the notices of each person their numbers. */
async function number(manager: EntityManager, told: readonly Told[]): Promise<void> {
  const byUser = Map.groupBy(told, ({ alert }) => alert.userId);
  const userIds = [...byUser.keys()].sort();
  const counters: { userId: string; seq: number }[] = await manager.query(
    `insert into notice_counter (user_id, seq)
     select * from unnest($1::uuid[], $2::integer[]) as added (user_id, count) order by user_id
     on conflict (user_id) do update set seq = notice_counter.seq + excluded.seq
     returning user_id as "userId", seq`,
    [userIds, userIds.map((userId) => byUser.get(userId)?.length ?? 0)],
  );
  for (const { userId, seq } of counters) {
    const notices = byUser.get(userId) ?? [];
    for (const [index, { notice }] of notices.entries()) notice.seq = seq - notices.length + index + 1;
  }
}

function toldOf(alert: Fired, hit: AlertHit, instrument: InstrumentEntity): Told {
  const { id: alertId, symbol, kind, percent, direction, note } = alert;
  const title = alertSentence(hit.alert.condition, instrument, hit.price, hit.side);
  const notice: NoticeEntity = {
    id: uuid(),
    userId: alert.userId,
    seq: 0,
    alertId,
    symbol,
    title,
    body: note,
    at: hit.at,
    readAt: null,
  };
  const { condition } = hit.alert;
  const message: AlertMessage = {
    type: 'alert.fired',
    timestamp: hit.at.toISOString(),
    data: {
      alertId,
      noticeId: notice.id,
      title,
      note,
      symbol,
      currency: instrument.currency,
      firedPrice: formatQuoted(hit.price, instrument),
      kind,
      price: condition.kind === 'change' ? null : formatDecimal(condition.price),
      percent,
      direction,
    },
  };
  return { notice, alert, payload: JSON.stringify(message) };
}
