import { cashOf, readCommand, reservations, sharesOf, type Trader } from '@tradeyard/daytrading';
import { NaiveTrader } from '@tradeyard/daytrading/test/naive-trader';
import { formatMinor } from '@tradeyard/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestApp } from '../../test/app.js';
import { DayScene } from '../../test/day-scene.js';
import { auditLedger } from '../../test/ledger.js';
import { DaytradingOwner } from './daytrading-owner.service.js';
import { DesksService } from './desks.service.js';
import type { Answer } from './turns.service.js';
import { WorkloadsService } from './workloads.service.js';

// Two applications on one database, each with quotes of its own. One user is at either of them; prices move, time passes,
// and now and then an application forgets whom it knows. It comes to what rules say that know of none of this.

let scene: DayScene;
let apps: readonly TestApp[];
beforeAll(async () => {
  scene = await DayScene.open();
  apps = [scene.app, await scene.start()];
});
afterAll(() => scene.close());

const symbols = ['A', 'B'];
const symbol = fc.constantFrom('A', 'A', 'A', 'B');
const cents = fc.integer({ min: 1, max: 15 }).map((dollars) => dollars * 100);
const command = fc.record({
  kind: fc.constant('command' as const),
  name: fc.oneof(
    { weight: 2, arbitrary: fc.constant('ADD') },
    { weight: 5, arbitrary: fc.constantFrom('COMMIT_BUY', 'CANCEL_BUY', 'COMMIT_SELL', 'CANCEL_SELL') },
    { weight: 2, arbitrary: fc.constantFrom('QUOTE', 'CANCEL_SET_BUY', 'CANCEL_SET_SELL') },
    { weight: 6, arbitrary: fc.constantFrom('BUY', 'SELL') },
    {
      weight: 7,
      arbitrary: fc.constantFrom('SET_BUY_AMOUNT', 'SET_BUY_TRIGGER', 'SET_SELL_AMOUNT', 'SET_SELL_TRIGGER'),
    },
  ),
  symbol,
  amount: fc.integer({ min: 0, max: 50 }).map((dollars) => dollars * 100),
});
const wait = fc.record({
  kind: fc.constant('wait' as const),
  ms: fc.constantFrom(1, 20_000, 30_000, 59_999, 60_000, 60_001),
});
/** Null for a server that is away. */
const price = fc.record({
  kind: fc.constant('price' as const),
  symbol,
  price: fc.option(cents, { freq: 12 }),
});
/** Somebody else asks. */
const quote = fc.record({ kind: fc.constant('quote' as const), symbol });
const step = fc.record({
  door: fc.nat(1),
  what: fc.oneof(
    { weight: 14, arbitrary: command },
    { weight: 2, arbitrary: wait },
    { weight: 3, arbitrary: price },
    { weight: 3, arbitrary: quote },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('tend' as const, 'forget' as const) }) },
  ),
});

/** Mostly one step; some arm a trigger, which chance alone would seldom do. */
const steps = fc
  .array(
    fc.oneof(
      { weight: 10, arbitrary: step.map((each) => [each]) },
      {
        weight: 1,
        arbitrary: fc
          .record({ door: fc.nat(1), side: fc.constantFrom('BUY', 'SELL'), of: symbol, price: cents })
          .map(({ door, side, of, price: at }) =>
            [
              ['AMOUNT', 30_00],
              ['TRIGGER', at],
            ].map(([what, amount]) => ({
              door,
              what: {
                kind: 'command' as const,
                name: `SET_${side}_${what}`,
                symbol: of,
                amount: Number(amount),
              },
            })),
          ),
      },
    ),
    { minLength: 60, maxLength: 90, size: 'max' },
  )
  .map((all) => all.flat());

const argsOf = (name: string, of: string, amount: number): string[] => {
  const dollars = formatMinor(BigInt(amount), 2);
  if (name === 'ADD') return [dollars];
  if (/^(COMMIT|CANCEL)_(BUY|SELL)$/.test(name)) return [];
  return /^(QUOTE|CANCEL_SET_.*)$/.test(name) ? [of] : [of, dollars];
};

class Model {
  readonly naive = new NaiveTrader(60_000);
  private readonly board: Record<string, number> = { A: 10_00, B: 3_00 };
  /** What each application knows of a symbol, and since when. */
  private readonly known = [new Map<string, [number, number]>(), new Map<string, [number, number]>()];
  hits = 0;

  async begin(): Promise<void> {
    await scene.app.query('update daytrading_reservation set is_watched = false');
    await scene.reset();
    scene.clock.advance(60_001);
    for (const each of symbols) this.show(each);
    this.hits = scene.board.hits.length;
  }

  /** Begins with money and shares, so that more succeeds than fails. */
  async provide(): Promise<void> {
    for (const [name, amount] of [
      ['ADD', 500_00],
      ['BUY', 200_00],
      ['COMMIT_BUY', 0],
    ] as const) {
      expect(this.says(0, name, 'A', amount)).toBe(true);
      await this.at(0, () => execute(0, 'u', name, argsOf(name, 'A', amount)));
    }
  }

  private show(of: string): void {
    scene.board.prices.set(of, formatMinor(BigInt(this.board[of] ?? 0), 2));
  }

  move(of: string, cents: number | null): void {
    scene.board.state = cents === null ? 'broken' : 'well';
    if (cents === null) return;
    this.board[of] = cents;
    this.show(of);
  }

