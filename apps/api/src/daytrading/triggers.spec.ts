import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestApp } from '../../test/app.js';
import { DayRun } from '../../test/day-run.js';
import { DayScene } from '../../test/day-scene.js';
import { auditLedger } from '../../test/ledger.js';
import { DaytradingOwner } from './daytrading-owner.service.js';
import { TurnBooking } from './turn-booking.service.js';

let scene: DayScene;
let other: TestApp;
let run: DayRun;
beforeAll(async () => {
  scene = await DayScene.open();
  other = await scene.start();
});
afterAll(() => scene.close());
beforeEach(async () => {
  // What a test before left armed is no more.
  await scene.app.query('update daytrading_reservation set is_watched = false');
  await scene.reset();
  run = scene.run;
});
afterEach(async () => {
  expect(await auditLedger(scene.app.query.bind(scene.app))).toEqual([]);
});

const held = async (user = 'u') => {
  const { balance, reserved, holdings, triggers } = await run.summary(user);
  return { cash: `${balance} +${reserved}`, shares: holdings[0]?.shares ?? 0, armed: triggers.length };
};

/** `u` waits with $100 of T. */
async function armBuy(trigger: string, user = 'u'): Promise<void> {
  await run.all(['ADD', user, '100.00'], ['SET_BUY_AMOUNT', user, 'T', '100.00']);
  await run.all(['SET_BUY_TRIGGER', user, 'T', trigger]);
}

/** `u` has bought 10 of T at $10, and waits with as many as $60 takes at the trigger. */
async function armSell(trigger: string): Promise<void> {
  scene.board.prices.set('T', '10.00');
  await run.all(['ADD', 'u', '100.00'], ['BUY', 'u', 'T', '100.00'], ['COMMIT_BUY', 'u']);
  await run.all(['SET_SELL_AMOUNT', 'u', 'T', '60.00'], ['SET_SELL_TRIGGER', 'u', 'T', trigger]);
}

describe('a fresh quote', () => {
  it.each([
    ['12.01', { cash: '0.00 +100.00', shares: 0, armed: 1 }],
    ['12.00', { cash: '4.00 +0.00', shares: 8, armed: 0 }],
    ['11.00', { cash: '1.00 +0.00', shares: 9, armed: 0 }],
  ])('of %s meets who buys at 12.00 or below', async (price, expected) => {
    scene.board.prices.set('T', '15.00');
    await armBuy('12.00');
    await scene.quote('T', price);
    expect(await held()).toEqual(expected);
  });

  it.each([
    ['11.99', { cash: '0.00 +0.00', shares: 5, armed: 1 }],
    ['12.00', { cash: '60.00 +0.00', shares: 5, armed: 0 }],
    ['20.01', { cash: '100.05 +0.00', shares: 5, armed: 0 }],
  ])('of %s meets who sells at 12.00 or above', async (price, expected) => {
    await armSell('12.00');
    await scene.quote('T', price);
    expect(await held()).toEqual(expected);
  });

  it('that comes while a trigger is written meets it as soon as it is', async () => {
    scene.board.prices.set('T', '15.00');
    await run.all(['ADD', 'u', '100.00'], ['SET_BUY_AMOUNT', 'u', 'T', '100.00']);
    const booking = scene.app.get(TurnBooking);
    const book = booking.book.bind(booking);
    vi.spyOn(booking, 'book').mockImplementationOnce(async (turn) => {
      await scene.quote('T', '11.00');
      return book(turn);
    });
    await run.all(['SET_BUY_TRIGGER', 'u', 'T', '12.00']);
    expect(await held()).toEqual({ cash: '1.00 +0.00', shares: 9, armed: 0 });
  });

  it('is told with what it did, under the number of the trigger', async () => {
    scene.board.prices.set('T', '15.00');
    await armBuy('12.00');
    await scene.quote('T', '11.00');
    const events = (await run.log('u')).filter(({ transactionNum }) => transactionNum === '3').slice(-2);
    expect(events).toEqual([
      expect.objectContaining({
        kind: 'systemEvent',
        command: 'SET_BUY_TRIGGER',
        stockSymbol: 'T',
        funds: '99.00',
      }),
      expect.objectContaining({ kind: 'accountTransaction', action: 'add', funds: '1.00' }),
    ]);
    const { totals } = await run.state();
    expect(totals).toMatchObject({ fired_buy: 1, fired_sell: 0, shares: 9 });
  });

  it('that leaves too little for one share leaves it armed, until one does', async () => {
    scene.board.prices.set('T', '150.00');
    await armBuy('200.00');
    expect(await held()).toMatchObject({ armed: 1, cash: '0.00 +100.00' });
    await scene.quote('T', '100.01');
    expect(await held()).toMatchObject({ armed: 1 });
    await scene.quote('T', '100.00');
    expect(await held()).toEqual({ armed: 0, shares: 1, cash: '0.00 +0.00' });
  });

  it('of another workload of another person meets it as well, those of comparison mode do not', async () => {
    scene.board.prices.set('T', '15.00');
    await armBuy('12.00');
    const fixed = await DayRun.begin(scene.person);
    await fixed.all(
      ['ADD', 'u', '10.00'],
      ['SET_BUY_AMOUNT', 'u', 'T', '10'],
      ['SET_BUY_TRIGGER', 'u', 'T', '1'],
    );
    const stranger = await DayRun.begin(await scene.app.register(), 'server');
    scene.board.prices.set('T', '0.50');
    scene.clock.advance(60_001);
    await stranger.all(['QUOTE', 'v', 'T']);
    await scene.settled();
    expect(await held()).toMatchObject({ armed: 0, shares: 200 });
    expect((await fixed.state()).totals).toMatchObject({ fired_buy: 0, reserved: 10_00 });
  });

  it('meets what was armed anew, and not what was taken back', async () => {
    scene.board.prices.set('T', '15.00');
    await armBuy('14.00');
    await run.all(['SET_BUY_TRIGGER', 'u', 'T', '12.00']);
    await scene.quote('T', '13.00');
    expect(await held()).toMatchObject({ armed: 1 });
    await run.all(['SET_BUY_AMOUNT', 'u', 'T', '50.00']);
    await scene.quote('T', '1.00');
    expect(await held()).toMatchObject({ armed: 1, cash: '50.00 +50.00' });
    await run.all(['CANCEL_SET_BUY', 'u', 'T']);
    await scene.quote('T', '1.00');
    expect(await held()).toEqual({ armed: 0, shares: 0, cash: '100.00 +0.00' });
  });

  it('meets hundreds at once', async () => {
    scene.board.prices.set('T', '15.00');
    const users = Array.from({ length: 620 }, (_, index) => `u${index}`);
    const lines = users.flatMap((user, index) =>
      [
        ['ADD', user, '100.00'],
        ['SET_BUY_AMOUNT', user, 'T', '100.00'],
        ['SET_BUY_TRIGGER', user, 'T', index % 2 ? '12.00' : '5.00'],
      ].map(([command = '', ...args]) => ({ command, args })),
    );
    expect((await run.batch(lines)).filter(({ ok }) => !ok)).toEqual([]);
    await scene.quote('T', '10.00');
    expect((await run.state()).totals).toMatchObject({ fired_buy: 310, shares: 3_100, reserved: 31_000_00 });
  });
});

