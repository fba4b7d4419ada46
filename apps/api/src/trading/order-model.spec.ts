import { formatMinor, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { askedAt, feeOf, Plainly, type Asked, type Plain } from '@tradeyard/trading/test/plainly';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';
import { synced, watched } from '../../test/orders.js';
import { TicksService } from '../market-data/ticks.service.js';
import { OrderOwner } from './order-owner.service.js';

// Two applications on one database see the same prices. Whichever holds the lock watches them for orders; now and then it
// loses that, and the other one goes on. What comes of it equals rules that look at every order with every price.

let app: TestApp;
let other: TestApp;
/** How often one of them stopped being the one. */
let losses = 0;

beforeAll(async () => {
  app = await createTestApp();
  other = await createTestApp({ databaseUrl: app.databaseUrl });
  for (const each of [app, other]) {
    const owner = each.get(OrderOwner);
    owner.onChange(() => (losses += owner.isOwner ? 0 : 1));
  }
});
afterAll(async () => {
  await other.close();
  await app.close();
});

const cents = fc.integer({ min: 920, max: 1_090 });
const asked = fc.record({
  side: fc.constantFrom('buy' as const, 'sell' as const),
  type: fc.constantFrom('limit' as const, 'stop' as const, 'stop_limit' as const, 'trailing_stop' as const),
  ...{ units: fc.integer({ min: 1, max: 300 }), limit: cents, stop: cents },
});
const action = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('place' as const), asked }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('replace' as const), which: fc.nat(), limit: cents }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('tick' as const),
      bid: cents,
      spread: fc.integer({ min: 0, max: 5 }),
    }),
  },
);

const text = (minor: number): string => formatMinor(BigInt(minor), 2);
const fee = { kind: 'percent', percent: '0.1', minimum: '0' };

class Scene {
  readonly plainly = new Plainly();
  readonly ids: string[] = [];
  private bid = 1_000;
  private ask = 1_002;
  private trail = 0;

  constructor(
    private readonly person: TestPerson,
    private readonly portfolioId: string,
  ) {}

  async tick(bid: number, spread: number): Promise<void> {
    [this.bid, this.ask] = [bid, bid + spread];
    const atMs = app.clock.now().getTime() + 1_000;
    const price = parseDecimal(text(bid));
    for (const each of [app, other]) {
      each.clock.set(new Date(atMs));
      const raw = { symbol: 'AAPL', bid: price, ask: parseDecimal(text(this.ask)), price, volume: price };
      each.get(TicksService).publish({ ...raw, atMs, source: 'simulated' });
    }
    this.plainly.tick(this.bid, this.ask);
    await settled();
  }

  async place(terms: Omit<Asked, 'trail' | 'reserved'>): Promise<void> {
    await known();
    this.trail += 1; // no two alike
    const { side, type, units, limit, stop } = terms;
    const price = side === 'buy' ? this.ask : this.bid;
    const isReached = side === 'sell' ? this.bid <= stop : this.ask >= stop;
    const { status, body } = await this.person.post('/orders', {
      ...{
        portfolioId: this.portfolioId,
        symbol: 'AAPL',
        side,
        type,
        timeInForce: 'gtc',
        quantity: String(units),
      },
      ...(type.includes('limit') && { limitPrice: text(limit) }),
      ...((type === 'stop' || type === 'stop_limit') && { stopPrice: text(stop) }),
      ...(type === 'trailing_stop' && { trailAmount: text(this.trail) }),
    });
    if (isReached && (type === 'stop' || type === 'stop_limit')) {
      expect(body.code).toBe('stop_already_reached');
      return;
    }
    // What the market meets is filled as it is placed, and needs no more than it costs.
    const cost = units * price + feeOf(units * price);
    const isMet = type === 'limit' && (side === 'buy' ? price <= limit : price >= limit);
    const needs = isMet ? (side === 'buy' ? cost : 0) : undefined;
    if (!this.plainly.place([askedAt(price, { ...terms, trail: this.trail })], price, needs)) {
      if (status === 422) return;
      throw new Error(`The API took what plain rules refuse: ${JSON.stringify(body)}`);
    }
    if (status === 422) throw new Error(`The API refused what plain rules take: ${JSON.stringify(body)}`);
    this.ids.push(body.id);
    if (isMet) this.plainly.meet(this.plainly.orders.at(-1) as Plain, this.bid, this.ask);
    await known();
  }