  /** The price that a command at the door meets; null where there is none. */
  private see(door: number, of: string): number | null {
    const [cents, sinceMs] = this.known[door]?.get(of) ?? [0, -Infinity];
    if (this.naive.atMs - sinceMs <= 60_000) return cents;
    return scene.board.state === 'well' ? (this.board[of] ?? null) : null;
  }

  /** Does it at the door; whether hits came of it is seen at the server, and each is a fresh quote for all who wait. */
  async at<T>(door: number, work: () => Promise<T>): Promise<T> {
    const before = scene.board.hits.length;
    const result = await work();
    await scene.settled();
    if (scene.board.state === 'well') {
      for (const hit of scene.board.hits.slice(before)) {
        const [of = ''] = hit.split(',');
        this.known[door]?.set(of, [this.board[of] ?? 0, this.naive.atMs]);
        this.naive.prices[of] = this.board[of] ?? null;
        this.naive.fire(of);
      }
    } else {
      this.hits += scene.board.hits.length - before;
    }
    return result;
  }

  /** What plain rules say of a command, before it is given. */
  says(door: number, name: string, of: string, amount: number): boolean {
    for (const each of symbols) this.naive.prices[each] = this.see(door, each);
    return this.naive.do({ kind: 'command', name, symbol: of, amount });
  }
}

async function execute(door: number, user: string, name: string, args: readonly string[]): Promise<Answer> {
  const app = apps[door] as TestApp;
  const workload = await app.get(WorkloadsService).find(scene.run.id);
  const call = { origin: 'model', onReplay: () => undefined };
  return app.get(DesksService).execute(workload, readCommand(0, name, [user, ...args]), call);
}

const total = (values: readonly bigint[]): number => Number(values.reduce((sum, each) => sum + each, 0n));
const toldBy = (trader: Trader): number[] => {
  const all = [...reservations(trader)];
  return [
    ...[Number(trader.balance), Number(trader.reserved), total(all.map(cashOf))],
    ...symbols.flatMap((of) => [
      Number(trader.holdings.get(of) ?? 0n),
      total(all.filter((each) => each.symbol === of).map(sharesOf)),
    ]),
    ...[trader.pending.buy?.size ?? 0, trader.pending.sell?.size ?? 0],
    ...[trader.standing.buy.size, trader.standing.sell.size],
  ];
};
const toldPlainly = (naive: NaiveTrader): number[] => [
  ...[naive.cash, naive.reservedCash, naive.reservedCash],
  ...symbols.flatMap((of) => [naive.shares[of] ?? 0, naive.reservedShares(of)]),
  ...[naive.buys.length, naive.sells.length, naive.setBuys.size, naive.setSells.size],
];

it(
  'any sequence of commands, waits, prices, refreshes and lost memories comes to what plain rules come to',
  { timeout: 120_000 },
  async () => {
    const seen = { fired: 0, expired: 0 };
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const model = new Model();
        await model.begin();
        await model.provide();
        const { naive } = model;
        for (const { door, what } of list) {
          if (what.kind === 'command') {
            const isOk = model.says(door, what.name, what.symbol, what.amount);
            const args = argsOf(what.name, what.symbol, what.amount);
            const { happening } = await model.at(door, () => execute(door, 'u', what.name, args));
            expect([what.name, happening.refusal === undefined, happening.refusal]).toEqual([
              ...[what.name, isOk, happening.refusal],
            ]);
          } else if (what.kind === 'wait') {
            scene.clock.advance(what.ms);
            naive.atMs += what.ms;
          } else if (what.kind === 'price') model.move(what.symbol, what.price);
          else if (what.kind === 'quote')
            await model.at(door, () => execute(door, 'other', 'QUOTE', [what.symbol]));
          else if (what.kind === 'tend') {
            const owner = apps.findIndex((app) => app.get(DaytradingOwner).isOwner);
            await model.at(owner, () => scene.tend(apps[owner]));
          } else (apps[door]?.get(DesksService) as unknown as { desks: Map<string, unknown> }).desks.clear();
          naive.expire();
          const { trader } = await execute(1 - door, 'u', 'DISPLAY_SUMMARY', []);
          expect([what, toldBy(trader)]).toEqual([what, toldPlainly(naive)]);
        }
        await requireLogged(naive, scene.board.hits.length - model.hits);
        seen.fired += naive.fired;
        seen.expired += naive.expired;
      }),
      { numRuns: 10, endOnFailure: true },
    );
    // A model to which nothing happens by itself says nothing about it.
    expect(seen.fired).toBeGreaterThan(5);
    expect(seen.expired).toBeGreaterThan(5);
    expect(await auditLedger(scene.app.query.bind(scene.app))).toEqual([]);
  },
);

async function requireLogged(naive: NaiveTrader, hits: number): Promise<void> {
  scene.person = await scene.app.signIn(scene.person); // time has passed
  scene.run = scene.run.at(scene.person);
  const log = await scene.run.log();
  const events = log.filter(({ kind }) => kind === 'systemEvent').map(({ command: name = '' }) => name);
  expect(events.filter((name) => name.endsWith('TRIGGER'))).toHaveLength(naive.fired);
  expect(events.filter((name) => !name.endsWith('TRIGGER'))).toHaveLength(naive.expired);
  expect(log.filter(({ kind }) => kind === 'quoteServer')).toHaveLength(hits);
  const moved = log
    .filter(({ kind }) => kind === 'accountTransaction')
    .map(({ action, funds = '' }) => Number(funds.replace('.', '')) * (action === 'add' ? 1 : -1));
  expect(moved.reduce((sum, each) => sum + each, 0)).toBe(naive.cash);
}