describe('the one who tends', () => {
  it('asks anew at expiry for what is armed, logs the hit as theirs, and for nothing else', async () => {
    scene.board.prices.set('T', '15.00');
    await armBuy('12.00');
    const hits = scene.hits('T');
    scene.clock.advance(60_000);
    await scene.tend();
    expect(scene.hits('T')).toBe(hits);
    scene.clock.advance(1);
    await scene.tend();
    await scene.tend();
    expect(scene.hits('T')).toBe(hits + 1);
    scene.board.prices.set('T', '11.00');
    scene.clock.advance(60_001);
    await scene.tend();
    expect(scene.hits('T')).toBe(hits + 2);
    expect(await held()).toMatchObject({ armed: 0, shares: 9 });
    const logged = (await scene.logged('quoteServer')).map(({ transactionNum, price, username }) => [
      ...[transactionNum, price, username],
    ]);
    expect(logged).toEqual(['15.00', '15.00', '11.00'].map((price) => ['3', price, 'u']));
    scene.clock.advance(60_001);
    await scene.tend();
    expect(scene.hits('T')).toBe(hits + 2);
  });

  it('is one of two, and the other does nothing', async () => {
    expect([scene.app, other].map((app) => app.get(DaytradingOwner).isOwner)).toEqual([true, false]);
    scene.board.prices.set('T', '15.00');
    await armBuy('12.00');
    const hits = scene.hits('T');
    scene.clock.advance(60_001);
    await scene.tend(other);
    expect(scene.hits('T')).toBe(hits);
  });
});

it('a trigger without a quote is armed, and meets the next', async () => {
  scene.board.state = 'broken';
  await armBuy('12.00');
  expect(await held()).toMatchObject({ armed: 1, cash: '0.00 +100.00' });
  expect(await scene.logged('errorEvent')).toEqual([]);
  await scene.tend();
  expect(await held()).toMatchObject({ armed: 1 });
  scene.board.state = 'well';
  scene.board.prices.set('T', '10.00');
  await scene.tend();
  expect(await held()).toMatchObject({ armed: 0, shares: 10 });
});

describe('two processes', () => {
  it('know of each other’s triggers, also one that has just begun', async () => {
    scene.board.prices.set('T', '15.00');
    await armBuy('12.00');
    const late = await scene.start();
    const there = run.at(await late.signIn(scene.person));
    scene.board.prices.set('T', '11.00');
    scene.clock.advance(60_001);
    await there.all(['QUOTE', 'v', 'T']);
    await scene.settled();
    expect(await held()).toMatchObject({ armed: 0, shares: 9 });
    expect((await there.summary('u')).transactions).toEqual((await run.summary('u')).transactions);
  });

  it('fill each trigger once, though both have a quote at once', async () => {
    scene.board.prices.set('T', '15.00');
    const users = Array.from({ length: 12 }, (_, index) => `u${index}`);
    for (const user of users) await armBuy('12.00', user);
    const there = run.at(await other.signIn(scene.person));
    scene.board.prices.set('T', '10.00');
    scene.clock.advance(60_001);
    await Promise.all([
      run.say('QUOTE', 'v', 'T'),
      there.say('QUOTE', 'w', 'T'),
      scene.tend(),
      ...users.map((user, index) => (index % 2 ? run : there).say('QUOTE', user, 'T')),
    ]);
    await scene.settled();
    expect((await run.state()).totals).toMatchObject({ fired_buy: 12, shares: 120, reserved: 0, balance: 0 });
    expect(await scene.logged('systemEvent')).toHaveLength(12);
    const keys = (await scene.logged('quoteServer')).map(({ cryptokey }) => cryptokey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