  async change(which: number, limit: number | null): Promise<void> {
    const at = which % Math.max(1, this.ids.length);
    const [id, one] = [this.ids[at], this.plainly.orders[at]];
    await known();
    if (id === undefined || one?.state !== 'open') return;
    if (limit === null) {
      await this.person.delete(`/orders/${id}`);
      this.plainly.end(one, 'cancelled');
    } else if (one.type === 'limit' && one.side === 'sell') {
      const { status } = await this.person.patch(`/orders/${id}`, { limitPrice: text(limit) });
      expect(status).toBe(200);
      one.limit = limit;
      this.plainly.meet(one, this.bid, this.ask);
    }
    await known();
  }

  async requireSame(): Promise<void> {
    const rows = await app.query('select id, status from "order" where id = any ($1::uuid[])', [this.ids]);
    const status = new Map(rows.map((row) => [row.id, row.status]));
    const accounts = await app.query(
      `select a.asset, a.balance, a.held from account a join paper_run r on r.id = a.book_id
       where r.portfolio_id = $1 and a.kind = 'customer' order by a.asset`,
      [this.portfolioId],
    );
    const shares = accounts.find(({ asset }) => asset === 'share:AAPL') ?? { balance: 0, held: 0 };
    const cash = accounts.find(({ asset }) => asset === 'USD');
    expect({
      states: this.ids.map((id) => status.get(id)),
      cash: [Number(cash.balance), Number(cash.held)],
      shares: [shares.balance / 1e8, shares.held / 1e8],
    }).toEqual({
      states: this.plainly.orders.map(({ state }) => state),
      cash: [this.plainly.cash, this.plainly.held('cash')],
      shares: [this.plainly.shares, this.plainly.held('shares')],
    });
  }
}

async function settled(): Promise<void> {
  for (const each of [app, other]) await watched(each);
}

/** Whoever watches has read what changed: to be told of it takes a moment. */
async function known(): Promise<void> {
  await vi.waitFor(() => expect([app, other].some((each) => each.get(OrderOwner).isOwner)).toBe(true), 5_000);
  await settled();
  for (const each of [app, other]) await synced(each);
}

/** The connection that holds the lock breaks: the other application takes over, or the same one again. */
async function restart(): Promise<void> {
  await known();
  const before = losses;
  await app.query(
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and database = (
       select oid from pg_database where datname = current_database())
       and pid in (select pid from pg_stat_activity where application_name = 'tradeyard order owner')`,
  );
  await vi.waitFor(() => expect(losses).toBe(before + 1), 5_000);
}

async function begin(): Promise<Scene> {
  const person = await app.register({ baseCurrency: 'USD' });
  for (const each of [app, other]) {
    each.clock.set(app.clock.now());
    quote(each, 'AAPL', '10.00', '10.02');
  }
  const { body } = await person.post('/portfolios', {
    ...{
      name: 'Model',
      currency: 'USD',
      startingCash: { amount: '15020.02', currency: 'USD' },
      models: { fee },
    },
  });
  // 500 units at 10.02, and a thousandth of that: the plain book begins with 500 units and 10,000.00.
  const bought = { portfolioId: body.id, symbol: 'AAPL', side: 'buy', type: 'market', quantity: '500' };
  expect((await person.post('/orders', bought)).body.status).toBe('filled');
  return new Scene(person, body.id);
}

it(
  'any sequence of orders, changes, prices and restarts comes to what plain rules come to',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 40 }), async (actions) => {
        const scene = await begin();
        scene.plainly.cash = 15_020_02 - 5_010_00 - 5_01;
        for (const each of actions) {
          if (each.kind === 'tick') await scene.tick(each.bid, each.spread);
          else if (each.kind === 'place') await scene.place(each.asked);
          else if (each.kind === 'restart') await restart();
          else await scene.change(each.which, each.kind === 'replace' ? each.limit : null);
        }
        await vi.waitFor(
          () => expect([app, other].some((each) => each.get(OrderOwner).isOwner)).toBe(true),
          5_000,
        );
        await settled();
        await scene.requireSame();
      }),
      { numRuns: 12, endOnFailure: true },
    );
    expect(await auditLedger(app.query.bind(app))).toEqual([]);
  },
);
